internal import CQLPaging

/// Work that many tasks want done and one does: the others wait for its outcome.
///
/// There is no task in the background: the first to come does the work in its own task. When that task is cancelled,
/// the next one takes over.
final class SingleFlight<Value: Sendable>: Sendable {
  private enum Outcome: Sendable {
    case finished(Result<Value, any Error>)
    /// Whoever did the work was cancelled; someone else has to.
    case takeOver
  }

  private struct State {
    var isRunning = false
    var waiters: [UInt64: Suspension<Outcome>] = [:]
    var lastID: UInt64 = 0
  }

  private let state = Lock(State())

  init() {}

  /// The outcome of `work`, done by this task or by another one that had begun before.
  ///
  /// - Parameter deadline: how long to wait for another task; `work` has to look at the time itself.
  /// - Throws: what `work` throws; `CancellationError`; ``CQLError`` `.timeout` where the other task took too long.
  func run(until deadline: ContinuousClock.Instant? = nil, _ work: () async throws -> Value) async throws -> Value {
    while true {
      if begin() {
        do {
          let value = try await work()
          finish(.finished(.success(value)))
          return value
        } catch {
          finish(Task.isCancelled ? .takeOver : .finished(.failure(error)))
          throw error
        }
      }
      let outcome = try await outcomeOfOther(until: deadline)
      try Task.checkCancellation()
      if case .finished(let result) = outcome { return try result.get() }
    }
  }

  private func begin() -> Bool {
    state.withLock { state in
      defer { state.isRunning = true }
      return !state.isRunning
    }
  }

  private func finish(_ outcome: Outcome) {
    let waiters = state.withLock { state in
      state.isRunning = false
      defer { state.waiters = [:] }
      return state.waiters.values
    }
    for waiter in waiters { waiter.resume(returning: outcome) }
  }

  private func outcomeOfOther(until deadline: ContinuousClock.Instant?) async throws -> Outcome {
    guard let deadline else { return await outcomeOfOther() }
    return try await withThrowingTaskGroup(of: Outcome.self) { group in
      defer { group.cancelAll() }
      group.addTask { await self.outcomeOfOther() }
      group.addTask {
        try await Task.sleep(until: deadline, clock: .continuous)
        throw CQLError(.timeout, "another task had begun the same, and did not finish in time")
      }
      return try await group.next() ?? .takeOver
    }
  }

  private func outcomeOfOther() async -> Outcome {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    return await suspended { continuation in
      let mustWait = state.withLock { state in
        guard state.isRunning, !Task.isCancelled else { return false }
        state.waiters[id] = continuation
        return true
      }
      if !mustWait { continuation.resume(returning: .takeOver) }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: .takeOver)
    }
  }
}
