/// The pages of one iteration that have been fetched before they were wanted.
///
/// There is no task: the arrival of a page, on whatever thread the source reports it, asks for the next one. What fails
/// ahead is forgotten, and asked for again by the consumer when it gets there: that is where an error has a place to go.
final class ReadAhead<Source: PageSource>: Sendable {
  private struct Waiter {
    let id: UInt64
    let continuation: CheckedContinuation<Page<Source.Rows>?, Never>
  }

  private struct State {
    /// The pages that wait, in their order, each with the position that it was asked for.
    var pages: [(position: PagingState?, page: Page<Source.Rows>)] = []
    var bytes = 0
    /// What to ask for next; nil before the beginning, behind the end, and after a failure.
    var next: PageRequest?
    var inFlight: PageRequest?
    /// While the source is being asked to begin: whoever asks it looks afterwards whether there is more to ask for.
    var isBeginning = false
    /// How many requests there have been: which one a handle is for.
    var fetchCount: UInt64 = 0
    var handle: FetchHandle?
    /// Between the low-water mark and the bound: whether pages are being asked for.
    var isFilling = true
    var waiter: Waiter?
    var lastWaiterID: UInt64 = 0
  }

  private let source: Source
  private let policy: Prefetch
  private let state = Lock(State())

  init(source: Source, policy: Prefetch) {
    self.source = source
    self.policy = policy
  }

  deinit { state.withLock { $0.handle }?.cancel() }

  /// How many rows wait.
  var bufferedRows: Int { state.withLock { $0.pages.reduce(0) { $0 + $1.page.rows.count } } }

  /// Whether the last page that waits is the result's last.
  var reachesEnd: Bool { state.withLock { $0.pages.last?.page.isLast == true } }

  /// Begins to fetch what follows a page that was not fetched ahead.
  func follow(_ request: PageRequest) {
    state.withLock { state in
      state.pages.removeAll()
      state.bytes = 0
      state.next = request
      state.isFilling = true
    }
    fill()
  }

  /// Changes the size of the pages that will be asked for.
  func resize(_ size: PageSize) { state.withLock { $0.next = $0.next?.resized(size) } }

  /// The page at a position, if it waits or is on its way; nil where the consumer has to ask for it itself, and in a
  /// cancelled task.
  func page(at request: PageRequest) async -> Page<Source.Rows>? {
    let (page, isUnderWay) = take(request)
    if let page {
      fill()
      return page
    }
    return isUnderWay ? await arrival(of: request) : nil
  }

  private func take(_ request: PageRequest) -> (Page<Source.Rows>?, isUnderWay: Bool) {
    state.withLock { state in
      if let first = state.pages.first, first.position == request.state {
        state.pages.removeFirst()
        state.bytes -= first.page.info.byteCount
        return (first.page, false)
      }
      return (nil, state.inFlight?.state == request.state && state.inFlight != nil)
    }
  }

  private func arrival(of request: PageRequest) async -> Page<Source.Rows>? {
    let id = state.withLock { state in
      state.lastWaiterID += 1
      return state.lastWaiterID
    }
    let page = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Page<Source.Rows>?, Never>) in
        let mustWait = state.withLock { state in
          guard state.inFlight?.state == request.state, state.inFlight != nil, !Task.isCancelled else { return false }
          state.waiter = Waiter(id: id, continuation: continuation)
          return true
        }
        // It has arrived in between, or failed.
        if !mustWait { continuation.resume(returning: take(request).0) }
      }
    } onCancel: {
      stopWaiting(id)
    }
    if page != nil { fill() }
    return page
  }

  private func stopWaiting(_ id: UInt64) {
    let waiter = state.withLock { state in state.waiter?.id == id ? state.waiter.take() : nil }
    waiter?.continuation.resume(returning: nil)
  }

  /// Asks for the next page, if there is one and room for it, and none is on its way. In a loop, because a source may
  /// have the page at once: then it has arrived before the source returns.
  private func fill() {
    while let (request, number) = state.withLock(begin) {
      let handle = source.startFetching(request) { [weak self] result in self?.arrived(result) }
      state.withLock { state in
        state.isBeginning = false
        if handle == nil {
          // The source cannot begin without waiting; the consumer will.
          state.inFlight = nil
        } else if state.inFlight != nil, state.fetchCount == number {
          state.handle = handle  // unless the page has come already
        }
      }
      if handle == nil { wakeWaiter() }
    }
  }

  private func begin(_ state: inout State) -> (PageRequest, UInt64)? {
    if state.pages.count <= policy.lowWaterMark { state.isFilling = true }
    if state.pages.count >= policy.pages || state.bytes >= policy.bytes { state.isFilling = false }
    guard state.isFilling, !state.isBeginning, state.inFlight == nil else { return nil }
    guard let request = state.next.take() else { return nil }
    state.inFlight = request
    state.isBeginning = true
    state.fetchCount += 1
    return (request, state.fetchCount)
  }

  private func arrived(_ result: Result<Page<Source.Rows>, any Error>) {
    let (waiter, page) = state.withLock { state -> (Waiter?, Page<Source.Rows>?) in
      guard let request = state.inFlight.take() else { return (nil, nil) }
      state.handle = nil
      let waiter = state.waiter.take()
      guard case .success(let page) = result else { return (waiter, nil) }
      if waiter == nil {
        state.pages.append((request.state, page))
        state.bytes += page.info.byteCount
      }
      state.next = page.nextState.map { request.next(at: $0, coordinator: page.info.coordinator) }
      return (waiter, page)
    }
    waiter?.continuation.resume(returning: page)
    // Whoever was waiting asks for more when it has taken the page; nobody holds it in the meantime.
    if waiter == nil { fill() }
  }

  /// The page will not come from here; whoever waits for it has to ask for it.
  private func wakeWaiter() {
    state.withLock { $0.waiter.take() }?.continuation.resume(returning: nil)
  }
}
