import CQLPaging
import Testing

@testable import CQLSession

@Suite struct SingleFlightTests {
  /// Something that tests can wait for and open, once.
  private final class Gate: Sendable {
    private let state = Lock<(isOpen: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))

    func open() {
      let waiters = state.withLock { state in
        state.isOpen = true
        defer { state.waiters = [] }
        return state.waiters
      }
      for waiter in waiters { waiter.resume() }
    }

    func pass() async {
      await withCheckedContinuation { continuation in
        let isOpen = state.withLock { state in
          if !state.isOpen { state.waiters.append(continuation) }
          return state.isOpen
        }
        if isOpen { continuation.resume() }
      }
    }
  }

  private struct Failure: Error {}

  @Test("one task does the work, and all get its outcome")
  func shared() async throws {
    let flight = SingleFlight<Int>()
    let arrived = Lock(0)
    let working = Lock((now: 0, most: 0))
    let gate = Gate()
    let values = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<20 {
        group.addTask {
          arrived.withLock { $0 += 1 }
          return try await flight.run {
            working.withLock { ($0.now, $0.most) = ($0.now + 1, max($0.most, $0.now + 1)) }
            await gate.pass()
            working.withLock { $0.now -= 1 }
            return 7
          }
        }
      }
      // Whoever works stays at it until all have come.
      while arrived.withLock({ $0 }) < 20 { await Task.yield() }
      gate.open()
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(values == Array(repeating: 7, count: 20))
    #expect(working.withLock { $0.most } == 1)
  }

  @Test("a failure is everyone's, and the next to come tries again")
  func failure() async throws {
    let flight = SingleFlight<Int>()
    await #expect(throws: Failure.self) { try await flight.run { throw Failure() } }
    #expect(try await flight.run { 8 } == 8)
  }

  @Test("when the task that works is cancelled, one of those that wait takes over")
  func takeOver() async throws {
    let flight = SingleFlight<Int>()
    let started = Gate()
    let cancelled = Gate()
    let outcomes = await withTaskGroup(of: Result<Int, any Error>.self) { group in
      group.addTask {
        await Result.catching {
          try await flight.run {
            started.open()
            await cancelled.pass()
            try Task.checkCancellation()
            return 1
          }
        }
      }
      await started.pass()
      async let second = Result.catching { try await flight.run { 2 } }
      group.cancelAll()
      cancelled.open()
      return await [group.next(), second]
    }
    #expect(throws: CancellationError.self) { try outcomes[0]?.get() }
    #expect(try outcomes[1]?.get() == 2)
  }
}

extension Result where Failure == any Error {
  fileprivate static func catching(_ body: () async throws -> Success) async -> Self {
    do { return .success(try await body()) } catch { return .failure(error) }
  }
}
