internal import CQLNativeProtocol
internal import CQLPaging

/// What a node says about its cluster.
struct ClusterView: Sendable {
  /// `system.local`: the node itself.
  let local: CQLRows
  /// `system.peers_v2`, or `system.peers` of a server that has no better: the others.
  let peers: CQLRows
  /// `system_schema.keyspaces`: how their rows are replicated.
  let keyspaces: CQLRows
}

/// Asks a node about its cluster, over a connection that is used for requests as well.
///
/// All questions are sent at once, so that the first page of a program waits for one round trip more, and no longer. There
/// is no task: the answers come to the connection's event loop.
final class Discovery: Sendable {
  private struct State {
    var local: CQLRows?
    var peers: CQLRows?
    var keyspaces: CQLRows?
    var isRegistered: Bool
    var completion: (@Sendable (Result<ClusterView, any Error>) -> Void)?
  }

  private let connection: Connection
  private let deadline: ContinuousClock.Instant
  private let state: Lock<State>

  /// - Parameters:
  ///   - registering: whether the node shall also tell of changes from now on.
  ///   - completion: called once, from any thread.
  static func start(
    over connection: Connection, registering: Bool, timeout: Duration,
    completion: @escaping @Sendable (Result<ClusterView, any Error>) -> Void
  ) {
    let discovery = Discovery(connection, registering: registering, deadline: .now + timeout, completion: completion)
    if registering { discovery.register() }
    discovery.ask("SELECT * FROM system.local WHERE key='local'") { $0.local = $1 }
    discovery.askForPeers()
    discovery.ask("SELECT keyspace_name, replication FROM system_schema.keyspaces") { $0.keyspaces = $1 }
  }

  private init(
    _ connection: Connection, registering: Bool, deadline: ContinuousClock.Instant,
    completion: @escaping @Sendable (Result<ClusterView, any Error>) -> Void
  ) {
    self.connection = connection
    self.deadline = deadline
    state = Lock(State(isRegistered: !registering, completion: completion))
  }

  private func register() {
    let events = ["TOPOLOGY_CHANGE", "STATUS_CHANGE", "SCHEMA_CHANGE"]
    send(.register(Register(events: events))) { [self] response in
      guard case .ready = response else { return fail(unexpected(response)) }
      note { $0.isRegistered = true }
    }
  }

  /// Only Cassandra 4.0 and later have the better table; the others say that it is not there.
  private func askForPeers() {
    send(query("SELECT * FROM system.peers_v2")) { [self] response in
      if case .error(let error) = response, error.code == .invalid {
        ask("SELECT * FROM system.peers") { $0.peers = $1 }
      } else {
        take(response) { $0.peers = $1 }
      }
    }
  }

  private func ask(_ text: String, store: @escaping @Sendable (inout State, CQLRows) -> Void) {
    send(query(text)) { [self] in take($0, store: store) }
  }

  /// Without a page size: these tables are as long as the cluster is large.
  private func query(_ text: String) -> Request {
    .query(Query(text, parameters: QueryParameters(consistency: .one)))
  }

  private func send(_ request: Request, then: @escaping @Sendable (Response) -> Void) {
    _ = connection.start(RequestMessage(request), deadline: deadline) { [self] frame in
      do {
        then(try ResponseMessage(decoding: frame.get()).response)
      } catch {
        fail(error)
      }
    }
  }

  private func take(_ response: Response, store: (inout State, CQLRows) -> Void) {
    switch response {
    case .result(.rows(let result)):
      do throws(CQLError) {
        let rows = try result.rows()
        note { store(&$0, rows) }
      } catch {
        fail(error.at("\(connection.contactPoint)"))
      }
    case .error(let error):
      fail(CQLError(server: error, doing: "\(connection.contactPoint), asked about its cluster"))
    default:
      fail(unexpected(response))
    }
  }

  private func unexpected(_ response: Response) -> CQLError {
    CQLError(
      .unexpectedResponse, "\(connection.contactPoint) answered \(response.name) when it was asked about its cluster")
  }

  private func note(_ change: (inout State) -> Void) {
    let (completion, view) = state.withLock { state in
      change(&state)
      guard state.isRegistered, let local = state.local, let peers = state.peers, let keyspaces = state.keyspaces else {
        return (nil as (@Sendable (Result<ClusterView, any Error>) -> Void)?, nil as ClusterView?)
      }
      return (state.completion.take(), ClusterView(local: local, peers: peers, keyspaces: keyspaces))
    }
    if let completion, let view { completion(.success(view)) }
  }

  private func fail(_ error: any Error) {
    state.withLock { $0.completion.take() }?(.failure(error))
  }
}
