import CQLPaging
import CQLSession
import Testing

extension LiveCluster {
  /// Two nodes here, the third one far away.
  @Suite(.enabled(if: ThreeNodes.dataCenters == ["a", "a", "b"], "CQLPAGING_LIVE_DATA_CENTERS is not a,a,b"))
  struct DataCenterTests {
    private static let here = Set(ThreeNodes.addresses.prefix(2))
    private static let elsewhere = Set(ThreeNodes.addresses.suffix(1))

    @Test("F7: the other data centre is asked while the local one is gone, and not before or after")
    func whenLocalDown() async throws {
      try await ThreeNodes.withNodes { nodes in
        try await CassandraSession.withSession(ThreeNodes.configuration()) { session in
          #expect(session.nodes.map(\.dataCenter).sorted() == ["a", "a", "b"])
          try await session.eventuallyAsks(exactly: Self.here)
          try await nodes.kill(1)
          try await session.eventuallyAsks(exactly: [ThreeNodes.addresses[1]])
          try await nodes.kill(2)
          try await session.eventuallyAsks(exactly: Self.elsewhere)
          try await nodes.start(1)
          try await nodes.start(2)
          try await session.eventuallyAsks(exactly: Self.here)
        }
      }
    }

    @Test("F7: where other data centres are never asked, requests fail and say so")
    func never() async throws {
      try await ThreeNodes.withNodes { nodes in
        var configuration = try ThreeNodes.configuration()
        configuration.remoteNodes = .never
        try await CassandraSession.withSession(configuration) { session in
          #expect(session.state(of: ThreeNodes.addresses[2]) == .idle)
          try await nodes.kill(1)
          try await nodes.kill(2)
          let found = await code { try await session.execute("SELECT cluster_name FROM system.local") }
          #expect(found == .noHostAvailable)
          try await nodes.start(1)
          try await session.eventuallyAsks(exactly: [ThreeNodes.addresses[0]])
        }
      }
    }

    @Test("F7: a session that is told to belong to the other data centre asks that one")
    func configured() async throws {
      var configuration = try ThreeNodes.configuration()
      configuration.localDataCenter = "b"
      try await CassandraSession.withSession(configuration) { _ = try await $0.eventuallyAsks(exactly: Self.elsewhere) }
    }

    @Test("E5, F8: a scan of replicas in both data centres stays in the local one")
    func scan() async throws {
      try await ThreeNodes.withKeyspace(replication: "'class': 'NetworkTopologyStrategy', 'a': 2, 'b': 1") {
        loader, keyspace, _ in
        let table = try await NumberedTable.make("rows", in: keyspace, rows: 10_000, loader)
        try await CassandraSession.withSession(ThreeNodes.configuration()) { session in
          try await session.eventuallyAsks(exactly: Self.here)
          var count = RowCount(table)
          for try await page in try await session.scan(table.name).pages {
            for row in page.rows { try count.add(row) }
            #expect(Self.here.contains(try #require(page.page.info.coordinator)))
          }
          count.expectEachOnce()
        }
      }
    }
  }
}
