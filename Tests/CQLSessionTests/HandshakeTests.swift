import CQLNativeProtocol
import CQLPaging
import CQLSession
import Testing

/// Transcripts: a message of the server, and what the client does about it.
@Suite struct HandshakeTests {
  struct Transcript: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var authenticator: PasswordAuthenticator?
    var keyspace: String?
    var compression: String?
    let steps: [(Response, String)]

    init(
      _ sentence: String, login: PasswordAuthenticator? = nil, keyspace: String? = nil, compression: String? = nil,
      _ steps: [(Response, String)]
    ) {
      testDescription = sentence
      authenticator = login
      self.keyspace = keyspace
      self.compression = compression
      self.steps = steps
    }
  }

  private static let supported = Response.supported(["PROTOCOL_VERSIONS": ["3/v3", "4/v4", "5/v5", "6/v6-beta"]])
  private static let compressing = Response.supported(["COMPRESSION": ["snappy", "lz4"]])
  private static let startup = "send STARTUP"
  private static let passwords = Response.authenticate(authenticator: "o.a.c.auth.PasswordAuthenticator")
  private static let login = PasswordAuthenticator(username: "alice", password: "wonderland")
  private static let token = "send AUTH_RESPONSE 00616c69636500776f6e6465726c616e64"

  private static let successes = [
    Transcript("a server without logins", [(supported, startup), (.ready, "ready")]),
    Transcript("a server that says nothing about versions", [(.supported([:]), startup), (.ready, "ready")]),
    Transcript(
      "a login that nobody asks for stays unsaid", login: login, [(supported, startup), (.ready, "ready")]),
    Transcript(
      "user name and password", login: login,
      [(supported, startup), (passwords, token), (.authSuccess(nil), "ready")]),
    Transcript(
      "a server that challenges before it wants the token", login: login,
      [
        (supported, startup), (passwords, token), (.authChallenge(Array("PLAIN-START".utf8)), token),
        (.authChallenge(nil), token), (.authSuccess([]), "ready"),
      ]),
    Transcript(
      "a keyspace", keyspace: "app",
      [(supported, startup), (.ready, "send QUERY USE \"app\""), (.result(.setKeyspace("app")), "ready")]),
    Transcript(
      "a keyspace with capitals and quotes", keyspace: "My \"own\"; ks",
      [
        (supported, startup), (.ready, "send QUERY USE \"My \"\"own\"\"; ks\""),
        (.result(.setKeyspace("My \"own\"; ks")), "ready"),
      ]),
    Transcript(
      "a login and a keyspace", login: login, keyspace: "app",
      [
        (supported, startup), (passwords, token), (.authSuccess(nil), "send QUERY USE \"app\""),
        (.result(.setKeyspace("app")), "ready"),
      ]),
    Transcript(
      "a compression that the server offers", compression: "lz4",
      [(compressing, "send STARTUP with lz4"), (.ready, "ready")]),
    Transcript(
      "a compression that the server offers in capitals", compression: "lz4",
      [(.supported(["COMPRESSION": ["LZ4"]]), "send STARTUP with lz4"), (.ready, "ready")]),
    Transcript("a compression that nobody wants stays unsaid", [(compressing, startup), (.ready, "ready")]),
  ]

  @Test("F2: the way to readiness", arguments: successes)
  func success(transcript: Transcript) { play(transcript) }

  private static func refusal(_ code: ServerError.Code, _ message: String) -> Response {
    .error(ServerError(code: code, message: message))
  }

  private static let failures = [
    Transcript(
      "a server without v4 lists what it has",
      [(.supported(["PROTOCOL_VERSIONS": ["5/v5", "6/v6"]]), "unsupported: 5/v5, 6/v6; this client speaks v4")]),
    Transcript(
      "an old server refuses the version, in its own words",
      [
        (
          refusal(.protocolError, "Invalid or unsupported protocol version (4); the lowest supported version is 1"),
          "unsupported: refused protocol v4: Invalid or unsupported protocol version (4)"
        )
      ]),
    Transcript(
      "a node that is starting",
      [(refusal(.isBootstrapping, "Starting up"), "server: 0x1002 is bootstrapping: Starting up")]),
    Transcript(
      "STARTUP is refused",
      [(supported, startup), (refusal(.protocolError, "Missing value CQL_VERSION"), "server: opening the connection")]),
    Transcript(
      "a login is wanted and none was given",
      [(supported, startup), (passwords, "authenticationFailed: give the session a user name and a password")]),
    Transcript(
      "a wrong password", login: login,
      [
        (supported, startup), (passwords, token),
        (
          refusal(.badCredentials, "Provided username alice and/or password are incorrect"),
          "authenticationFailed: the server refused the user name or the password"
        ),
      ]),
    Transcript(
      "a login plug-in that breaks", login: login,
      [
        (supported, startup), (passwords, token),
        (refusal(.serverError, "LDAP: uid=alice,pw=wonderland"), "server: logging in: 0x0000 server error"),
      ]),
    Transcript(
      "a keyspace that is not there", keyspace: "app",
      [
        (supported, startup), (.ready, "send QUERY USE \"app\""),
        (refusal(.invalid, "Keyspace 'app' does not exist"), "server: choosing the keyspace: 0x2200 invalid"),
      ]),
    Transcript(
      "a compression that the server does not offer", compression: "lz4",
      [
        (
          .supported(["COMPRESSION": ["snappy"]]),
          "unsupported: the server does not offer the compression lz4; of those, it has snappy"
        )
      ]),
    Transcript(
      "a compression, and a server that offers none", compression: "lz4",
      [(supported, "unsupported: the server does not offer the compression lz4; of those, it has none")]),
    Transcript("READY for OPTIONS", [(.ready, "unexpectedResponse: READY message, which does not answer OPTIONS")]),
    Transcript(
      "SUPPORTED for STARTUP",
      [(supported, startup), (supported, "unexpectedResponse: SUPPORTED message, which does not answer STARTUP")]),
    Transcript(
      "AUTH_SUCCESS without a login", login: login,
      [(supported, startup), (.authSuccess(nil), "unexpectedResponse: AUTH_SUCCESS message")]),
    Transcript(
      "AUTHENTICATE twice", login: login,
      [
        (supported, startup), (passwords, token),
        (passwords, "unexpectedResponse: AUTHENTICATE message, which does not answer AUTH_RESPONSE"),
      ]),
    Transcript(
      "VOID for USE", keyspace: "app",
      [
        (supported, startup), (.ready, "send QUERY USE \"app\""),
        (.result(.void), "unexpectedResponse: VOID result message, which does not answer USE"),
      ]),
    Transcript(
      "an event before anything",
      [
        (
          .event(.schemaChange(SchemaChange(change: "DROPPED", target: .keyspace("a")))),
          "unexpectedResponse: EVENT message"
        )
      ]),
    Transcript(
      "a second READY", [(supported, startup), (.ready, "ready"), (.ready, "unexpectedResponse: READY message")]),
  ]

  @Test("F2: what ends the way to readiness, with a typed error that holds no credentials", arguments: failures)
  func failure(transcript: Transcript) { play(transcript) }

  private func play(_ transcript: Transcript) {
    var handshake = Handshake(
      authenticator: transcript.authenticator, keyspace: transcript.keyspace, compression: transcript.compression)
    guard case .options = handshake.begin() else {
      Issue.record("the first message is not OPTIONS")
      return
    }
    for (response, expected) in transcript.steps {
      switch handshake.received(response) {
      case .send(let request): #expect(words(request) == expected)
      case .ready: #expect("ready" == expected)
      case .fail(let error):
        let (code, words) = (expected.prefix { $0 != ":" }, expected.drop { $0 != ":" }.dropFirst(2))
        #expect("\(error.code)" == code)
        #expect(error.message.contains(words), "\(error.message)")
        var dump = ""
        Swift.dump(error, to: &dump)
        Swift.dump(error.server, to: &dump)
        for text in ["\(error)", dump, String(reflecting: error.server)] {
          #expect(!text.contains("alice") && !text.contains("wonderland"), "\(text)")
        }
      }
    }
  }

  private func words(_ request: Request) -> String {
    switch request {
    case .authResponse(let response):
      "send AUTH_RESPONSE " + (response.token ?? []).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    case .query(let query): "send QUERY \(query.text)"
    case .startup(let startup):
      startup.options["CQL_VERSION"] == "3.0.0"
        ? "send STARTUP" + (startup.options["COMPRESSION"].map { " with \($0)" } ?? "") : "send ?"
    default: "send \(request.opcode)"
    }
  }

  @Test("C9, F2: neither user name nor password is in a description or a dump")
  func hidden() {
    var configuration = SessionConfiguration(contactPoints: [ContactPoint(host: "db1")])
    configuration.authenticator = Self.login
    var dump = ""
    Swift.dump(configuration, to: &dump)
    for text in [dump, "\(configuration)", String(reflecting: configuration), "\(Self.login)"] {
      #expect(!text.contains("alice") && !text.contains("wonderland"), "\(text)")
    }
  }
}
