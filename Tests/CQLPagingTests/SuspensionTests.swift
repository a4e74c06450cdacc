import CQLPaging
import Foundation
import Testing

@Suite("B14: what suspends a task runs where its caller does") struct SuspensionTests {
  @MainActor private static var isCalled = false

  @Test("on the main actor the body needs no change of threads, and the value comes back there")
  @MainActor
  func onMainActor() async {
    let value = await suspended { (continuation: Suspension<Int>) in
      MainActor.assumeIsolated { Self.isCalled = true }
      DispatchQueue.global().async { continuation.resume(returning: 7) }
    } onCancel: {
    }
    #expect(value == 7)
    #expect(Self.isCalled)
  }

  @Test("a task that was cancelled, before or in between, is told")
  func cancelling() async {
    let waiting = Lock<Suspension<Bool>?>(nil)
    let isWaiting = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      await suspended { continuation in
        waiting.withLock { $0 = continuation }
        isWaiting.continuation.yield()
      } onCancel: {
        waiting.withLock { $0.take() }?.resume(returning: true)
      }
    }
    for await _ in isWaiting.stream { break }
    task.cancel()
    #expect(await task.value)
  }
}
