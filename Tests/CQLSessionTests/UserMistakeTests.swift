import CQLPaging
import CQLSession
import Foundation
import Testing

@testable import CQLPagingTesting

/// What users get wrong: each is a typed error that says what, where and what to do, and the session goes on.
@Suite(.timeLimit(.minutes(2))) struct UserMistakeTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let statement: Statement
    var pageSize: PageSize?
    let code: CQLError.Code
    let words: String
    var server: ServerError.Code?
  }

  private static func unprepared(_ text: String, _ values: [any CQLEncodable]) -> Statement {
    var statement = Statement(text, values: values)
    statement.preparation = .never
    return statement
  }

  private static func unprepared(_ text: String, named values: [String: any CQLEncodable]) -> Statement {
    var statement = Statement(text, named: values)
    statement.preparation = .never
    return statement
  }

  private static let byPart = "SELECT number FROM test.numbers WHERE part = ?"

  private static let mistakes = [
    Mistake(
      testDescription: "a statement with a typing error", statement: "SELEKT number FROM test.numbers",
      code: .server, words: "0x2000 syntax error", server: .syntaxError),
    Mistake(
      testDescription: "no statement", statement: "", code: .server, words: "0x2000 syntax error",
      server: .syntaxError),
    Mistake(
      testDescription: "a table that is not there", statement: "SELECT number FROM test.nombers", code: .server,
      words: "nombers", server: .invalid),
    Mistake(
      testDescription: "a column that is not there", statement: "SELECT nomber FROM test.numbers", code: .server,
      words: "nomber", server: .invalid),
    Mistake(
      testDescription: "too few values", statement: Statement(byPart + " AND number = ?", values: [1]),
      code: .wrongValues, words: "1 value given for 2 bind markers"),
    Mistake(
      testDescription: "too many values", statement: Statement(byPart, values: [1, 2]), code: .wrongValues,
      words: "2 values given for 1 bind markers"),
    Mistake(
      testDescription: "a name that no marker has", statement: Statement(byPart, named: ["pard": 1]),
      code: .wrongValues, words: "\"pard\""),
    Mistake(
      testDescription: "too few values for a statement that is not prepared",
      statement: unprepared(byPart + " AND number = ?", [Int32(1)]), code: .server, words: "0x2200",
      server: .invalid),
    Mistake(
      testDescription: "a name that no marker has, for a statement that is not prepared",
      statement: unprepared("SELECT number FROM test.numbers WHERE part = :part", named: ["pard": Int32(1)]),
      code: .server, words: "part", server: .invalid),
    Mistake(
      testDescription: "more values than a message has room for",
      statement: unprepared(byPart, Array(repeating: Int32(1), count: 65_536)), code: .valueDoesNotFit,
      words: "65536 values: the protocol allows 65,535"),
    Mistake(
      testDescription: "2^40 for an int", statement: Statement(byPart, values: [1 << 40]), code: .valueDoesNotFit,
      words: "value 1, for \"part\" int"),
    Mistake(
      testDescription: "a text for an int", statement: Statement(byPart, values: ["one"]), code: .typeMismatch,
      words: "value 1, for \"part\" int"),
    Mistake(
      testDescription: "a page size of 0", statement: Scripted.select, pageSize: 0, code: .invalidPageSize,
      words: "0"),
    Mistake(
      testDescription: "a page size below 0", statement: Scripted.select, pageSize: -5, code: .invalidPageSize,
      words: "-5"),
    Mistake(
      testDescription: "a page size that switches paging off", statement: Scripted.select,
      pageSize: 2_147_483_647, code: .invalidPageSize, words: "2147483647"),
  ]

  @Test("a typed error, the connection stays, and the next query works", arguments: mistakes)
  func mistake(mistake: Mistake) async throws {
    try await Scripted.withSession { session, server async throws in
      for _ in 0..<2 {
        let error = await cqlError { try await session.numbers(mistake.statement, pageSize: mistake.pageSize) }
        #expect(error?.code == mistake.code, "\(String(describing: error))")
        #expect(error?.message.contains(mistake.words) == true, "\(String(describing: error))")
        #expect(error?.server?.code == mistake.server)
        #expect(error?.description.contains("1099511627776") == false, "values stay out of errors")
      }
      #expect(try await session.numbers() == Array(0..<50))
      #expect(server.acceptedConnections == 1)
      #expect(session.requestsAtNodes == 0)
    }
  }

  @Test("a default page size that cannot be is refused, and the old one stays")
  func defaultPageSize() async throws {
    try await Scripted.withSession { session, _ async throws in
      #expect(throws: CQLError.self) { try session.setDefaultPageSize(0) }
      #expect(session.defaultPageSize == .default)
    }
  }

  @Test("F1: a closed port says so")
  func closedPort() async throws {
    // A port that the system gives to no other test's server.
    let error = await cqlError { try await CassandraSession.connect(Scripted.configuration(port: 1)) }
    #expect(error?.code == .noHostAvailable)
    #expect(error?.message.contains("127.0.0.1:1: connect: Connection refused") == true)
    #expect((error?.cause as? CQLError)?.code == .connectionClosed)
  }

  @Test("F1: a host that nobody knows, and one whose look-up takes too long, cost the connect timeout and no more")
  func unknownHost() async throws {
    var configuration = SessionConfiguration(contactPoints: [ContactPoint(host: "nowhere.invalid")])
    configuration.connectTimeout = .milliseconds(200)
    let error = await cqlError { try await CassandraSession.connect(configuration) }
    #expect(error?.code == .noHostAvailable)
    #expect(error?.message.contains("nowhere.invalid:9042") == true, "\(String(describing: error))")
  }

  @Test("F1: an empty host and port 0 are no crash", arguments: [("", 9042), ("127.0.0.1", 0)] as [(String, UInt16)])
  func emptyHost(host: String, port: UInt16) async throws {
    var configuration = SessionConfiguration(contactPoints: [ContactPoint(host: host, port: port)])
    configuration.connectTimeout = .milliseconds(500)
    #expect(await cqlError { try await CassandraSession.connect(configuration) }?.code == .noHostAvailable)
  }

  @Test("a server that takes connections and never looks at them costs the connect timeout and no more")
  func backlog() async throws {
    let (socket, port) = try LoopbackSocket.listening(at: [127, 0, 0, 1], port: 0)
    defer { socket.close() }
    let error = await cqlError {
      try await CassandraSession.connect(
        Scripted.configuration(port: Int(port)) { $0.connectTimeout = .milliseconds(60) })
    }
    #expect(error?.code == .noHostAvailable)
    #expect(error?.message.contains("it accepted the connection and did not answer within 0.06 seconds") == true)
  }

  @Test("a connection that is reset says so")
  func reset() async throws {
    let (listener, port) = try LoopbackSocket.listening(at: [127, 0, 0, 1], port: 0)
    Thread.detachNewThread {
      let peer = listener.accept()
      // Closing it with bytes unread is what makes the kernel reset it.
      withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { _ = peer?.read(into: $0) }
      peer?.close()
      listener.close()
    }
    let error = await cqlError { try await CassandraSession.connect(Scripted.configuration(port: Int(port))) }
    #expect(error?.code == .noHostAvailable)
    #expect(error?.message.contains("127.0.0.1:\(port) closed the connection: recv: Connection reset by peer") == true)
  }

  @Test("settings that cannot work are refused before anything is started")
  func settings() async throws {
    let changes: [(inout SessionConfiguration) -> Void] = [
      { $0.contactPoints = [] }, { $0.timeout = .zero }, { $0.connectTimeout = .seconds(-1) },
      { $0.maximumFrameLength = 0 }, { $0.maximumFrameLength = 256 << 20 + 1 },
      { $0.connectionsPerNode = 0 }, { $0.connectionsPerNode = 1025 },
      { $0.reconnectionDelay = .zero }, { $0.longestReconnectionDelay = .zero },
    ]
    for change in changes {
      let error = await cqlError { try await CassandraSession.connect(Scripted.configuration(port: 1, change)) }
      #expect(error?.code == .invalidConfiguration)
    }
    let error = await cqlError {
      try await CassandraSession.connect(Scripted.configuration(port: 1) { $0.pageSize = 0 })
    }
    #expect(error?.code == .invalidPageSize)
  }

  @Test("timeouts of any length are no crash", arguments: [Duration.seconds(Int64.max / 4), .seconds(1) / 1_000_000])
  func extremeTimeouts(timeout: Duration) async throws {
    try await Scripted.withSession { session, _ async throws in
      var statement = Scripted.select
      statement.timeout = timeout
      let error = await cqlError { try await session.numbers(statement) }
      #expect(error == nil || error?.code == .timeout)
      statement.timeout = .zero - timeout
      #expect([nil, .timeout].contains(await cqlError { try await session.numbers(statement) }?.code))
      #expect(try await session.numbers() == Array(0..<50))
    }
  }
}
