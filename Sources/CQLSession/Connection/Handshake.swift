package import CQLNativeProtocol
package import CQLPaging

/// What has to be said on a new connection before the first query: OPTIONS, STARTUP, the login and the keyspace
/// (protocol v4, sections 4.1.1 to 4.1.3). All of it goes over stream 0, because servers answer some refusals there,
/// whatever the stream of the request was.
///
/// Pure: a message in, what to do out.
package struct Handshake: ~Copyable {
  package enum Action {
    case send(Request)
    /// The connection takes queries.
    case ready
    /// The connection will not come to be.
    case fail(CQLError)
  }

  private enum Phase {
    case options, startup
    case login(any CQLAuthenticator)
    case keyspace
    case done
  }

  private let authenticator: (any CQLAuthenticator)?
  private let keyspace: String?
  private let compression: String?
  private var phase = Phase.options

  /// - Parameter compression: the algorithm to agree on; nil for none.
  package init(authenticator: (any CQLAuthenticator)?, keyspace: String?, compression: String? = nil) {
    self.authenticator = authenticator
    self.keyspace = keyspace
    self.compression = compression
  }

  /// What to send first.
  package func begin() -> Request { .options }

  package mutating func received(_ response: Response) -> Action {
    if case .error(let error) = response { return refused(error) }
    switch (phase, response) {
    case (.options, .supported(let options)):
      if let versions = options["PROTOCOL_VERSIONS"], !versions.contains(where: { $0.hasPrefix("4/") }) {
        return fail(
          .unsupported, "the server speaks protocol \(versions.asShownNames); this client speaks v4")
      }
      return startUp(offered: options["COMPRESSION"] ?? [])
    case (.startup, .ready), (.login, .authSuccess):
      return useKeyspace()
    case (.startup, .authenticate(let mechanism)):
      return login(mechanism)
    case (.login(let authenticator), .authChallenge(let challenge)):
      return answer { () throws(CQLError) in try authenticator.answer(to: challenge ?? []) }
    case (.keyspace, .result(.setKeyspace)):
      phase = .done
      return .ready
    default:
      return fail(.unexpectedResponse, "a \(response.name) message, which does not answer \(step)")
    }
  }

  private mutating func startUp(offered: [String]) -> Action {
    var options = Self.startupOptions
    if let compression {
      guard offered.contains(where: { $0.lowercased() == compression }) else {
        let others = offered.isEmpty ? "none" : offered.asShownNames
        return fail(
          .unsupported, "the server does not offer the compression \(compression); of those, it has \(others)")
      }
      options["COMPRESSION"] = compression
    }
    phase = .startup
    return .send(.startup(Startup(options: options)))
  }

  private static let startupOptions = [
    "CQL_VERSION": "3.0.0", "DRIVER_NAME": "CQLPaging", "DRIVER_VERSION": DriverVersion.current,
  ]

  private mutating func login(_ mechanism: String) -> Action {
    guard let authenticator else {
      return fail(
        .authenticationFailed,
        "the server wants a login (\(mechanism.asShownName)): give the session a user name and a password")
    }
    phase = .login(authenticator)
    return answer { () throws(CQLError) in try authenticator.initialResponse(to: mechanism) }
  }

  private mutating func answer(_ token: () throws(CQLError) -> [UInt8]) -> Action {
    do throws(CQLError) { return .send(.authResponse(AuthResponse(token: try token()))) } catch {
      phase = .done
      return .fail(error)
    }
  }

  private mutating func useKeyspace() -> Action {
    guard let keyspace else {
      phase = .done
      return .ready
    }
    phase = .keyspace
    let quoted = keyspace.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    return .send(.query(Query("USE \"\(quoted)\"", parameters: QueryParameters(consistency: .one))))
  }

  private mutating func refused(_ error: ServerError) -> Action {
    if error.code == .protocolError, case .options = phase {
      return fail(.unsupported, "the server refused protocol v4: \(error.message)", error)
    }
    switch phase {
    case .login:
      // Whatever the code: login plug-ins put user names into their errors.
      let wordless = ServerError(code: error.code, message: "its words are left out, they can hold the user name")
      return .fail(CQLError(server: wordless, doing: "logging in"))
    case .keyspace: return .fail(CQLError(server: error, doing: "choosing the keyspace"))
    default: return .fail(CQLError(server: error, doing: "opening the connection"))
    }
  }

  private mutating func fail(_ code: CQLError.Code, _ message: String, _ server: ServerError? = nil) -> Action {
    phase = .done
    return .fail(CQLError(code, message, server: server))
  }

  private var step: String {
    switch phase {
    case .options: "OPTIONS"
    case .startup: "STARTUP"
    case .login: "AUTH_RESPONSE"
    case .keyspace: "USE"
    case .done: "anything"
    }
  }
}

package enum DriverVersion {
  /// As STARTUP tells the server, which lists it in `system_views.clients`.
  package static let current = "0.1.0"
}
