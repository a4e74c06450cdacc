import CQLNativeProtocol
import CQLPaging

/// One connection's side of the protocol: requests in, replies out, no I/O.
struct WireSession {
  private enum Phase { case opened, authenticating, ready }

  private let node: ServedNode
  private var phase = Phase.opened
  private var keyspace: String?
  private var pagesServed = 0
  /// The kinds of event that the client wants to hear of.
  private(set) var events: Set<String> = []

  init(node: ServedNode) { self.node = node }

  /// The text of the statement that a request is about, for those who look at requests.
  func statement(of request: Request) -> String? {
    switch request {
    case .query(let query): query.text
    case .prepare(let prepare): prepare.text
    case .execute(let execute): node.preparedText(execute.id)?.text
    default: nil
    }
  }

  /// The refusal of a version other than 4, in the words that drivers look for. It comes on stream 0, where gocql
  /// expects it; all others ask on stream 0 anyway.
  static func refusal(ofVersion version: UInt8, stream: Int16) -> WireReply {
    var reply = WireReply.error(
      .protocolError,
      "Invalid or unsupported protocol version (\(version)); the lowest supported version is 4 and the greatest is 4")
    reply.headerVersion = version < 3 ? version : FrameHeader.version
    reply.stream = version < 3 ? stream : 0
    return reply
  }

  mutating func reply(to message: RequestMessage) -> WireReply {
    switch message.request {
    case .options: return WireReply(.supported(supported))
    case .startup(let startup): return reply(to: startup)
    case .authResponse(let response) where phase == .authenticating: return reply(to: response)
    case let request where phase != .ready:
      let expected = phase == .opened ? "STARTUP or OPTIONS" : "SASL_RESPONSE"
      return .error(.protocolError, "Unexpected message \(request.opcode), expecting \(expected)")
    case .authResponse: return .error(.protocolError, "Unexpected message AUTH_RESPONSE: the connection is ready")
    case .register(let register): return reply(to: register)
    case .query(let query): return traced(reply(to: query), message)
    case .prepare(let prepare): return traced(reply(to: prepare), message)
    case .execute(let execute): return traced(reply(to: execute), message)
    case .batch: return traced(WireReply(.result(.void)), message)
    }
  }

  /// Adds the id under which a server would keep what it did, where the client asks for that. Nothing is kept here.
  private func traced(_ reply: WireReply, _ message: RequestMessage) -> WireReply {
    guard message.isTraced else { return reply }
    var reply = reply
    reply.message.tracingID = (0..<16).map { _ in .random(in: 0...255) }
    return reply
  }

  /// COMPRESSION is there for drivers that want to read it, and offers none.
  private var supported: [String: [String]] {
    ["CQL_VERSION": [node.view().topology.release.cqlVersion], "COMPRESSION": [], "PROTOCOL_VERSIONS": ["4/v4"]]
  }
}

// Getting ready.
extension WireSession {
  private static let authenticator = "org.apache.cassandra.auth.PasswordAuthenticator"

  private mutating func reply(to startup: Startup) -> WireReply {
    guard phase == .opened else {
      return .error(.protocolError, "Unexpected message STARTUP: the connection has been started")
    }
    guard startup.options["CQL_VERSION"] != nil else {
      return .error(.protocolError, "Missing value CQL_VERSION in STARTUP message")
    }
    if let compression = startup.options["COMPRESSION"], !compression.isEmpty {
      return .error(.protocolError, "Unknown compression algorithm: \(compression)")
    }
    guard node.options.credentials != nil else {
      phase = .ready
      return WireReply(.ready)
    }
    phase = .authenticating
    return WireReply(.authenticate(authenticator: Self.authenticator))
  }

