import CQLPaging
import CQLSession
import Foundation
import Testing

/// All tests that need a server. They run where the environment names one, one after the other, each in a keyspace of
/// its own:
///
///     CQLPAGING_LIVE_HOST=127.0.0.1:9042 swift test --disable-xctest --filter LiveTests
///
/// `CQLPAGING_LIVE_USERNAME` and `CQLPAGING_LIVE_PASSWORD` are for a server that wants a login. With the traits switched on,
/// `CQLPAGING_LIVE_CA` names the file of the authority that signed the server's certificate, `CQLPAGING_LIVE_CERT` and
/// `CQLPAGING_LIVE_KEY` the client's own certificate and key, and `CQLPAGING_LIVE_COMPRESSION=lz4` compresses frames.
@Suite(.serialized, .enabled(if: LiveServer.address != nil, "CQLPAGING_LIVE_HOST names no server"))
enum Live {}

/// The server that the environment names.
enum LiveServer {
  static let address = environment("CQLPAGING_LIVE_HOST")
  static let username = environment("CQLPAGING_LIVE_USERNAME")
  static let password = environment("CQLPAGING_LIVE_PASSWORD")

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  static func configuration(keyspace: String? = nil) throws -> SessionConfiguration {
    try configuration(contactPoints: [#require(address)], keyspace: keyspace)
  }

  /// With the login, the certificates and the compression that the environment says.
  static func configuration(contactPoints: [String], keyspace: String?) throws -> SessionConfiguration {
    var configuration = try SessionConfiguration(contactPoints: contactPoints)
    configuration.keyspace = keyspace
    configuration.tls = environment("CQLPAGING_LIVE_CA").map(TLSConfiguration.init(authorityFile:))
    if let certificate = environment("CQLPAGING_LIVE_CERT"), let key = environment("CQLPAGING_LIVE_KEY") {
      configuration.tls?.identity = .init(certificateFile: certificate, keyFile: key)
    }
    if environment("CQLPAGING_LIVE_COMPRESSION") == CQLCompression.lz4.description { configuration.compression = .lz4 }
    if let username, let password {
      configuration.authenticator = PasswordAuthenticator(username: username, password: password)
    }
    return configuration
  }

  /// Lends a session whose keyspace is new, and dropped afterwards.
  static func withKeyspace(_ body: (CassandraSession) async throws -> Void) async throws {
    try await withKeyspace { session, _ in try await body(session) }
  }

  /// Lends a session and the name of its keyspace, for more sessions.
  static func withKeyspace(_ body: (CassandraSession, String) async throws -> Void) async throws {
    let name = "live_\(UUID().uuidString.prefix(8).lowercased())"
    try await CassandraSession.withSession(configuration()) { maker in
      try await maker.execute(
        """
        CREATE KEYSPACE \(cql: name)
        WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}
        """)
      do {
        try await CassandraSession.withSession(configuration(keyspace: name)) { try await body($0, name) }
      } catch {
        try await maker.execute("DROP KEYSPACE \(cql: name)")
        throw error
      }
      try await maker.execute("DROP KEYSPACE \(cql: name)")
    }
  }

  /// The server's release, as 5.0 or 6.0.
  static func release(_ session: CassandraSession) async throws -> Double {
    let page = try await session.execute("SELECT release_version FROM system.local")
    let version = try page.rows[0].decode(String.self, at: 0)
    let numbers = version.prefix { $0 != "-" }.split(separator: ".")  // 6.0-alpha2 is one, too
    return try #require(Double(numbers.prefix(2).joined(separator: ".")))
  }
}

extension CassandraSession {
  /// Runs a statement once for each of many lists of values, some at a time.
  func insert(_ text: String, _ rows: [[any CQLEncodable]]) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, row) in rows.enumerated() {
        if index >= 100 { try await group.next() }
        group.addTask {
          var statement = Statement(text, values: row)
          statement.consistency = .all
          try await self.execute(statement)
        }
      }
      try await group.waitForAll()
    }
  }

  /// Runs a statement once for each row of many lists of rows, a list in one request, and some lists at a time.
  ///
  /// - Parameters:
  ///   - columns: how many values a row has; the lists have those of one row behind the other.
  ///   - consistency: how many replicas must have each list; nil leaves it to the session.
  func insertBatches(
    of text: String, columns: Int, _ batches: [[any CQLEncodable]], consistency: Consistency? = nil
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, values) in batches.enumerated() {
        if index >= 16 { try await group.next() }
        group.addTask {
          let lines = Array(repeating: text, count: values.count / columns).joined(separator: "; ")
          var statement = Statement("BEGIN UNLOGGED BATCH \(lines); APPLY BATCH", values: values)
          statement.consistency = consistency
          statement.timeout = .seconds(60)
          statement.isIdempotent = true
          try await self.execute(statement)
        }
      }
      try await group.waitForAll()
    }
  }

  /// The rows of each page.
  func pageLengths(of statement: Statement, by size: Int) async throws -> [Int] {
    var lengths: [Int] = []
    for try await page in pages(of: statement, pageSize: PageSize(size)) { lengths.append(page.rows.count) }
    return lengths
  }

  /// The first column of each row.
  func firstColumn<Value: CQLDecodable & Sendable>(
    _: Value.Type = Value.self, of statement: Statement, by size: Int, from cursor: Cursor? = nil
  ) async throws -> [Value] {
    var values: [Value] = []
    for try await row in rows(of: statement, pageSize: PageSize(size), from: cursor) {
      values.append(try row.decode(at: 0))
    }
    return values
  }
}

/// The code of the error that `body` throws; nil where it throws none.
func code(_ body: () async throws -> Void) async -> CQLError.Code? {
  do { try await body() } catch { return (error as? CQLError)?.code ?? (error as? PagingError)?.code }
  return nil
}
