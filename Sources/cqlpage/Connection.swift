import CQLPaging
import CQLPagingTesting
import CQLSession

/// The way to a server: the one that the options name, or a sample server of the process's own.
struct Connection {
  let server: ServerOptions

  /// Connects, lends the session to `body`, and closes it.
  @MainActor
  func withSession<Report: Sendable>(
    _ body: @MainActor (CassandraSession) async throws -> Report
  ) async throws -> Report {
    guard server.contactPoints.isEmpty else {
      return try await CassandraSession.withSession(configuration(server.contactPoints), body)
    }
    let sample = WireServer(FakeCoordinator(tables: SampleKeyspace().tables))
    try sample.start()
    defer { sample.stop() }
    let address = ContactPoint(host: "127.0.0.1", port: UInt16(clamping: sample.port))
    return try await CassandraSession.withSession(configuration([address]), body)
  }

  private func configuration(_ contactPoints: [ContactPoint]) throws(UsageError) -> SessionConfiguration {
    var configuration = SessionConfiguration(contactPoints: contactPoints)
    configuration.keyspace = server.keyspace
    configuration.tls = server.link.tls
    configuration.compression = server.link.compression
    if let consistency = server.consistency { configuration.consistency = consistency }
    if let timeout = server.timeout { configuration.timeout = timeout }
    if let credentials = server.credentials {
      configuration.authenticator = PasswordAuthenticator(
        username: credentials.username, password: try Self.password(credentials.password))
    }
    return configuration
  }

  /// The password itself; a file's first line.
  private static func password(_ password: Credentials.Password) throws(UsageError) -> String {
    switch password {
    case .text(let text): return text
    case .file(let path): return String(try TextFile.read(path, of: "--password-file").prefix { !$0.isNewline })
    }
  }
}
