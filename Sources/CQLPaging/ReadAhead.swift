/// The pages of one iteration that have been fetched before they were wanted.
///
/// There is no task: as soon as the source knows where a page ends, on whatever thread it says so, the next one is asked
/// for, often before the page itself is here. What fails ahead is forgotten, and asked for again by the consumer when it
/// gets there: that is where an error has a place to go.
final class ReadAhead<Source: PageSource>: Sendable {
  private typealias Continuation = CheckedContinuation<Page<Source.Rows>?, Never>

  private struct State {
    var queue: ReadAheadQueue<Source.Rows>
    var waiter: (id: UInt64, continuation: Continuation)?
    var lastWaiterID: UInt64 = 0

    /// Whoever waits, if the page that it waits for is not expected any more.
    mutating func disappointed() -> Continuation? {
      guard queue.isAwaited, queue.isEmpty else { return nil }
      return endWait()
    }

    mutating func endWait() -> Continuation? {
      queue.isAwaited = false
      return waiter.take()?.continuation
    }
  }

  private let source: Source
  private let state: Lock<State>

  init(source: Source, policy: Prefetch) {
    self.source = source
    state = Lock(State(queue: ReadAheadQueue(policy: policy)))
  }

  deinit { cancel(state.withLock { $0.queue.removeAll() }) }

  /// How many rows wait.
  var bufferedRows: Int { state.withLock { $0.queue.bufferedRows } }

  /// Whether the last page that waits is the result's last.
  var reachesEnd: Bool { state.withLock { $0.queue.reachesEnd } }

  /// Begins to fetch what follows a page that was not fetched ahead.
  func follow(_ request: PageRequest) {
    cancel(state.withLock { $0.queue.follow(request) })
    fill()
  }

  /// Changes the size of the pages that will be asked for.
  func resize(_ size: PageSize) { state.withLock { $0.queue.resize(size) } }

  // The consumer's side.

  /// The page at a position, if it waits or is on its way; nil where the consumer has to ask for it itself, and in a
  /// cancelled task.
  func page(at request: PageRequest) async -> Page<Source.Rows>? {
    let (page, isUnderWay) = state.withLock { ($0.queue.take(request.state), $0.queue.isUnderWay(request.state)) }
    if let page {
      fill()
      return page
    }
    return isUnderWay ? await arrival(of: request.state) : nil
  }

  private func arrival(of position: PagingState?) async -> Page<Source.Rows>? {
    let id = state.withLock { state in
      state.lastWaiterID += 1
      return state.lastWaiterID
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: Continuation) in
        let (page, mustWait) = state.withLock { state -> (Page<Source.Rows>?, Bool) in
          guard state.queue.isUnderWay(position), !Task.isCancelled else { return (state.queue.take(position), false) }
          state.waiter = (id, continuation)
          state.queue.isAwaited = true
          return (nil, true)
        }
        // It has arrived in between, or failed.
        if !mustWait { continuation.resume(returning: page) }
        // There is room for one more, be it that the page is taken or that it will be as soon as it comes.
        fill()
      }
    } onCancel: {
      stopWaiting(id)
    }
  }

  private func stopWaiting(_ id: UInt64) {
    let waiter = state.withLock { state in state.waiter?.id == id ? state.endWait() : nil }
    waiter?.resume(returning: nil)
  }

  // The source's side.

  /// Asks for the next page, if there is one and room for it. In a loop, because a source may have the page at once: then
  /// it has arrived before the source returns.
  private func fill() {
    while let (request, id) = state.withLock({ $0.queue.begin() }) {
      let handle = source.startFetching(
        request,
        announce: { [weak self] position, coordinator in self?.continues(id, at: position, coordinator) },
        completion: { [weak self] result in self?.ended(id, result) })
      giveUp { $0.began(id, handle) }
    }
  }

  private func continues(_ id: UInt64, at position: PagingState, _ coordinator: String?) {
    state.withLock { $0.queue.continues(id, at: position, coordinator: coordinator) }
    fill()
  }

  private func ended(_ id: UInt64, _ result: Result<Page<Source.Rows>, any Error>) {
    guard case .success(let page) = result else { return giveUp { $0.failed(id) } }
    let (waiter, awaited) = state.withLock { state -> (Continuation?, Page<Source.Rows>?) in
      let awaited = state.queue.arrived(id, page)
      return (awaited == nil ? nil : state.endWait(), awaited)
    }
    // The next request first: the server works while the consumer wakes up.
    fill()
    waiter?.resume(returning: awaited)
  }

  /// Takes pages out that will not come, and wakes whoever waits for one of them: it has to ask for the page itself.
  private func giveUp(_ change: (inout ReadAheadQueue<Source.Rows>) -> [FetchHandle]) {
    let (handles, waiter) = state.withLock { state in (change(&state.queue), state.disappointed()) }
    cancel(handles)
    waiter?.resume(returning: nil)
  }

  private func cancel(_ handles: [FetchHandle]) {
    for handle in handles { handle.cancel() }
  }
}
