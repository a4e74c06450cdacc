import CQLPaging
import CQLSession
import Testing

extension LiveCluster {
  /// Three replicas of each row, and nodes that come and go.
  @Suite(.enabled(if: ThreeNodes.dataCenters.isEmpty, "these nodes are in several data centres"))
  struct FailoverTests {
    /// What is done to the cluster while it is read: each step when so many rows have been read, one after the other.
    private static let steps: [@Sendable (NodeControl) async throws -> Void] = (1...3).flatMap { node in
      [
        { try await $0.kill(node) }, { try await $0.start(node) },
        { try await $0.freeze(node) }, { try await $0.thaw(node) },
      ] as [@Sendable (NodeControl) async throws -> Void]
    }

    @Test("E2, F6: a scan of 300,000 rows, while each node is killed, started, frozen and let go on: each row once")
    func scan() async throws {
      try await ThreeNodes.withKeyspace(replication: 3) { loader, keyspace, nodes in
        let table = try await NumberedTable.make("rows", in: keyspace, rows: 300_000, loader)
        try await CassandraSession.withSession(ThreeNodes.configuration()) { session in
          let scan = try await session.scan(table.name, splits: 192)
          var rows = scan.rows.makeAsyncIterator()
          let count = try await read(table, from: session, nodes) { try await rows.next() }
          count.expectEachOnce("\(rows.progress)")
          #expect(rows.progress.isComplete)
          print("measured: \(count.total) rows, \(rows.progress.summary.pages) pages, with \(Self.steps.count) changes")
        }
      }
    }

    @Test("F6: pages of 60,000 rows, one after the other, while the same happens: each row once")
    func pages() async throws {
      try await ThreeNodes.withKeyspace(replication: 3) { loader, keyspace, nodes in
        let table = try await NumberedTable.make("rows", in: keyspace, rows: 60_000, loader)
        try await CassandraSession.withSession(ThreeNodes.configuration()) { session in
          let paged = session.retrying().rows(of: "SELECT k, v FROM \(cql: table.name)", pageSize: 500)
          var rows = paged.makeAsyncIterator()
          let count = try await read(table, from: session, nodes) { try await rows.next() }
          count.expectEachOnce()
        }
      }
    }

    /// Reads all rows. A step begins when its rows have been read, and reading goes on meanwhile, up to the rows of the
    /// next one, which waits for the end of this one, and for the session to have noticed that a node is gone.
    private func read(
      _ table: NumberedTable, from session: CassandraSession, _ nodes: NodeControl,
      next: () async throws -> CQLRow?
    ) async throws -> RowCount {
      var count = RowCount(table)
      var steps = Self.steps[...]
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
