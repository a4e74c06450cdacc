internal import CQLPaging

// Requests that find no connection.
extension ClusterState {
  /// Has a request wait until there is a connection, or no hope for one. It is a reason to try again at once, in the loop's
  /// next turn: there can be ten thousand of them, and each would look at all.
  mutating func wait(_ waiter: Waiter, on route: Route, now: ContinuousClock.Instant) -> [Action] {
    if isClosed { return [.end(waiter.completion, .failure(CQLError.sessionClosed))] }
    // It may have come in the meantime.
    if target(of: route, excluding: []) != nil { return [.end(waiter.completion, .success(()))] }
    var waiter = waiter
    waiter.failuresBefore = failureCount
    waiters.append(waiter)
    for index in pools.indices where pools[index].links.isEmpty { pools[index].hurry(now: now) }
    if topology == nil { seeding.nextRound = min(seeding.nextRound, now) }
    return []
  }

  mutating func giveUp(_ waiter: UInt64) -> [Action] {
    guard let index = waiters.firstIndex(where: { $0.id == waiter }) else { return [] }
    return [.end(waiters.remove(at: index).completion, .failure(CancellationError()))]
  }

  mutating func wakeAll() -> [Action] {
    defer { waiters = [] }
    return waiters.map { .end($0.completion, .success(())) }
  }

  mutating func endWaits(now: ContinuousClock.Instant) -> [Action] {
    guard !waiters.isEmpty else { return [] }
    let hopelessness = topology == nil ? seedFailure : poolFailure
    var actions: [Action] = []
    var stillWaiting: [Waiter] = []
    for waiter in waiters {
      if let hopelessness, hopelessness.number > waiter.failuresBefore {
        actions.append(.end(waiter.completion, .failure(hopelessness.error)))
      } else if let deadline = waiter.deadline, deadline <= now {
        let error = CQLError(.timeout, "no connection could be opened in time\(reasons)")
        actions.append(.end(waiter.completion, .failure(error)))
      } else {
        stillWaiting.append(waiter)
      }
    }
    waiters = stillWaiting
    return actions
  }

  /// Why there is no connection to any node, and the first failure since when each of them has been tried in vain; nil
  /// where that is not so.
  private var poolFailure: NodePool.Failure? {
    let wanted = pools.filter { $0.size > 0 }
    if wanted.isEmpty {
      return (CQLError(.noHostAvailable, "no node may be asked: \(placement)"), .max)
    }
    var number = Int.max
    for pool in wanted {
      guard pool.links.isEmpty, let failure = pool.lastFailure else { return nil }
      number = min(number, failure.number)
    }
    let errors = wanted.compactMap { $0.lastFailure?.error }
    let error =
      errors.first(where: \.holdsForAllNodes)
      ?? CQLError(unreachable: "no node answers\(reasons)", because: errors)
    return (error, number)
  }

  private var seedFailure: NodePool.Failure? {
    guard seeding.connection == nil, seeding.remaining.isEmpty, let cause = seeding.failures.last else { return nil }
    let error =
      cause.holdsForAllNodes
      ? cause : CQLError(unreachable: "no contact point answers\(reasons)", because: seeding.failures)
    return (error, failureCount)
  }

  private var reasons: String {
    let errors = topology == nil ? seeding.failures : pools.compactMap { $0.lastFailure?.error }
    return errors.isEmpty ? "" : ": " + errors.map(\.message).joined(separator: "; ")
  }

  private var placement: String {
    let dataCenters = Set(pools.map(\.node.dataCenter)).sorted().asShownNames
    return "the local data centre is \"\(balancing?.localDataCenter ?? "")\", and there are nodes in \(dataCenters)"
  }
}

extension CQLError {
  /// Whether it would be the same with another node: the same login, the same keyspace, the same settings. A node that is
  /// only just starting, or has too much to do, says nothing about the others.
  var holdsForAllNodes: Bool {
    switch code {
    case .authenticationFailed, .invalidConfiguration, .sessionClosed: true
    case .server: server.map { [.invalid, .unauthorized, .syntaxError].contains($0.code) } ?? false
    default: false
    }
  }

  /// No server can be used. Where all are there, and trust is all that is missing, the code says so.
  fileprivate init(unreachable message: String, because errors: [CQLError]) {
    let isDistrust = !errors.isEmpty && errors.allSatisfy { $0.code == .certificateNotTrusted }
    self.init(isDistrust ? .certificateNotTrusted : .noHostAvailable, message, cause: errors.last)
  }
}
