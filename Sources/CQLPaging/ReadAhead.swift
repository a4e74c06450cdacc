/// The pages of one iteration that have been fetched before they were wanted.
///
/// There is no task: as soon as the source knows where a page ends, on whatever thread it says so, the next one is asked
/// for, often before the page itself is here. What fails ahead is forgotten, and asked for again by the consumer when it
/// gets there: that is where an error has a place to go.
final class ReadAhead<Source: PageSource>: Sendable {
  /// A page on its way through the queue, which does not know its type.
  private final class Box: Sendable {
    let page: Page<Source.Rows>
    init(_ page: Page<Source.Rows>) { self.page = page }
  }

  private let source: Source
  private let state: Lock<ReadAheadState>

  init(source: Source, policy: Prefetch) {
    self.source = source
    state = Lock(ReadAheadState(policy: policy))
  }

  deinit { cancel(state.withLock { $0.queue.removeAll() }) }

  /// How many rows wait.
  var bufferedRows: Int { state.withLock { $0.queue.bufferedRows } }

  /// Whether the last page that waits is the result's last.
  var reachesEnd: Bool { state.withLock { $0.queue.reachesEnd } }

  /// Begins to fetch what follows a page that was not fetched ahead.
  func follow(_ request: PageRequest) {
    let (handles, waiter) = state.withLock { $0.follow(request) }
    cancel(handles)
    waiter?.resume(returning: nil)
    fill()
  }

  /// Changes the size of the pages that will be asked for.
  func resize(_ size: PageSize) { state.withLock { $0.queue.resize(size) } }

  // The consumer's side.

  /// The page at a position, if it waits or is on its way; nil where the consumer has to ask for it itself, and in a
  /// cancelled task.
  func page(at request: PageRequest) async -> Page<Source.Rows>? {
    let position = request.state
    let (arrival, isUnderWay) = state.withLock { ($0.queue.take(position), $0.queue.isUnderWay(position)) }
    if arrival != nil { fill() }
    let box = (isUnderWay && arrival == nil ? await self.arrival(of: position) : arrival)?.page as? Box
    return box?.page
  }

  private func arrival(of position: PagingState?) async -> ReadAheadQueue.Arrival? {
    let id = state.withLock { $0.nextWaiterID() }
    return await suspended { continuation in
      let (arrival, awake) = state.withLock { state -> (ReadAheadQueue.Arrival?, ReadAheadState.Continuation?) in
        // It has arrived in between, or failed.
        guard state.queue.isUnderWay(position), !Task.isCancelled else {
          return (state.queue.take(position), continuation)
        }
        return (nil, state.wait(id, continuation))
      }
      awake?.resume(returning: arrival)
      // There is room for one more, be it that the page is taken or that it will be as soon as it comes.
      fill()
    } onCancel: {
      state.withLock { $0.endWait(id) }?.resume(returning: nil)
    }
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
    let arrival = ReadAheadQueue.Arrival(
      page: Box(page), rowCount: page.rows.count, byteCount: page.info.byteCount, nextState: page.nextState,
      coordinator: page.info.coordinator)
    let waiter = state.withLock { $0.arrived(id, arrival) }
    // The next request first: the server works while the consumer wakes up.
    fill()
    waiter?.resume(returning: arrival)
  }

  /// Takes pages out that will not come, and wakes whoever waits for one of them: it has to ask for the page itself.
  private func giveUp(_ change: (inout ReadAheadQueue) -> [FetchHandle]) {
    let (handles, waiter) = state.withLock { state in (change(&state.queue), state.disappointed()) }
    cancel(handles)
    waiter?.resume(returning: nil)
  }

  private func cancel(_ handles: [FetchHandle]) {
    for handle in handles { handle.cancel() }
  }
}
