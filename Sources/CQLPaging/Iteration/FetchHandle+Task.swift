extension FetchHandle {
  /// Runs `body`, and hands what comes of it to `completion`, once, also where it was given up.
  init<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value,
    completion: @escaping @Sendable (Result<Value, any Error>) -> Void
  ) {
    // The one task that no scope owns: its caller is not async, and has none to offer. It ends with `body`, and whoever
    // has the handle can end it sooner.
    let task = Task {
      let result: Result<Value, any Error>
      do { result = .success(try await body()) } catch { result = .failure(error) }
      completion(result)
    }
    self.init { task.cancel() }
  }
}
