/// A queue of pages ahead, and the one who may be waiting for its first page: what a ``ReadAhead`` guards by its lock.
struct ReadAheadState {
  typealias Continuation = Suspension<ReadAheadQueue.Arrival?>

  var queue: ReadAheadQueue
  private var waiter: (id: UInt64, continuation: Continuation)?
  private var lastWaiterID: UInt64 = 0

  init(policy: Prefetch) { queue = ReadAheadQueue(policy: policy) }

  /// A number to give up the wait by that is about to begin.
  mutating func nextWaiterID() -> UInt64 {
    lastWaiterID += 1
    return lastWaiterID
  }

  /// - Returns: whom to wake: another one that has waited, where copies of an iterator are used at once. It finds the page
  ///   itself.
  mutating func wait(_ id: UInt64, _ continuation: Continuation) -> Continuation? {
    let former = endWait()
    waiter = (id, continuation)
    queue.isAwaited = true
    return former
  }

  /// Begins anew with a request.
  ///
  /// - Returns: what is to be given up, and whom to wake.
  mutating func follow(_ request: PageRequest) -> ([FetchHandle], Continuation?) { (queue.follow(request), endWait()) }

  /// Ends the wait, if it is not over.
  ///
  /// - Returns: whom to wake.
  mutating func endWait(_ id: UInt64) -> Continuation? { waiter?.id == id ? endWait() : nil }

  /// A page has come.
  ///
  /// - Returns: whom to give it to; nil where it waits.
  mutating func arrived(_ id: UInt64, _ arrival: ReadAheadQueue.Arrival) -> Continuation? {
    queue.arrived(id, arrival) == nil ? nil : endWait()
  }

  /// Whoever waits, if the page that it waits for is not expected any more.
  mutating func disappointed() -> Continuation? { queue.isAwaited && queue.isEmpty ? endWait() : nil }

  private mutating func endWait() -> Continuation? {
    queue.isAwaited = false
    return waiter.take()?.continuation
  }
}
