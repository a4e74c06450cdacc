internal import CQLPaging

// What follows from the way things are.
extension ClusterState {
  /// The loop's turn. Mostly nothing has happened, and a look at the time is enough: the loop turns for each page.
  ///
  /// - Returns: what to do, and how long there is nothing more to do; no interest when the cluster is closed.
  mutating func turn(now: ContinuousClock.Instant) -> ([Action], ChannelInterest?) {
    if let quiet, quiet.deadline.map({ now < $0 }) ?? true { return ([], quiet) }
    let actions = settle(now: now)
    quiet = isClosed ? nil : ChannelInterest(descriptor: -1, deadline: deadline)
    return (actions, quiet)
  }

  /// Ends waits that are over, opens what is missing, and asks what is to be asked.
  mutating func settle(now: ContinuousClock.Instant) -> [Action] {
    guard !isClosed else { return [] }
    return tellOfNodes() + endWaits(now: now) + fillPools(now: now) + takeControl(now: now) + refresh(now: now)
      + seed(now: now)
  }

  private mutating func tellOfNodes() -> [Action] {
    pools.indices.compactMap { pools[$0].news().map { .tell($0) } }
  }

  /// When ``settle(now:)`` has something to do, if nothing happens before.
  var deadline: ContinuousClock.Instant? {
    // Without room for another one, it is an event that makes room: one that is being opened gets ready, or fails.
    var times = (roomForOpening > 0 ? pools.compactMap(\.deadline) : []) + waiters.compactMap(\.deadline)
    switch control {
    case .none where hasLink: times.append(controlAt)
    case .established(_, isRefreshing: false): times += refreshes.prefix(1)
    default: break
    }
    if mustSeed { times.append(seeding.nextRound) }
    return times.min()
  }

  /// So many connections are being opened at once: a server can tell of thousands of nodes, of which none is there, and
  /// the process needs descriptors for other things, too.
  static let maximumOpeningCount = 128

  private var roomForOpening: Int { Self.maximumOpeningCount - pools.reduce(0) { $0 + $1.openingCount } }

  /// Each in its turn: those in front, which may fail over and over, shall not keep the others from being tried.
  private mutating func fillPools(now: ContinuousClock.Instant) -> [Action] {
    var actions: [Action] = []
    var room = roomForOpening
    let start = nextToFill
    for step in pools.indices {
      let index = (start + step) % pools.count
      if room <= 0 {
        nextToFill = index
        break
      }
      let opened = pools[index].fill(now: now, limit: room) { connect($0) }
      room -= opened.count
      actions += opened.map { .open($0) }
    }
    return actions
  }

  /// Any node will do, a near one rather than another: whoever is there tells of the cluster.
  private mutating func takeControl(now: ContinuousClock.Instant) -> [Action] {
    guard case .none = control, now >= controlAt else { return [] }
    guard let connection = target(of: Route(), excluding: [])?.connection else { return [] }
    control = .discovering(connection)
    return [.discover(over: connection, registering: true)]
  }

  private mutating func refresh(now: ContinuousClock.Instant) -> [Action] {
    guard case .established(let connection, isRefreshing: false) = control, let due = refreshes.first, due <= now else {
      return []
    }
    refreshes.removeFirst()
    lastRefresh = now
    control = .established(connection, isRefreshing: true)
    return [.discover(over: connection, registering: false)]
  }

  /// Whether there is no other way in than the contact points.
  private var mustSeed: Bool { seeding.connection == nil && !hasLink }

  private mutating func seed(now: ContinuousClock.Instant) -> [Action] {
    guard mustSeed else { return [] }
    if seeding.remaining.isEmpty, now >= seeding.nextRound {
      seeding.remaining = configuration.contactPoints[...]
      seeding.failures = []
      seeding.nextRound = now + seeding.schedule.nextDelay(chance: .random(in: 0...1))
    }
    guard let contactPoint = seeding.remaining.popFirst() else { return [] }
    let connection = connect(contactPoint)
    seeding.connection = connection
    return [.open(connection)]
  }
}
