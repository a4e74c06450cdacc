import Foundation

/// A clock on which sleeping takes no time, and is written down.
final class RecordingClock: Clock, @unchecked Sendable {
  typealias Instant = ContinuousClock.Instant

  private let lock = NSLock()
  private let start = ContinuousClock.now
  // Only while the lock is held.
  private var recorded: [Duration] = []

  var sleeps: [Duration] { lock.withLock { recorded } }
  var now: Instant { lock.withLock { start + recorded.reduce(.zero, +) } }
  var minimumResolution: Duration { .nanoseconds(1) }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    let duration = now.duration(to: deadline)
    lock.withLock { recorded.append(duration) }
  }
}
