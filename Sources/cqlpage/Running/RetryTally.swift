import CQLPaging
import Synchronization

/// How long the requests of a run took, and how many of them asked again for a page that had failed: by a policy, in a
/// smaller size, or because the page had failed ahead of the one that was printed.
final class RetryTally: Sendable {
  private struct State {
    var hasFailed = false
    /// The position of the request that failed last.
    var failedAt: PagingState?
    var count = 0
    var latency = LatencyHistogram()
  }

  private let state = Mutex(State())

  var count: Int { state.withLock(\.count) }
  var latency: LatencyHistogram { state.withLock(\.latency) }

  /// To be told of every request when it has ended. A run has one under way at a time.
  func note(_ measurement: PageMeasurement) {
    // Whoever gives up has not failed, and does not ask again.
    if case .failure(let error) = measurement.outcome, error is CancellationError { return }
    let position = measurement.request.state
    state.withLock { state in
      state.latency.record(measurement.duration)
      if state.hasFailed, state.failedAt == position { state.count += 1 }
      if case .failure = measurement.outcome { state.hasFailed = true } else { state.hasFailed = false }
      state.failedAt = position
    }
  }
}
