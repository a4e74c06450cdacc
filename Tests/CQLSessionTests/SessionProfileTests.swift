import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

@Suite struct SessionProfileTests {
  private func configuration(_ server: WireServer) throws -> SessionConfiguration {
    var configuration = try SessionConfiguration(contactPoints: ["127.0.0.1:\(server.port)"])
    configuration.pageSize = 20
    configuration.consistency = .localQuorum
    configuration.profiles = [
      "export": ExecutionProfile("export", pageSize: 7, consistency: .quorum),
      "slow": ExecutionProfile("slow", timeout: .seconds(60)),
    ]
    return configuration
  }

  @Test(
    "A3, A4: on the wire: what the statement says, then its profile, then the session, on every page",
    arguments: [
      (nil, nil, nil, 20, .localQuorum), ("slow", nil, nil, 20, .localQuorum), ("export", nil, nil, 7, .quorum),
      ("export", 9, nil, 9, .quorum), ("export", nil, .all, 7, .all), (nil, 9, .all, 9, .all),
    ] as [(String?, PageSize?, Consistency?, Int, Consistency)])
  func precedence(
    profile: String?, ownSize: PageSize?, ownConsistency: Consistency?, size: Int, consistency: Consistency
  ) async throws {
    let coordinator = FakeCoordinator(tables: [.numbered(rows: 30)])
    try await WireServer.withServer(coordinator) { server in
      try await CassandraSession.withSession(configuration(server)) { session in
        var statement: Statement = "SELECT number FROM test.numbers"
        statement.profile = try profile.map { name throws(CQLError) in try session.profile(name) }
        statement.pageSize = ownSize
        statement.consistency = ownConsistency
        #expect(try await session.rows(of: statement).collect(max: 30).count == 30)
      }
    }
    #expect(coordinator.requests.map(\.pageSize) == [Int](repeating: size, count: (30 + size - 1) / size))
    #expect(Set(coordinator.requests.map(\.consistency)) == [consistency])
  }

  @Test("A4: a profile's timeout holds for a page")
  func timeout() async throws {
    let coordinator = FakeCoordinator(
      tables: [.numbered(rows: 30)], faults: [Fault(.delay(.seconds(30)), on: .all)])
    try await WireServer.withServer(coordinator) { server in
      try await CassandraSession.withSession(configuration(server)) { session in
        var statement: Statement = "SELECT number FROM test.numbers"
        statement.profile = ExecutionProfile("impatient", timeout: .milliseconds(20))
        let request = PageRequest(statement)
        let error = await #expect(throws: CQLError.self) { try await session.fetchPage(request) }
        #expect(error?.code == .timeout)
      }
    }
  }

  @Test(
    "F7: what is left of a scan's time shortens the session's own timeout, also of a page that is fetched ahead",
    arguments: [Prefetch.none, .ahead()])
  func deadline(prefetch: Prefetch) async throws {
    // The third page is the first one that can be fetched ahead.
    let coordinator = FakeCoordinator(
      tables: [.numbered(rows: 90)], faults: [Fault(.delay(.seconds(30)), on: .pages(3...))])
    try await WireServer.withServer(coordinator) { server in
      try await CassandraSession.withSession(configuration(server)) { session in
        let rows = session.deadline(.seconds(1)).rows(of: "SELECT number FROM test.numbers")
        var iterator = rows.prefetching(prefetch).makeAsyncIterator()
        let error = await #expect(throws: PagingError.self) { while try await iterator.next() != nil {} }
        #expect(error?.code == .deadlineExceeded)
      }
    }
  }

  @Test("A4: a name that no profile has is an error with the names there are")
  func unknownName() async throws {
    try await WireServer.withServer(FakeCoordinator(tables: [])) { server in
      try await CassandraSession.withSession(configuration(server)) { session in
        let error = #expect(throws: CQLError.self) { try session.profile("eksport") }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains("export, slow") == true)
      }
    }
  }

  @Test(
    "A4: profiles that cannot work are refused when the session is opened",
    arguments: [
      (ExecutionProfile("p", pageSize: 0), .invalidPageSize),
      (ExecutionProfile("p", timeout: .zero), .invalidConfiguration),
    ] as [(ExecutionProfile, CQLError.Code)])
  func invalid(profile: ExecutionProfile, code: CQLError.Code) async throws {
    var configuration = try SessionConfiguration(contactPoints: ["127.0.0.1:1"])
    configuration.profiles = ["p": profile]
    let invalid = configuration
    let error = await #expect(throws: CQLError.self) { _ = try await CassandraSession.connect(invalid) }
    #expect(error?.code == code)
  }
}
