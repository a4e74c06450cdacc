internal import CQLNativeProtocol
internal import CQLPaging

// What happens to a cluster. Each event changes what it is about; `settle(now:)` draws the conclusions.
extension ClusterState {
  mutating func ready(_ connection: Connection, now: ContinuousClock.Instant) -> [Action] {
    if connection === seeding.connection {
      // A node may have come back while a contact point was asked again.
      guard case .none = control else {
        seeding.connection = nil
        return [.retire(connection)] + settle(now: now)
      }
      control = .discovering(connection)
      let actions: [Action] = [.tell(.connected(to: connection.name)), .discover(over: connection, registering: true)]
      return actions + settle(now: now)
    }
    guard let index = poolIndex(of: connection) else { return [.retire(connection)] }
    pools[index].isReady(connection, now: now)
    return [.tell(.connected(to: connection.name))] + wakeAll() + settle(now: now)
  }

  /// The connection may still answer what is in flight, and gets nothing new.
  mutating func retired(_ connection: Connection, now: ContinuousClock.Instant) -> [Action] {
    lost(connection, CQLError(.timeout, "\(connection.contactPoint) did not answer in time"), now: now)
  }

  mutating func closed(_ connection: Connection, _ error: any Error, now: ContinuousClock.Instant) -> [Action] {
    lost(connection, error as? CQLError ?? CQLError(.connectionClosed, "\(error)", cause: error), now: now)
  }

  private mutating func lost(_ connection: Connection, _ error: CQLError, now: ContinuousClock.Instant) -> [Action] {
    failureCount += 1
    let news = loss(of: connection, error)
    if connection === seeding.connection {
      seeding.connection = nil
      seeding.failures.append(error)
      // The same login, the same keyspace: the others would say the same.
      if error.holdsForAllNodes { seeding.remaining = [] }
    }
    if let index = poolIndex(of: connection) {
      let hadLink = hasLink
      // A connection that breaks is no attempt that failed: requests that have just found it broken wait for the next one.
      let wasLink = pools[index].links.contains { $0 === connection }
      pools[index].lost(
        connection, failure: (error, wasLink ? 0 : failureCount), chance: .random(in: 0...1), now: now)
      if wasLink, !waiters.isEmpty { pools[index].hurry(now: now) }
      // Attempts that fail later give no more time: where requests keep them coming, it would never be over.
      if hadLink, !hasLink { seeding.nextRound = max(seeding.nextRound, now + Self.graceForNodes) }
    }
    if isControlled(by: connection) { control = .none }
    return news + settle(now: now)
  }

  /// A connection that was retired before is no loss, nor is any when the session ends.
  private func loss(of connection: Connection, _ error: CQLError) -> [Action] {
    guard !isClosed else { return [] }
    if let index = poolIndex(of: connection), pools[index].links.contains(where: { $0 === connection }) {
      return [.tell(.connectionLost(to: connection.name, error))]
    }
    guard connection === seeding.connection || poolIndex(of: connection) != nil else { return [] }
    return [.tell(.connectionFailed(to: connection.name, error))]
  }

  /// How long the nodes themselves are tried, when all are gone, before the contact points are asked again.
  private static let graceForNodes = Duration.seconds(1)

  mutating func discovered(
    over connection: Connection, _ result: Result<ClusterView, any Error>, now: ContinuousClock.Instant
  ) -> [Action] {
    guard isControlled(by: connection) else { return [] }
    do {
      let actions = try apply(result.get(), from: connection, now: now)
      control = .established(connection, isRefreshing: false)
      if refreshes.isEmpty { refreshes = [now + configuration.topologyRefreshInterval] }
      return actions + controlMoved(to: connection) + wakeAll() + settle(now: now)
    } catch {
      controlAt = now + Self.pauseForControl
      // A contact point that cannot tell of its cluster is as good as none.
      if connection === seeding.connection { return closed(connection, error, now: now) + [.close(connection, error)] }
      control = .none
      return settle(now: now)
    }
  }

  private static let pauseForControl = Duration.seconds(1)

  private mutating func controlMoved(to connection: Connection) -> [Action] {
    guard controlName != connection.name else { return [] }
    controlName = connection.name
    return [.tell(.controlMoved(to: connection.name))]
  }

  mutating func received(_ event: ServerEvent, from connection: Connection, now: ContinuousClock.Instant) -> [Action] {
    guard isControlled(by: connection) else { return [] }
    var actions: [Action] = []
    switch event {
    case .statusChange("DOWN", let address):
      // Gossip can be wrong. A node that answers goes on.
      if let index = poolIndex(at: address) { actions = pools[index].links.map { .doubt($0) } }
    case .statusChange(_, let address):
      if let index = poolIndex(at: address) { pools[index].saidToBeUp(now: now) }
      refreshSoon(now: now)
    case .topologyChange:
      refreshSoon(now: now)
    case .schemaChange(let change):
      // Replication is a matter of keyspaces.
      if case .keyspace = change.target { refreshSoon(now: now) }
    case .unknown: break
    }
    return actions + settle(now: now)
  }

  /// More than once: servers tell of a node before their own tables know all of it. But no more than once a second, however
  /// much there is to tell.
  private mutating func refreshSoon(now: ContinuousClock.Instant) {
    let first = max(now + .milliseconds(200), lastRefresh + .seconds(1))
    refreshes = [min(refreshes.first ?? first, first), now + .seconds(2), now + .seconds(6)]
  }

  /// The session ends.
  mutating func close() -> [Action] {
    isClosed = true
    defer { waiters = [] }
    return waiters.map { .end($0.completion, .failure(CQLError.sessionClosed)) }
  }

  // What is where.

  func isControlled(by connection: Connection) -> Bool {
    switch control {
    case .none: false
    case .discovering(let other), .established(let other, _): other === connection
    }
  }

  var hasLink: Bool { pools.contains { !$0.links.isEmpty } }

  private func poolIndex(of connection: Connection) -> Int? { pools.firstIndex { $0.holds(connection) } }

  private func poolIndex(at address: Inet) -> Int? { topology?.index(reportedAt: address) }
}