  /// SASL PLAIN (RFC 4616): an identity, which may be missing, a zero, the user, a zero, the password.
  private mutating func reply(to response: AuthResponse) -> WireReply {
    let parts = (response.token ?? []).split(separator: 0, omittingEmptySubsequences: false)
    guard parts.count == 3, let wanted = node.options.credentials else {
      return .error(.badCredentials, "the token is not one of SASL PLAIN")
    }
    let (user, password) = (String(decoding: parts[1], as: UTF8.self), String(decoding: parts[2], as: UTF8.self))
    guard user == wanted.username, password == wanted.password else {
      return .error(.badCredentials, "Provided username \(user) and/or password are incorrect")
    }
    phase = .ready
    return WireReply(.authSuccess(nil))
  }

  private mutating func reply(to register: Register) -> WireReply {
    let known: Set = ["TOPOLOGY_CHANGE", "STATUS_CHANGE", "SCHEMA_CHANGE"]
    for event in register.events where !known.contains(event) {
      return .error(.protocolError, "Invalid value '\(event)' for Type")
    }
    events.formUnion(register.events)
    return WireReply(.ready)
  }
}

// Statements.
extension WireSession {
  private mutating func reply(to query: Query) -> WireReply {
    reply(FakeQuery(text: query.text, keyspace: keyspace, query.parameters, node: node), query.parameters)
  }

  private func reply(to prepare: Prepare) -> WireReply {
    do throws(ServerError) {
      return WireReply(.result(.prepared(try node.prepare(prepare.text, keyspace: keyspace))))
    } catch {
      return WireReply(.error(error))
    }
  }

  private mutating func reply(to execute: Execute) -> WireReply {
    guard let prepared = node.preparedText(execute.id) else { return Self.unprepared(execute.id) }
    var query = FakeQuery(text: prepared.text, keyspace: prepared.keyspace, execute.parameters, node: node)
    query.isPrepared = true
    return reply(query, execute.parameters, preparedID: execute.id)
  }

  private static func unprepared(_ id: [UInt8]) -> WireReply {
    WireReply(
      .error(
        ServerError(
          code: .unprepared, message: "Prepared query not found: prepare it again", details: .unprepared(id: id))))
  }

  private mutating func reply(
    _ query: FakeQuery, _ parameters: QueryParameters, preparedID: [UInt8]? = nil
  ) -> WireReply {
    let answer = node.coordinator.answer(query)
    var reply = WireReply(.result(.void))
    if answer.isUnprepared, let preparedID {
      node.forget(preparedID)
      reply = Self.unprepared(preparedID)
    } else {
      switch answer.content {
      case .void: break
      case .rows(let rows):
        let skipsMetadata = parameters.skipMetadata && !node.options.ignoresSkipMetadata
        let result = RowsResult(
          columns: Columns(rows.columns), rowCount: rows.rowCount, content: rows.content, pagingState: rows.state,
          noMetadata: skipsMetadata)
        reply.message = ResponseMessage(.result(.rows(result)), warnings: rows.warnings)
      case .setKeyspace(let name):
        keyspace = name
        reply = WireReply(.result(.setKeyspace(name)))
      case .failure(let error): reply = WireReply(.error(ServerError(answering: error)))
      }
    }
    reply.delay = answer.delay
    reply.cut = answer.cut
    reply.route = answer.route
    if answer.isUserPage {
      pagesServed += 1
      if let limit = node.options.pagesPerConnection, pagesServed >= limit { reply.cut = reply.cut ?? .afterwards }
    }
    return reply
  }
}

extension FakeQuery {
  fileprivate init(text: String, keyspace: String?, _ parameters: QueryParameters, node: ServedNode) {
    self.init(text: text)
    self.keyspace = keyspace
    values = parameters.values
    pageSize = parameters.pageSize
    state = parameters.pagingState
    consistency = parameters.consistency
    view = node.view()
    self.node = node.options.address
  }
}

extension ServerError {
  /// The error as it goes over the wire.
  fileprivate init(answering error: any Error) {
    switch error {
    case let error as ServerError: self = error
    case let error as CQLError:
      self = error.server ?? ServerError(code: .serverError, message: error.description)
    default: self.init(code: .serverError, message: String(describing: error))
    }
  }
}
