internal import CQLNativeProtocol
internal import CQLPaging

/// What a session knows of its cluster, guarded by a lock: the nodes, their connections, and who waits for one.
///
/// Pure: each event answers with what is to be done when the lock is free.
struct ClusterState: ~Copyable {
  enum Action {
    case open(Connection)
    /// Ask a node about its cluster.
    case discover(over: Connection, registering: Bool)
    /// New requests go elsewhere; those in flight may end.
    case retire(Connection)
    case close(Connection, any Error)
    /// Find out whether the node is still there.
    case doubt(Connection)
    /// A request waits no longer.
    case end(@Sendable (Result<Void, any Error>) -> Void, Result<Void, any Error>)
    /// Whoever listens to the session.
    case tell(SessionEvent)
  }

  /// A request that found no connection.
  struct Waiter {
    let id: UInt64
    let deadline: ContinuousClock.Instant?
    /// Attempts that had failed before it came: those say nothing about now.
    var failuresBefore = 0
    let completion: @Sendable (Result<Void, any Error>) -> Void
  }

  /// The way in: contact points are tried in turn, until one tells of the cluster.
  struct Seeding {
    var remaining: ArraySlice<ContactPoint> = []
    var connection: Connection?
    var failures: [CQLError] = []
    var schedule: ReconnectionSchedule
    /// When to begin with the first one again.
    var nextRound: ContinuousClock.Instant
  }

  /// Whether a node is asked about the cluster, and tells of changes.
  enum Control {
    case none
    case discovering(Connection)
    case established(Connection, isRefreshing: Bool)
  }

  let configuration: SessionConfiguration
  /// Makes a connection, which is opened by an action.
  let connect: (ContactPoint) -> Connection
  var isClosed = false
  var seeding: Seeding
  var control = Control.none
  /// The node that was asked about the cluster last, as events call it.
  var controlName: String?
  /// Nobody is asked about the cluster before this.
  var controlAt: ContinuousClock.Instant
  var topology: Topology?
  var balancing: LoadBalancing?
  /// In the order of `topology.nodes`.
  var pools: [NodePool] = []
  var strategies: [String: ReplicationStrategy] = [:]
  /// Made for a keyspace when it is first asked for.
  var replicaMaps: [String: ReplicaMap] = [:]
  /// When to ask about the cluster again, the soonest first.
  var refreshes: [ContinuousClock.Instant] = []
  /// When a node was asked about the cluster last.
  var lastRefresh: ContinuousClock.Instant
  /// The place in ``pools`` where connections are opened next, when there are too many to open them all at once.
  var nextToFill = 0
  var waiters: [Waiter] = []
  var failureCount = 0
  /// What the loop was told when everything was settled; nil as soon as something has happened since.
  var quiet: ChannelInterest?
  /// Counts plans, so that each begins with another node.
  var planCount: UInt = 0

  init(
    _ configuration: SessionConfiguration, now: ContinuousClock.Instant,
    connect: @escaping (ContactPoint) -> Connection
  ) {
    self.configuration = configuration
    self.connect = connect
    controlAt = now
    lastRefresh = now
    seeding = Seeding(schedule: configuration.reconnection, nextRound: now)
  }
}
