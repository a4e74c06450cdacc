import CQLPaging
import CQLPagingTesting
import CQLSession

/// A server that answers as a test says, and sessions with it.
enum Scripted {
  /// What to do in place of an answer; nil lets it be.
  typealias Script = @Sendable (WireExchange) -> [WireExchange.Action]?

  static let select: Statement = "SELECT number FROM test.numbers"

  /// Runs a server for as long as `body` takes.
  static func withServer<Result>(
    _ coordinator: FakeCoordinator = FakeCoordinator(tables: [.numbered(rows: 50)]),
    options: WireServer.Options = WireServer.Options(), script: Script? = nil,
    _ body: (WireServer) async throws -> Result
  ) async throws -> Result {
    let server = WireServer(coordinator, options: options, interceptor: script)
    try server.start()
    defer { server.stop() }
    return try await body(server)
  }

  /// Runs a server and a session with it.
  static func withSession<Result>(
    _ coordinator: FakeCoordinator = FakeCoordinator(tables: [.numbered(rows: 50)]),
    options: WireServer.Options = WireServer.Options(), script: Script? = nil,
    configure change: (inout SessionConfiguration) -> Void = { _ in },
    _ body: (CassandraSession, WireServer) async throws -> Result
  ) async throws -> Result {
    try await withServer(coordinator, options: options, script: script) { server in
      try await CassandraSession.withSession(configuration(server, change)) { try await body($0, server) }
    }
  }

  /// Timeouts that no healthy answer runs into, however busy the machine is; tests of timeouts set their own.
  static func configuration(
    _ server: WireServer, _ change: (inout SessionConfiguration) -> Void = { _ in }
  ) -> SessionConfiguration {
    configuration(port: server.port, change)
  }

  static func configuration(
    port: Int, _ change: (inout SessionConfiguration) -> Void = { _ in }
  ) -> SessionConfiguration {
    var configuration = SessionConfiguration(contactPoints: [
      ContactPoint(host: "127.0.0.1", port: UInt16(clamping: port))
    ])
    configuration.timeout = .seconds(30)
    configuration.connectTimeout = .seconds(30)
    // No requests but those of the test, however long it takes.
    configuration.topologyRefreshInterval = .seconds(3600)
    change(&configuration)
    return configuration
  }

  /// The statement with so little time that silence is noticed soon.
  static func hurried(_ statement: Statement, milliseconds: Int = 60) -> Statement {
    var statement = statement
    statement.timeout = .milliseconds(milliseconds)
    return statement
  }
}

extension CassandraSession {
  /// Requests that are at nodes, or wait there for their turn.
  var requestsAtNodes: Int { metrics.nodes.map { $0.requestsInFlight + $0.requestsWaiting }.reduce(0, +) }

  /// The numbers of all rows, through as many pages as it takes.
  func numbers(_ statement: Statement = Scripted.select, pageSize: PageSize? = nil) async throws -> [Int] {
    var numbers: [Int] = []
    for try await row in rows(of: statement, pageSize: pageSize) { numbers.append(try row.decode(Int.self, at: 0)) }
    return numbers
  }
}

extension WireExchange {
  /// Whether it is about the table of the tests, and no message of the handshake.
  var isOfTest: Bool { statement?.contains("test.") ?? false }
}

/// The `CQLError` that a call ended with; nil where it succeeded or ended with anything else.
func cqlError(_ body: () async throws -> some Any) async -> CQLError? {
  do {
    _ = try await body()
    return nil
  } catch {
    return error as? CQLError ?? (error as? PagingError)?.underlying as? CQLError
  }
}
