#if THREAD_SANITIZER
  internal import Synchronization

  /// Swift's runtime tells the thread sanitizer of the order that a continuation makes, but not where it is resumed before
  /// its task waits. This is the same order in words that the sanitizer sees; `.ci/sanitize` asks for them.
  private let handedOver = Atomic(0)
#endif

/// A task that waits in ``suspended(isolation:until:onCancel:)``. It must be resumed, once.
package struct Suspension<Value: Sendable>: Sendable {
  fileprivate let continuation: CheckedContinuation<Value, Never>

  /// Lets the task go on with a value.
  package func resume(returning value: Value) {
    #if THREAD_SANITIZER
      handedOver.add(1, ordering: .releasing)
    #endif
    continuation.resume(returning: value)
  }
}

extension Suspension<Void> {
  /// Lets the task go on.
  package func resume() { resume(returning: ()) }
}

/// Suspends the task until what `body` is given is resumed, which `onCancel` has to bring about, too.
///
/// `body` runs where the caller runs. What `withTaskCancellationHandler` is handed otherwise runs on any thread, even if its
/// caller belongs to an actor: two changes of threads more for each page that a loop on the main actor waits for.
package func suspended<Value: Sendable>(
  isolation: isolated (any Actor)? = #isolation, until body: (Suspension<Value>) -> Void, onCancel: @Sendable () -> Void
) async -> Value {
  let value = await withTaskCancellationHandler(
    operation: {
      _ = isolation  // a closure belongs to the actor that it mentions
      return await withCheckedContinuation(isolation: isolation) { body(Suspension(continuation: $0)) }
    }, onCancel: onCancel, isolation: isolation)
  #if THREAD_SANITIZER
    _ = handedOver.load(ordering: .acquiring)
  #endif
  return value
}
