import CQLPaging
import CQLSession
import Testing

extension LiveCluster {
  /// Three replicas of each row, and nodes that come and go.
  @Suite(.enabled(if: ThreeNodes.dataCenters.isEmpty, "these nodes are in several data centres"))
  struct FailoverTests {
    /// What is done to the cluster while it is read: a node goes with each first step, and comes back with the second.
    private typealias Step = @Sendable (NodeControl) async throws -> Void

    private static func death(of node: Int) -> [Step] { [{ try await $0.kill(node) }, { try await $0.start(node) }] }
    private static func frost(of node: Int) -> [Step] { [{ try await $0.freeze(node) }, { try await $0.thaw(node) }] }

    @Test("E2, F6: a scan of 300,000 rows, while each node is killed, started, frozen and let go on: each row once")
    func scan() async throws {
      try await ThreeNodes.withKeyspace(replication: 3) { loader, keyspace, nodes in
        let table = try await NumberedTable.make("rows", in: keyspace, rows: 300_000, loader)
        try await CassandraSession.withSession(ThreeNodes.configuration()) { session in
          var scanned = try await ScanTable.named(table.name, in: session)
          scanned.pageSize = 500
          let steps = (1...3).flatMap { Self.death(of: $0) + Self.frost(of: $0) }
          var rows = try await session.scan(scanned, splits: 96).rows.makeAsyncIterator()
          let count = try await read(table, during: steps, from: session, nodes) { try await rows.next() }
          count.expectEachOnce("\(rows.progress)")
          #expect(rows.progress.isComplete)
          print("measured: \(count.total) rows in \(rows.progress.summary.pages) pages, during \(steps.count) changes")
        }
      }
    }

    @Test("F6: pages of 60,000 rows, one after the other, while a node is killed and another frozen: each row once")
    func pages() async throws {
      try await ThreeNodes.withKeyspace(replication: 3) { loader, keyspace, nodes in
        let table = try await NumberedTable.make("rows", in: keyspace, rows: 60_000, loader)
        try await CassandraSession.withSession(ThreeNodes.configuration()) { session in
          let paged = session.retrying().rows(of: "SELECT k, v FROM \(cql: table.name)", pageSize: 500)
          var rows = paged.makeAsyncIterator()
          let steps = Self.death(of: 1) + Self.frost(of: 2)
          let count = try await read(table, during: steps, from: session, nodes) { try await rows.next() }
          count.expectEachOnce()
        }
      }
    }

    /// Reads all rows. A step begins when its rows have been read, and reading goes on meanwhile, up to the rows of the
    /// next one, which waits for the end of this one, and for the session to have noticed that a node is gone.
    private func read(
      _ table: NumberedTable, during steps: [Step], from session: CassandraSession, _ nodes: NodeControl,
      next: () async throws -> CQLRow?
    ) async throws -> RowCount {
      var count = RowCount(table)
      var steps = steps[...]
      let rowsOfAStep = table.count / (steps.count + 1)
      try await withThrowingTaskGroup(of: Void.self) { group in
        while let row = try await next() {
          try count.add(row)
          guard count.total.isMultiple(of: rowsOfAStep), let step = steps.popFirst() else { continue }
          try await group.waitForAll()
          let isRemoval = steps.count % 2 == 1
          group.addTask {
            try await step(nodes)
            try await eventually("the session has noticed") {
              session.nodes.count { $0.state == .up } == (isRemoval ? 2 : 3)
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(steps.isEmpty)
      return count
    }
  }
}
