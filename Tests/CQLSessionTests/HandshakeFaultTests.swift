import CQLNativeProtocol
import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

/// What can happen to a connection on its way to readiness, at each of its steps.
@Suite struct HandshakeFaultTests {
  /// The messages of the handshake, in their order.
  enum Step: UInt8, CaseIterable, Sendable {
    case options = 0x05
    case startup = 0x01
    case login = 0x0F
    case keyspace = 0x07
  }

  struct Trouble: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let words: String
    let actions: @Sendable (WireExchange) -> [WireExchange.Action]
  }

  private static let troubles = [
    Trouble(testDescription: "closes", words: "closed the connection") { _ in [.close] },
    Trouble(testDescription: "sends half an answer and closes", words: "in the middle of an answer") {
      [.send(Array($0.answer.prefix(6))), .close]
    },
    Trouble(testDescription: "speaks HTTP", words: "TLS or another protocol") { _ in
      [.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))]
    },
    Trouble(testDescription: "answers in protocol v3", words: "only v4") { [.send($0.answer.with(0x83, at: 0))] },
    Trouble(testDescription: "sends a request", words: "wrong side") {
      [.send(Frames.raw(stream: $0.stream, opcode: 0x07))]
    },
    Trouble(testDescription: "sends an opcode of no version", words: "opcode 66") {
      [.send($0.answer.with(66, at: 4))]
    },
    Trouble(testDescription: "announces 257 MiB", words: "above the limit") {
      [.send(Frames.raw(stream: $0.stream, opcode: 0x06, length: 257 << 20))]
    },
    Trouble(testDescription: "announces less than nothing", words: "a body of -1 bytes") {
      [.send(Frames.raw(stream: $0.stream, opcode: 0x06, length: -1))]
    },
    Trouble(testDescription: "sends an EVENT", words: "EVENT") {
      [
        .send(
          Frames.of(.event(.statusChange(change: "UP", address: Inet(address: [127, 0, 0, 1], port: 1))), stream: -1)),
        .send($0.answer),
      ]
    },
    Trouble(testDescription: "refuses with an error of another version's header", words: "0x000A protocol error") { _ in
      [.send(Frames.error(.protocolError, "Invalid or unsupported", stream: 0, version: 5).with(1, at: 3)), .close]
    },
  ]

  private static func options() -> WireServer.Options {
    var options = WireServer.Options()
    options.credentials = WireServer.Credentials(username: "alice", password: "wonderland")
    return options
  }

  private static func configure(_ configuration: inout SessionConfiguration) {
    configuration.authenticator = PasswordAuthenticator(username: "alice", password: "wonderland")
    configuration.keyspace = "test"
  }

  @Test("a server that breaks the handshake is a typed error with its address", arguments: Step.allCases, troubles)
  func trouble(step: Step, trouble: Trouble) async throws {
    try await Scripted.withServer(
      options: Self.options(), script: { $0.opcode == step.rawValue ? trouble.actions($0) : nil }
    ) { server in
      let error = await cqlError {
        try await CassandraSession.connect(Scripted.configuration(server, Self.configure))
      }
      #expect(error?.code == .noHostAvailable)
      let message = error?.message ?? ""
      let isRefusedVersion = step == .options && trouble.words.contains("0x000A")
      #expect(message.contains(isRefusedVersion ? "refused protocol v4" : trouble.words), "\(message)")
      #expect(message.contains("127.0.0.1:\(server.port)"), "\(message)")
      #expect(!message.contains("alice") && !message.contains("wonderland"), "\(message)")
    }
  }

  @Test("a server that falls silent costs the connect timeout and no more", arguments: Step.allCases)
  func silence(step: Step) async throws {
    try await Scripted.withServer(
      options: Self.options(), script: { $0.opcode == step.rawValue ? [.send(Array($0.answer.prefix(4)))] : nil }
    ) { server in
      let error = await cqlError {
        try await CassandraSession.connect(
          Scripted.configuration(server) {
            Self.configure(&$0)
            $0.connectTimeout = .milliseconds(60)
          })
      }
      #expect(error?.code == .noHostAvailable)
      #expect(error?.message.contains("within 0.06 seconds") == true, "\(String(describing: error))")
    }
  }

  @Test("a challenge without end costs the connect timeout and no more")
  func endlessChallenge() async throws {
    try await Scripted.withServer(
      options: Self.options(),
      script: { $0.opcode == 0x0F ? [.send(Frames.of(.authChallenge([1]), stream: 0))] : nil }
    ) { server in
      let error = await cqlError {
        try await CassandraSession.connect(
          Scripted.configuration(server) {
            Self.configure(&$0)
            $0.connectTimeout = .milliseconds(60)
          })
      }
      #expect(error?.code == .noHostAvailable)
      #expect(error?.message.contains("within 0.06 seconds") == true)
    }
  }

  @Test("each byte of the handshake may come alone")
  func drip() async throws {
    let numbers = try await Scripted.withSession(
      options: Self.options(),
      script: { exchange in
        exchange.stream == 0 ? exchange.answer.flatMap { [.send([$0]), .pause(.microseconds(200))] } : nil
      }, configure: Self.configure
    ) { session, _ in try await session.numbers("SELECT number FROM numbers WHERE part = 0 LIMIT 3") }
    #expect(numbers == [0, 1, 2])
  }

  @Test("F2: a wrong password, over the wire: no name and no password in the error")
  func wrongPassword() async throws {
    try await Scripted.withServer(options: Self.options()) { server in
      let error = await cqlError {
        try await CassandraSession.connect(
          Scripted.configuration(server) {
            $0.authenticator = PasswordAuthenticator(username: "alice", password: "looking-glass")
          })
      }
      #expect(error?.code == .authenticationFailed)
      #expect(error?.server?.code == .badCredentials)
      #expect(error?.description.contains("alice") == false)
      #expect(error?.server?.message.contains("alice") == false)
      #expect(error?.description.contains("127.0.0.1:\(server.port)") == true)
    }
  }

  @Test("F2: no login where one is wanted says what to give")
  func noLogin() async throws {
    try await Scripted.withServer(options: Self.options()) { server in
      let error = await cqlError { try await CassandraSession.connect(Scripted.configuration(server)) }
      #expect(error?.code == .authenticationFailed)
      #expect(error?.message.contains("give the session a user name and a password") == true)
    }
  }

  @Test("F1: a keyspace that is not there is the server's error")
  func noKeyspace() async throws {
    try await Scripted.withServer { server in
      let error = await cqlError {
        try await CassandraSession.connect(Scripted.configuration(server) { $0.keyspace = "no \"such\"" })
      }
      #expect(error?.code == .server)
      #expect(error?.server?.code == .invalid)
    }
  }

  @Test(
    "F1: the next contact point is tried where the first one is starting, overloaded or speaks another protocol",
    arguments: [ServerError.Code.isBootstrapping, .overloaded, .serverError, .protocolError])
  func nextContactPoint(code: ServerError.Code) async throws {
    try await Scripted.withServer(
      script: { $0.opcode == 0x01 ? [.send(Frames.error(code, "not now", stream: 0))] : nil }
    ) { first in
      try await Scripted.withServer { second in
        let ports = [first.port, second.port]
        let numbers = try await CassandraSession.withSession(contactPoints: ports.map { "127.0.0.1:\($0)" }) {
          try await $0.numbers()
        }
        #expect(numbers == Array(0..<50))
        #expect(first.acceptedConnections == 1)
      }
    }
  }
}
