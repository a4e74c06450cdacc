import CQLPaging
import CQLSession
import Foundation
import Testing

extension LiveCluster {
  /// Who is asked.
  @Suite(.enabled(if: ThreeNodes.dataCenters.isEmpty, "these nodes are in several data centres"))
  struct SpreadTests {
    @Test("E5: each of three nodes gives 25 to 42 % of a scan's pages, and replicas are asked", arguments: [1, 2, 3])
    func coordinators(replication: Int) async throws {
      try await ThreeNodes.withKeyspace(replication: replication) { loader, keyspace, _ in
        let made = try await NumberedTable.make("rows", in: keyspace, rows: 30_000, loader)
        try await CassandraSession.withSession(ThreeNodes.configuration()) { session in
          try await eventually("every node is up") { session.nodes.allSatisfy { $0.state == .up } }
          var table = try await ScanTable.named(made.name, in: session)
          table.pageSize = 100
          let scan = try await session.scan(table, splits: 48)
          var pages: [String: Int] = [:]
          let ring = Ring(session.nodes)
          var askedReplica = 0
          var count = RowCount(made)
          for try await page in scan.pages {
            for row in page.rows { try count.add(row) }
            let coordinator = try #require(page.page.info.coordinator)
            pages[coordinator, default: 0] += 1
            if ring.replicas(of: page.range.end, replication).contains(coordinator) { askedReplica += 1 }
          }
          count.expectEachOnce()
          let total = pages.values.reduce(0, +)
          print("measured: replication \(replication), pages of each node: \(pages.values.sorted())")
          for node in ThreeNodes.addresses {
            #expect((0.25...0.42).contains(Double(pages[node] ?? 0) / Double(total)), "\(node): \(pages) of \(total)")
          }
          #expect(Double(askedReplica) >= 0.95 * Double(total), "\(askedReplica) of \(total) pages came from a replica")
          if replication == 1 { try await checkTraces(table, keyspace: keyspace, session) }
        }
      }
    }

    /// The servers' own traces: a node that does not have a range asks another for its rows.
    private func checkTraces(_ table: ScanTable, keyspace: String, _ session: CassandraSession) async throws {
      let ranges = try await session.ringParts(of: keyspace, splits: 48).map(\.range)
      var answeredAlone = 0
      for range in ranges {
        var statement = table.statement(for: range)
        statement.isTraced = true
        let info = try await session.fetchPage(PageRequest(statement)).info
        let id = try #require(info.tracingID).withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
        let nodes = try await nodesInTrace(id, session)
        if nodes.count == 1 { answeredAlone += 1 }
      }
      print("measured: \(answeredAlone) of \(ranges.count) ranges were answered by the node that was asked, alone")
      #expect(Double(answeredAlone) >= 0.95 * Double(ranges.count))
    }

    /// The addresses of the nodes that had to do with a request.
    private func nodesInTrace(_ id: UUID, _ session: CassandraSession) async throws -> Set<CQLInet> {
      // Traces are written in the background, the duration last.
      try await eventually("the trace is there") {
        var query: Statement = "SELECT duration FROM system_traces.sessions WHERE session_id = \(id)"
        query.consistency = .all
        let rows = try await session.execute(query).rows
        return try rows.first?.decode(Int32?.self, at: 0) != nil
      }
      var query: Statement = "SELECT source FROM system_traces.events WHERE session_id = \(id)"
      query.consistency = .all
      var nodes: Set<CQLInet> = []
      for row in try await session.execute(query).rows { nodes.insert(try row.decode(at: 0)) }
      #expect(!nodes.isEmpty)
      return nodes
    }

    /// Who has which tokens, by the rule of SimpleStrategy: the owner of the next token, and the nodes behind it.
    private struct Ring {
      private let tokens: [(token: Token, address: String)]

      init(_ nodes: [ClusterNode]) {
        tokens = nodes.flatMap { node in node.tokens.map { ($0, node.address.description) } }.sorted { $0.0 < $1.0 }
      }

      func replicas(of token: Token, _ count: Int) -> [String] {
        let first = tokens.firstIndex { $0.token >= token } ?? 0
        var replicas: [String] = []
        for (_, address) in tokens[first...] + tokens[..<first] where replicas.count < count {
          if !replicas.contains(address) { replicas.append(address) }
        }
        return replicas
      }
    }
  }
}
