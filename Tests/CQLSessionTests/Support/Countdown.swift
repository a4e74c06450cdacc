import CQLPaging
@testable import CQLSession

/// Waits until something has happened so many times.
final class Countdown: Sendable {
  private struct State {
    var left: Int
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Lock<State>

  init(_ count: Int = 1) { state = Lock(State(left: count)) }

  func arrive() {
    let waiters: [CheckedContinuation<Void, Never>] = state.withLock { state in
      state.left -= 1
      guard state.left <= 0 else { return [] }
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if state.left > 0 { state.waiters.append(continuation) }
        return state.left <= 0
      }
      if isOver { continuation.resume() }
    }
  }
}
