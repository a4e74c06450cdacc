import CQLPaging
@testable import CQLSession

/// Says yes once: for scripts that play a fault on one request and leave the others alone.
final class Once: Sendable {
  private let isSpent = Lock(false)

  func take() -> Bool {
    isSpent.withLock { isSpent in
      defer { isSpent = true }
      return !isSpent
    }
  }
}
