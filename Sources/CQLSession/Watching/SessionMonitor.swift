internal import CQLPaging
internal import Synchronization

/// What a session counts beside its connections, and whom it tells of events.
final class SessionMonitor: Sendable {
  private struct Rare {
    var errors: [CQLError.Code: Int] = [:]
    var failuresAhead = 0
    var cancellations = 0
    var retries = 0
    var failovers = 0
    var repreparations = 0
  }

  // Each page comes by here: numbers without a lock.
  private let pages = Atomic<Int>(0)
  private let emptyPages = Atomic<Int>(0)
  private let rows = Atomic<Int>(0)
  private let rare = Lock(Rare())
  private let onEvent: (@Sendable (SessionEvent) -> Void)?
  /// Nil where nobody wants to know.
  private let slowPageThreshold: Duration?

  init(_ configuration: SessionConfiguration) {
    onEvent = configuration.onEvent
    slowPageThreshold = configuration.onEvent == nil ? nil : configuration.slowPageThreshold
  }

  /// Never called under a lock: the hook may ask the session anything.
  func tell(_ event: @autoclosure () -> SessionEvent) {
    if let onEvent { onEvent(event()) }
  }

  /// A page was read.
  func received(rows count: Int, warnings: [String], from address: String) {
    pages.add(1, ordering: .relaxed)
    if count > 0 { rows.add(count, ordering: .relaxed) } else { emptyPages.add(1, ordering: .relaxed) }
    if !warnings.isEmpty { for warning in warnings { tell(.warning(from: address, warning)) } }
  }

  /// A page goes to its caller.
  ///
  /// - Parameter address: looked at only where it is wanted: that costs more than all the rest.
  func arrived(
    _ request: PageRequest, from address: @autoclosure () -> String?, since start: ContinuousClock.Instant
  ) {
    guard let slowPageThreshold else { return }
    let duration = ContinuousClock.now - start
    if duration > slowPageThreshold { tell(.slowPage(request, at: address(), duration)) }
  }

  /// An error goes to its caller.
  func failed(_ request: PageRequest, _ error: any Error, since start: ContinuousClock.Instant) {
    rare.withLock { rare in
      if let error = error as? CQLError { rare.errors[error.code, default: 0] += 1 } else { rare.cancellations += 1 }
    }
    arrived(request, from: nil, since: start)
  }

  /// A page that nobody has come to yet cannot be had ahead.
  func failedAhead(_ error: any Error) {
    if !(error is CancellationError) { rare.withLock { $0.failuresAhead += 1 } }
  }

  func retried(at address: String, after error: CQLError, _ retry: SessionEvent.Retry) {
    rare.withLock { rare in
      rare.retries += 1
      if retry.isFailover { rare.failovers += 1 }
    }
    tell(.retried(at: address, error, retry))
  }

  func prepared(at address: String, _ statement: Statement, again: Bool) {
    if again { rare.withLock { $0.repreparations += 1 } }
    tell(.prepared(at: address, statement, again: again))
  }

  /// The numbers that are counted here.
  var metrics: SessionMetrics {
    let rare = rare.withLock { $0 }
    var metrics = SessionMetrics()
    metrics.pages = pages.load(ordering: .relaxed)
    metrics.emptyPages = emptyPages.load(ordering: .relaxed)
    metrics.rows = rows.load(ordering: .relaxed)
    metrics.errors = rare.errors
    metrics.failuresAhead = rare.failuresAhead
    metrics.cancellations = rare.cancellations
    metrics.retries = rare.retries
    metrics.failovers = rare.failovers
    metrics.repreparations = rare.repreparations
    return metrics
  }
}
