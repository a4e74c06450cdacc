internal import CQLNativeProtocol
internal import CQLPaging
internal import Foundation
internal import Synchronization

/// The servers behind a session, and the connections to each of them.
///
/// There is no task in the background. All that happens by itself (connections that break, nodes that come and go,
/// attempts whose time has come) happens on the event loop, which asks this channel what to do before it sleeps.
final class Cluster: EventLoopChannel {
  private let configuration: SessionConfiguration
  private let loop: EventLoop
  private let monitor: SessionMonitor
  let accounts = ConnectionAccounts()
  private let state: Lock<ClusterState>
  private let lastWaiter = Atomic<UInt64>(0)

  /// Begins to look for the cluster.
  init(_ configuration: SessionConfiguration, layers: ConnectionLayers, loop: EventLoop, monitor: SessionMonitor) {
    self.configuration = configuration
    self.loop = loop
    self.monitor = monitor
    state = Lock(
      ClusterState(configuration, now: .now) { contactPoint in
        Connection(
          contactPoint, configuration: configuration, keyspace: configuration.keyspace, loop: loop, layers: layers)
      })
    loop.register(self)
  }

  // Requests.

  /// The node to ask, as soon as there is a connection to one.
  ///
  /// - Parameters:
  ///   - route: what is known of where the rows are.
  ///   - deadline: how long to wait; nil for as long as there is hope, which the connect timeout bounds.
  /// - Throws: `.noHostAvailable`, or what every node would say, such as `.authenticationFailed`, when there is no
  ///   connection and none can be opened; `.timeout` at the deadline; `.sessionClosed`; `CancellationError`.
  func target(of route: Route, until deadline: ContinuousClock.Instant? = nil) async throws -> Target {
    while true {
      if let target = try targetNow(of: route) { return target }
      try await waitForTarget(of: route, until: deadline)
    }
  }

  /// The node to ask now; nil where there is no connection to any that may be asked.
  ///
  /// - Parameter tried: the nodes that have been asked for the same in vain.
  /// - Throws: `.sessionClosed`.
  func targetNow(of route: Route, excluding tried: [UUID] = []) throws(CQLError) -> Target? {
    try state.withLock { state throws(CQLError) in
      if state.isClosed { throw CQLError.sessionClosed }
      return state.target(of: route, excluding: tried)
    }
  }

  private func waitForTarget(of route: Route, until deadline: ContinuousClock.Instant?) async throws {
    let id = lastWaiter.add(1, ordering: .relaxed).newValue
    let result: Result<Void, any Error> = await suspended { continuation in
      let waiter = ClusterState.Waiter(id: id, deadline: deadline) { continuation.resume(returning: $0) }
      // Under the lock: a cancellation that came before this point is seen here, a later one finds the waiter.
      perform(
        change { state in
          if Task.isCancelled { return [.end(waiter.completion, .failure(CancellationError()))] }
          return state.wait(waiter, on: route, now: .now)
        })
      loop.wake()
    } onCancel: {
      perform(change { $0.giveUp(id) })
    }
    try result.get()
  }

  // What the session tells of.

  /// The nodes, as the cluster told of them last.
  var nodes: [ClusterNode] { state.withLock { $0.nodes } }

  /// Requests that wait for a connection to any node.
  var waitingCount: Int { state.withLock { $0.waiters.count } }

  /// Who has which tokens.
  ///
  /// - Throws: `.unsupported` where there are no Murmur3 tokens; `.sessionClosed`.
  func owners(by strategy: ReplicationStrategy) throws(CQLError) -> RingOwners {
    let (topology, balancing, isClosed) = state.withLock { ($0.topology, $0.balancing, $0.isClosed) }
    guard let topology, let balancing, !isClosed else { throw CQLError.sessionClosed }
    let ring = TokenRing(topology.nodes)
    guard !ring.tokens.isEmpty else {
      throw CQLError(
        .unsupported,
        "the ring's partitioner is \(topology.partitioner.asShownName): only Murmur3Partitioner has tokens to scan by")
    }
    let map = ReplicaMap(strategy, ring: ring, nodes: topology.nodes)
    return RingOwners(topology.nodes, map: map, balancing: balancing)
  }

  // The loop's turn.

  func prepare(now: ContinuousClock.Instant) -> ChannelInterest? {
    let (actions, interest) = state.withLock { $0.turn(now: now) }
    perform(actions)
    return interest
  }

  func ready(read: Bool, write: Bool) {}

  func stop() {
    perform(change { $0.close() })
  }

  // What happens to connections.

  private func noticed(_ notice: Connection.Notice, of connection: Connection) {
    let now = ContinuousClock.now
    switch notice {
    case .ready: accounts.ready(connection)
    case .closed: accounts.closed(connection)
    case .event, .retired: break
    }
    perform(
      change { state in
        switch notice {
        case .ready: state.ready(connection, now: now)
        case .event(let event): state.received(event, from: connection, now: now)
        case .retired: state.retired(connection, now: now)
        case .closed(let error): state.closed(connection, error, now: now)
        }
      })
    loop.wake()
  }

  /// Whatever happens is a reason for the loop to look at it all.
  private func change(_ body: (inout ClusterState) -> [ClusterState.Action]) -> [ClusterState.Action] {
    state.withLock { state in
      state.quiet = nil
      return body(&state)
    }
  }

  private func perform(_ actions: [ClusterState.Action]) {
    for action in actions {
      switch action {
      case .open(let connection):
        accounts.opening(connection)
        connection.open { [unowned connection] in self.noticed($0, of: connection) }
      case .retire(let connection): connection.retire()
      case .close(let connection, let error): connection.close(with: error)
      case .doubt(let connection): connection.doubt()
      case .end(let completion, let result): completion(result)
      case .tell(let event): monitor.tell(event)
      case .discover(let connection, let registering):
        Discovery.start(over: connection, registering: registering, timeout: configuration.connectTimeout) { result in
          self.perform(self.change { $0.discovered(over: connection, result, now: .now) })
          self.loop.wake()
        }
      }
    }
  }
}
