internal import CQLNativeProtocol
internal import CQLPaging

/// The statements that this session has prepared, by their text.
///
/// A statement is prepared by one task, however many want it. The number of statements is bounded; the one not used for
/// the longest time is forgotten first, and prepared again when it is wanted again.
final class PreparedStatements: Sendable {
  private struct Entry {
    let flight = SingleFlight<PreparedResult>()
    var result: PreparedResult?
    var lastUse: UInt64
  }

  private struct State {
    var entries: [String: Entry] = [:]
    var clock: UInt64 = 0
  }

  private let limit: Int
  private let state = Lock(State())

  init(limit: Int) { self.limit = max(limit, 1) }

  /// What the server said about a statement when it was prepared; `prepare` asks it, where it has not been asked.
  ///
  /// - Parameter deadline: how long to wait for another task that is asking already.
  func result(
    for text: String, until deadline: ContinuousClock.Instant, prepare: () async throws -> PreparedResult
  ) async throws -> PreparedResult {
    let (known, flight) = use(text)
    if let known { return known }
    return try await flight.run(until: deadline) {
      // Another task may have finished between the look above and this one's turn.
      if let known = state.withLock({ $0.entries[text]?.result }) { return known }
      let result = try await prepare()
      state.withLock { $0.entries[text]?.result = result }
      return result
    }
  }

  /// Forgets a result that a server did not know any more, unless another task has put a newer one in its place.
  func forget(_ text: String, id: [UInt8]) {
    state.withLock { state in
      if state.entries[text]?.result?.id == id { state.entries[text]?.result = nil }
    }
  }

  private func use(_ text: String) -> (PreparedResult?, SingleFlight<PreparedResult>) {
    state.withLock { state in
      state.clock += 1
      if state.entries[text] == nil, state.entries.count >= limit,
        let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        state.entries[oldest.key] = nil
      }
      var entry = state.entries[text] ?? Entry(lastUse: 0)
      entry.lastUse = state.clock
      state.entries[text] = entry
      return (entry.result, entry.flight)
    }
  }
}
