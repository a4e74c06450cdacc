internal import CQLPaging
internal import Foundation

// Which nodes are asked, one after the other.
extension CassandraSession {
  /// Asks a node, and others after it where that can help: the page's budget of time is one for all of them.
  ///
  /// - Parameters:
  ///   - begun: the present, as the caller has just found it.
  ///   - question: is told when it is asked, too.
  func ask<Answer>(
    along route: Route, mayRunTwice: @autoclosure () -> Bool, begun: ContinuousClock.Instant,
    until deadline: ContinuousClock.Instant, _ question: (Connection, ContinuousClock.Instant) async throws -> Answer
  ) async throws -> (answer: Answer, retries: Int) {
    var begun = begun
    var (retries, unsent) = (0, 0)
    var tried: [UUID] = []
    var target = try await cluster.target(of: route, until: deadline)
    while true {
      do {
        return (try await question(target.connection, begun), retries)
      } catch let error as CQLError {
        let failed = target
        switch RetryDecision(after: error, mayRunTwice: mayRunTwice(), retries: retries) {
        case .rethrow: throw error
        case .sameNode: break
        case .anew:
          unsent += 1
          begun = .now
          guard begun < deadline else {
            throw CQLError(.timeout, "there was no time left to send the request: \(error.message)", cause: error)
          }
          guard unsent <= Self.unsentLimit else { throw error }
          target = try await anotherTarget(of: route, excluding: tried, until: deadline)
          try Task.checkCancellation()
          continue
        case .nextNode:
          tried.append(target.node)
          guard let next = try cluster.targetNow(of: route, excluding: tried) else { throw error }
          target = next
        }
        try Task.checkCancellation()
        retries += 1
        begun = .now
        monitor.retried(
          at: failed.connection.name, after: error,
          SessionEvent.Retry(number: retries, isFailover: failed.node != target.node))
      }
    }
  }

  /// So many connections in turn may end before a request was sent: who lets none of them live is not to be asked for ever.
  static let unsentLimit = 5

  private func anotherTarget(
    of route: Route, excluding tried: [UUID], until deadline: ContinuousClock.Instant
  ) async throws -> Target {
    if let target = try cluster.targetNow(of: route, excluding: tried) { return target }
    return try await cluster.target(of: route, until: deadline)
  }

  /// The statement with its values, where it is known what the server makes of it.
  func bound(_ statement: Statement) throws(CQLError) -> BoundStatement? {
    guard statement.isPrepared, let known = preparedStatements.known(statement.text) else { return nil }
    return try BoundStatement(statement, known)
  }

  func route(of request: PageRequest, _ bound: BoundStatement?) -> Route {
    let statement = request.statement
    return Route(
      token: statement.routingToken ?? bound?.token,
      keyspace: statement.routingKeyspace ?? bound?.keyspace ?? configuration.keyspace,
      coordinator: request.coordinator)
  }
}
