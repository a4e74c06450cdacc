/// Suspends the task until the continuation that `body` is given is resumed, which `onCancel` has to bring about, too.
///
/// `body` runs where the caller runs. What `withTaskCancellationHandler` is handed otherwise runs on any thread, even if its
/// caller belongs to an actor: two changes of threads more for each page that a loop on the main actor waits for.
@inlinable
package func suspended<Value: Sendable>(
  isolation: isolated (any Actor)? = #isolation, until body: (CheckedContinuation<Value, Never>) -> Void,
  onCancel: @Sendable () -> Void
) async -> Value {
  await withTaskCancellationHandler(
    operation: {
      _ = isolation  // a closure belongs to the actor that it mentions
      return await withCheckedContinuation(isolation: isolation, body)
    }, onCancel: onCancel, isolation: isolation)
}
