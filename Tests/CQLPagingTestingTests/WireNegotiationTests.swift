import CQLNativeProtocol
import CQLPaging
import Testing

@testable import CQLPagingTesting

@Suite struct WireNegotiationTests {
  private let coordinator = FakeCoordinator(tables: [.numbered(rows: 50)] + SampleKeyspace(rows: 20).tables)
  private let select = "SELECT number FROM test.numbers"

  @Test("G2: OPTIONS offers no compression, and what drivers read of it is there")
  func options() throws {
    try withServer(coordinator) { server in
      guard case .supported(let options) = try TestClient(server).ask(.options) else {
        Issue.record("OPTIONS was not answered with SUPPORTED")
        return
      }
      #expect(options == ["CQL_VERSION": ["3.4.4"], "COMPRESSION": [], "PROTOCOL_VERSIONS": ["4/v4"]])
    }
  }

  @Test("G2: a STARTUP with options that nobody knows is fine")
  func startup() throws {
    try withServer(coordinator) { server in
      let startup = Startup(options: ["CQL_VERSION": "4.0.0", "DRIVER_BAGGAGE": String(repeating: "{}", count: 500)])
      let response = try TestClient(server).ask(.startup(startup))
      #expect(response.isReady)
    }
  }

  @Test(
    "G2: what a server refuses while it gets ready",
    arguments: [
      (.query(Query("SELECT * FROM t", parameters: QueryParameters(consistency: .one))), "Unexpected message QUERY"),
      (.register(Register(events: [])), "Unexpected message REGISTER, expecting STARTUP or OPTIONS"),
      (.startup(Startup(options: [:])), "Missing value CQL_VERSION in STARTUP message"),
      (
        .startup(Startup(options: ["CQL_VERSION": "3.0.0", "COMPRESSION": "zstd"])),
        "Unknown compression algorithm: zstd"
      ),
    ] as [(Request, String)])
  func refusals(_ request: Request, _ message: String) throws {
    try withServer(coordinator) { server in
      let client = try TestClient(server)
      let error = try client.ask(request).error
      #expect(error?.code == .protocolError)
      #expect(error?.message.hasPrefix(message) == true)
      #expect(try client.ask(.startup(Startup())).isReady, "the connection stays")
    }
  }

  @Test(
    "G2: versions above 4 are refused on stream 0 with a header of v4, and the connection stays", arguments: [3, 5, 66])
  func newerVersions(_ version: UInt8) throws {
    try withServer(coordinator) { server in
      let client = try TestClient(server)
      client.send([version, 0, 0, 1, 5, 0, 0, 0, 2, 0xAB, 0xCD])
      let frame = try #require(try client.frame())
      #expect(frame.header.version == 4)
      #expect(frame.header.stream == 0)
      let error = try ResponseMessage(decoding: frame).response.error
      #expect(error?.code == .protocolError)
      #expect(
        error?.message
          == "Invalid or unsupported protocol version (\(version)); the lowest supported version is 4 and the greatest is 4"
      )
      #expect(try client.ask(.startup(Startup())).isReady)
    }
  }

  @Test("G2: versions 1 and 2 are refused with their own header of 8 bytes", arguments: [1, 2])
  func olderVersions(_ version: UInt8) throws {
    try withServer(coordinator) { server in
      let client = try TestClient(server)
      client.send([version, 0, 7, 5, 0, 0, 0, 0])
      let header = client.bytes(8)
      #expect(header.prefix(4) == [version | 0x80, 0, 7, 0])
      let length = header.suffix(4).reduce(0) { $0 << 8 | Int($1) }
      let body = client.bytes(length)
      #expect(body.prefix(4) == [0, 0, 0, 0x0A])
      #expect(String(decoding: body.dropFirst(6), as: UTF8.self).hasPrefix("Invalid or unsupported protocol version"))
    }
  }

  @Test("F2: a password is asked for, a wrong one refused, the right one taken on the same connection")
  func passwords() throws {
    try withServer(coordinator) {
      $0.credentials = .init(username: "ada", password: "pässword")
    } _: { server in
      let client = try TestClient(server)
      guard case .authenticate(let name) = try client.ask(.startup(Startup())) else {
        Issue.record("STARTUP was not answered with AUTHENTICATE")
        return
      }
      #expect(name == "org.apache.cassandra.auth.PasswordAuthenticator")
      #expect(try client.query(select).error?.message.contains("expecting SASL_RESPONSE") == true)
      for token in ["\0ada\0wrong", "\0eve\0pässword", "ada", "", "\0ada\0pässword\0"] {
        #expect(try client.ask(.authResponse(AuthResponse(token: Array(token.utf8)))).error?.code == .badCredentials)
      }
      guard case .authSuccess(nil) = try client.ask(.authResponse(AuthResponse(token: Array("\0ada\0pässword".utf8))))
      else {
        Issue.record("the right password was refused")
        return
      }
      #expect(try numbers(client.query(select)).count == 50)
    }
  }

  @Test("G2: credentials are shown nowhere")
  func credentialsAreSecret() {
    let credentials = WireServer.Credentials(username: "ada", password: "s3cret")
    var dumped = ""
    dump(credentials, to: &dumped)
    for text in ["\(credentials)", String(reflecting: credentials), dumped] {
      #expect(!text.contains("ada") && !text.contains("s3cret"))
    }
  }
}
