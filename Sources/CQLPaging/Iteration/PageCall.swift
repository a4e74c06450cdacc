/// Pages that are on their way to a completion closure.
public struct PageCall: Sendable {
  private let task: Task<Void, Never>

  /// Runs `body`, and hands what comes of it to `completion`.
  init<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value,
    completion: @escaping @Sendable (Result<Value, any Error>) -> Void
  ) {
    // The one task that no scope owns: its caller is not async and has none to offer. It ends with the call, and
    // whoever holds this value can end it sooner. Detached, so that `completion` does not run on the caller's actor,
    // which may be waiting for it.
    task = Task.detached {
      let result: Result<Value, any Error>
      do {
        result = .success(try await body())
      } catch {
        result = .failure(error)
      }
      completion(result)
    }
  }

  /// Gives the pages up. The completion closure is called all the same, with `CancellationError` unless everything was
  /// there already.
  public func cancel() { task.cancel() }
}
