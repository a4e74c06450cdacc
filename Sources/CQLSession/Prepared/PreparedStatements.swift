internal import CQLNativeProtocol
internal import CQLPaging

/// The statements that this session has prepared, by their text.
///
/// All nodes give a text the same id, so what one of them said is good for the others, until one answers that it does not
/// know the statement; it is prepared there, then. However many tasks want that, one does it. The number of statements is
/// bounded; the one not used for the longest time is forgotten first, and prepared again when it is wanted again.
final class PreparedStatements: Sendable {
  /// What is known of a statement when it is sent to a node.
  struct Knowledge: Sendable {
    let result: PreparedResult
    /// How often it had been prepared on that node.
    var preparations: Int
  }

  private struct Entry {
    var result: PreparedResult?
    var lastUse: UInt64
    var nodes: [String: Node] = [:]

    func knowledge(on node: String) -> Knowledge? {
      result.map { Knowledge(result: $0, preparations: nodes[node]?.preparations ?? 0) }
    }
  }

  private struct Node {
    let flight = SingleFlight<Knowledge>()
    var preparations = 0
  }

  private struct State {
    var entries: [String: Entry] = [:]
    var clock: UInt64 = 0
  }

  private let limit: Int
  private let state = Lock(State())

  init(limit: Int) { self.limit = max(limit, 1) }

  /// What the server said about a statement when it was prepared; nil where no node has been asked.
  ///
  /// - Parameter node: the one that will be asked to run it, as far as that is known.
  func known(_ text: String, on node: String = "") -> Knowledge? {
    state.withLock { state in
      state.clock += 1
      state.entries[text]?.lastUse = state.clock
      return state.entries[text]?.knowledge(on: node)
    }
  }

  /// What is known of a statement; `prepare` asks the node, where none has been asked.
  ///
  /// - Parameters:
  ///   - unknown: what was known when the node answered that it does not know the statement. It is asked again, unless
  ///     another task has done so since.
  ///   - deadline: how long to wait for another task that is asking already.
  func knowledge(
    of text: String, on node: String, unknown: Knowledge? = nil, until deadline: ContinuousClock.Instant,
    prepare: () async throws -> PreparedResult
  ) async throws -> Knowledge {
    let flight = use(text, on: node)
    if let current = current(text, on: node, unknown: unknown) { return current }
    return try await flight.run(until: deadline) {
      // Another task may have asked between the look above and this one's turn.
      if let current = current(text, on: node, unknown: unknown) { return current }
      let result = try await prepare()
      return state.withLock { state in
        state.entries[text]?.result = result
        state.entries[text]?.nodes[node]?.preparations += 1
        return state.entries[text]?.knowledge(on: node) ?? Knowledge(result: result, preparations: 0)
      }
    }
  }

  private func current(_ text: String, on node: String, unknown: Knowledge?) -> Knowledge? {
    guard let known = known(text, on: node) else { return nil }
    guard let unknown, known.preparations == unknown.preparations else { return known }
    return nil
  }

  private func use(_ text: String, on node: String) -> SingleFlight<Knowledge> {
    state.withLock { state in
      state.clock += 1
      if state.entries[text] == nil, state.entries.count >= limit,
        let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        state.entries[oldest.key] = nil
      }
      state.entries[text, default: Entry(lastUse: 0)].lastUse = state.clock
      let place = state.entries[text]?.nodes[node] ?? Node()
      state.entries[text]?.nodes[node] = place
      return place.flight
    }
  }
}
