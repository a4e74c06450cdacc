/// Where the pages of a scan arrive that were asked for before anyone waits for them: one at most of each range.
///
/// There is no task: the source calls back from whatever thread it has. Copies of an iterator have one each: see
/// ``takeTurn(_:)``.
final class ScanMailbox<Source: PageSource>: Sendable {
  typealias Arrival = (id: Int, result: Result<Page<Source.Rows>, any Error>)

  private struct State {
    /// In the order in which they came.
    var arrivals: [Arrival] = []
    /// Nil while the source is being asked to begin.
    var underWay: [Int: FetchHandle?] = [:]
    var waiter: (id: UInt64, continuation: Suspension<Void>)?
    var lastWaiterID: UInt64 = 0
    /// How often a page was wanted.
    var turn: UInt64 = 0
  }

  private let state = Lock(State())

  deinit {
    for handle in state.withLock({ $0.underWay.values.compactMap { $0 } }) { handle.cancel() }
  }

  /// Whether whoever took the turn before is asking, or a newer copy of it: to be found out before each page. Of two copies
  /// that go on from the same turn, the first one has the mailbox, and the other one is told that it has none.
  func takeTurn(_ turn: inout UInt64) -> Bool {
    state.withLock { state in
      guard state.turn == turn else { return false }
      state.turn += 1
      turn = state.turn
      return true
    }
  }

  /// Whether there is a page to wait for.
  var isExpecting: Bool { state.withLock { !$0.underWay.isEmpty } }

  /// Asks the source for a page; false where it cannot begin one.
  ///
  /// - Parameter again: whether by ``PageSource/fetchPage(_:)``, which can always begin, in a task that ends with the
  ///   mailbox.
  func begin(_ request: PageRequest, for id: Int, in source: Source, again: Bool) -> Bool {
    state.withLock { $0.underWay[id] = .some(nil) }
    let completion: @Sendable (Result<Page<Source.Rows>, any Error>) -> Void = { [weak self] in self?.arrived(id, $0) }
    let handle =
      again
      ? source.fetchPage(request, completion: completion) : source.startFetching(request, completion: completion)
    state.withLock { state in
      // It may have come already.
      guard state.underWay[id] != nil else { return }
      if let handle { state.underWay[id] = .some(handle) } else { state.underWay[id] = nil }
    }
    return handle != nil
  }

  /// The page that came first, if any is here.
  func take() -> Arrival? {
    state.withLock { $0.arrivals.isEmpty ? nil : $0.arrivals.removeFirst() }
  }

  /// Waits until a page is here or none is expected, or until the task is cancelled.
  func wait() async {
    let id = state.withLock { state in
      state.lastWaiterID += 1
      return state.lastWaiterID
    }
    await suspended { continuation in
      let isOver = state.withLock { state in
        guard state.arrivals.isEmpty, !state.underWay.isEmpty, !Task.isCancelled else { return true }
        state.waiter = (id, continuation)
        return false
      }
      if isOver { continuation.resume() }
    } onCancel: {
      let waiter = state.withLock { state in state.waiter?.id == id ? state.waiter.take() : nil }
      waiter?.continuation.resume()
    }
  }

  private func arrived(_ id: Int, _ result: Result<Page<Source.Rows>, any Error>) {
    let waiter = state.withLock { state in
      guard state.underWay.removeValue(forKey: id) != nil else { return nil as Suspension<Void>? }
      state.arrivals.append((id, result))
      return state.waiter.take()?.continuation
    }
    waiter?.resume()
  }
}
