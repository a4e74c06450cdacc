internal import CQLPaging

/// The connections to one node: which there are, and when to open another.
///
/// Pure: it decides, its owner opens and closes.
struct NodePool {
  private(set) var node: ClusterNode
  /// The node's address as text, which pages and requests call it by.
  private(set) var name: String
  /// How many connections there should be; 0 for a node that gets no requests.
  private(set) var size: Int
  /// Those that take requests.
  private(set) var links: [Connection] = []
  private var opening: [Connection] = []
  private var schedule: ReconnectionSchedule
  /// No connection is opened before this.
  private var attemptAt: ContinuousClock.Instant
  private var lastAttempt: ContinuousClock.Instant?
  /// When the latest connection got ready: one that breaks at once is no reason to hurry with the next.
  private var readySince: ContinuousClock.Instant?
  /// An error, and which of the whole cluster's failures it was, counted from 1; 0 where a connection broke that had been
  /// open, which is no attempt that failed.
  typealias Failure = (error: CQLError, number: Int)

  /// Whether the node was up when ``news()`` told of it last; nil before that.
  private var wasUp: Bool?

  /// Why there is no connection.
  private(set) var lastFailure: Failure?

  init(_ node: ClusterNode, size: Int, schedule: ReconnectionSchedule, now: ContinuousClock.Instant) {
    self.node = node
    name = node.address.description
    self.size = size
    self.schedule = schedule
    attemptAt = now
  }

  /// A connection that had been opened before anyone knew whose it is.
  ///
  /// - Returns: the connections that are too many with it, because the pool has opened some itself.
  mutating func adopt(_ link: Connection, now: ContinuousClock.Instant) -> [Connection] {
    let surplus = (opening + links).prefix(max(connections.count + 1 - max(size, 1), 0))
    opening.removeAll { connection in surplus.contains { $0 === connection } }
    links.removeAll { connection in surplus.contains { $0 === connection } }
    isReady(link, now: now)
    return Array(surplus)
  }

  func holds(_ connection: Connection) -> Bool { connections.contains { $0 === connection } }

  /// Whether pages from this node say so: the first connection may have been opened by another name of it.
  func isCalled(_ name: String) -> Bool { self.name == name || links.contains { $0.name == name } }

  /// All of them, those that are being opened included.
  var connections: [Connection] { links + opening }

  var state: ClusterNode.State {
    if size == 0 { return .idle }
    if !links.isEmpty { return .up }
    return opening.isEmpty ? .down : .connecting
  }

  /// The node, with what the session has to do with it.
  var described: ClusterNode {
    var node = node
    node.state = state
    return node
  }

  /// What has become of the node since the last call: up while there is a connection, down when there is none any more,
  /// or none could be opened at first.
  mutating func news() -> SessionEvent? {
    let isUp = !links.isEmpty
    if isUp == wasUp || size == 0 && !isUp || wasUp == nil && !isUp && lastFailure == nil { return nil }
    wasUp = isUp
    return isUp ? .nodeUp(described) : .nodeDown(described)
  }

  /// The connection with the least to do; nil where there is none to ask.
  ///
  /// - Parameter doubtful: whether one will do whose server has fallen silent.
  func link(doubtful: Bool = false) -> Connection? {
    let trusted = links.count == 1 ? links.first { $0.isTrusted } : leastBusy { $0.isTrusted }
    return doubtful && trusted == nil ? leastBusy { $0.isUsable } : trusted
  }

  private func leastBusy(where serves: (Connection) -> Bool) -> Connection? {
    links.filter(serves).min { $0.load < $1.load }
  }

  // Events.

  /// What is known of the node has changed.
  ///
  /// - Returns: the connections that are of no use any more.
  mutating func update(_ node: ClusterNode, size: Int, now: ContinuousClock.Instant) -> [Connection] {
    let hasMoved = node.address != self.node.address
    self.node = node
    name = node.address.description
    if hasMoved || (self.size == 0 && size > 0) { attemptAt = now }
    self.size = size
    guard hasMoved || size == 0 else { return [] }
    defer { (links, opening) = ([], []) }
    return connections
  }

  /// How many are being opened.
  var openingCount: Int { opening.count }

  /// Opens connections, where there are too few and it is time.
  ///
  /// - Parameter limit: how many at most.
  mutating func fill(
    now: ContinuousClock.Instant, limit: Int = .max, open: (ContactPoint) -> Connection
  ) -> [Connection] {
    guard now >= attemptAt else { return [] }
    var connections: [Connection] = []
    while links.count + opening.count < size, connections.count < limit {
      lastAttempt = now
      let connection = open(node.address)
      opening.append(connection)
      connections.append(connection)
    }
    return connections
  }

  /// When ``fill(now:limit:open:)`` has something to do; nil where it waits for nothing but events.
  var deadline: ContinuousClock.Instant? { links.count + opening.count < size ? attemptAt : nil }

  mutating func isReady(_ connection: Connection, now: ContinuousClock.Instant) {
    opening.removeAll { $0 === connection }
    links.append(connection)
    readySince = now
    lastFailure = nil
  }

  /// A connection takes no more requests, or was never opened.
  ///
  /// - Parameters:
  ///   - failure: why.
  ///   - chance: from 0 to 1, spreads the attempts of many clients.
  mutating func lost(
    _ connection: Connection, failure: Failure, chance: Double, now: ContinuousClock.Instant
  ) {
    links.removeAll { $0 === connection }
    opening.removeAll { $0 === connection }
    if let readySince, now - readySince >= .seconds(1) { schedule.reset() }
    readySince = nil
    if links.isEmpty { lastFailure = failure }
    // Connections of one node mostly fail together: one reason to wait, and not as many as there are connections.
    if attemptAt <= now { attemptAt = now + schedule.nextDelay(chance: chance) }
  }

  /// There is reason to try at once: a request waits for the node.
  mutating func hurry(now: ContinuousClock.Instant) {
    attemptAt = min(attemptAt, now)
  }

  /// The node is said to be there: a reason to try soon, but not each time that it is said.
  mutating func saidToBeUp(now: ContinuousClock.Instant) {
    attemptAt = min(attemptAt, max(now, lastAttempt.map { $0 + .seconds(1) } ?? now))
  }
}
