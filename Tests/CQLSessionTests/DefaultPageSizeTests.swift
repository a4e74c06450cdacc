import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

@Suite(.timeLimit(.minutes(1))) struct DefaultPageSizeTests {
  @Test(
    "A2: a change of the default holds for requests after it, and a scan that runs keeps its own", arguments: [0, 1])
  func changes(prefetch: Int) async throws {
    let coordinator = FakeCoordinator(tables: [.numbered(rows: 100)])
    try await WireServer.withServer(coordinator) { server in
      var configuration = try SessionConfiguration(contactPoints: ["127.0.0.1:\(server.port)"])
      configuration.pageSize = 10
      try await CassandraSession.withSession(configuration) { session in
        let rows = session.rows(of: "SELECT number FROM test.numbers")
          .prefetching(prefetch == 0 ? .none : .ahead(pages: prefetch))
        var iterator = rows.makeAsyncIterator()
        for _ in 0..<15 { _ = try await iterator.next() }
        try session.setDefaultPageSize(40)
        while try await iterator.next() != nil {}
        #expect(coordinator.requests.map(\.pageSize) == Array(repeating: 10, count: 11))
        for try await _ in rows {}
        #expect(coordinator.requests.dropFirst(11).map(\.pageSize) == [40, 40, 40])
        #expect(session.defaultPageSize == 40)
      }
    }
  }

  @Test("A7: a default that no server takes is refused, and the one there was stays")
  func invalidDefault() async throws {
    try await WireServer.withServer(FakeCoordinator(tables: [])) { server in
      try await CassandraSession.withSession(contactPoints: ["127.0.0.1:\(server.port)"]) { session in
        for size in [0, -1, 2_147_483_647] as [PageSize] {
          let error = #expect(throws: CQLError.self) { try session.setDefaultPageSize(size) }
          #expect(error?.code == .invalidPageSize)
        }
        #expect(session.defaultPageSize == .default)
      }
    }
  }
}
