import CQLPaging

/// A clock on which sleeping takes no time, moves the hands, and is written down.
final class InstantClock: Clock {
  typealias Instant = ContinuousClock.Instant

  private let start = ContinuousClock.now
  private let state = Lock((elapsed: Duration.zero, sleeps: [Duration]()))

  var sleeps: [Duration] { state.withLock { $0.sleeps } }
  var now: Instant { start + state.withLock { $0.elapsed } }
  var minimumResolution: Duration { .nanoseconds(1) }

  func advance(by duration: Duration) { state.withLock { $0.elapsed += duration } }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try Task.checkCancellation()
    let duration = now.duration(to: deadline)
    state.withLock { state in
      state.sleeps.append(duration)
      state.elapsed += max(duration, .zero)
    }
  }
}
