/// The requests of one connection that await an answer, by stream id, and those that wait for a stream id.
///
/// Pure: it decides, its owner sends and resumes. Protocol v4 cannot cancel a request, so a stream id whose caller has
/// given up stays in use until the answer comes.
package struct RequestTable<Value> {
  private enum Slot {
    case free
    case waiting(Value, deadline: ContinuousClock.Instant)
    /// The caller has given up; the answer is still to come. The deadline, when it will be late, is nil when it is over.
    case abandoned(deadline: ContinuousClock.Instant?)
  }

  /// What an arriving answer is for.
  package enum Answer {
    case deliver(Value)
    /// The caller has given up in the meantime.
    case abandoned
    /// Nobody asked with this stream id.
    case unknown
  }

  private var streams: StreamIDs
  private var slots: [Slot] = []
  private var queue = FIFO<(value: Value, deadline: ContinuousClock.Instant)>()
  /// No deadline is before this one. It can be earlier than all of them: the table is searched only when it passes.
  package private(set) var earliestDeadline: ContinuousClock.Instant?

  package init(limit: Int) { streams = StreamIDs(limit: limit) }

  /// Requests that someone still waits for, queued ones included.
  package private(set) var liveCount = 0

  /// What the connection has to do: stream ids in use, whoever waits for them, and what waits for one.
  package var load: Int { streams.inUse + queue.waiting.count }

  /// Stream ids whose answers are late, and that nobody waits for.
  package var overdueCount: Int {
    slots.count { if case .abandoned(deadline: nil) = $0 { true } else { false } }
  }

  /// Stream ids that can be in use at once.
  package var limit: Int { streams.limit }

  /// Stream ids in use.
  package var inFlightCount: Int { streams.inUse }

  /// Requests that wait for a stream id.
  package var queuedCount: Int { queue.waiting.count }

  /// Enters a request.
  ///
  /// - Returns: its stream id; nil when all are in use and the request has been queued.
  package mutating func add(_ value: Value, deadline: ContinuousClock.Instant) -> Int16? {
    liveCount += 1
    earliestDeadline = min(earliestDeadline ?? deadline, deadline)
    guard queue.isEmpty, let id = streams.take() else {
      queue.append((value, deadline))
      return nil
    }
    put(.waiting(value, deadline: deadline), at: id)
    return id
  }

  /// Takes the first queued request for which there is a stream id now.
  package mutating func dequeue() -> (value: Value, stream: Int16)? {
    guard !queue.isEmpty, let id = streams.take(), let (value, deadline) = queue.popFirst() else { return nil }
    put(.waiting(value, deadline: deadline), at: id)
    return (value, id)
  }

  /// The request that waits for an answer with this stream id; nil where nobody does.
  package func waiting(_ id: Int16) -> Value? {
    guard id >= 0, Int(id) < slots.count, case .waiting(let value, _) = slots[Int(id)] else { return nil }
    return value
  }

  /// Frees the stream id of an answer that has arrived.
  package mutating func answer(_ id: Int16) -> Answer {
    guard id >= 0, Int(id) < slots.count else { return .unknown }
    let slot = slots[Int(id)]
    slots[Int(id)] = .free
    switch slot {
    case .free: return .unknown
    case .abandoned:
      streams.release(id)
      return .abandoned
    case .waiting(let value, _):
      streams.release(id)
      liveCount -= 1
      return .deliver(value)
    }
  }

  /// Takes out the requests that match; their stream ids stay in use.
  package mutating func abandon(where matches: (Value, ContinuousClock.Instant) -> Bool) -> [Value] {
    var values: [Value] = []
    for index in slots.indices {
      if case .waiting(let value, let deadline) = slots[index], matches(value, deadline) {
        values.append(value)
        slots[index] = .abandoned(deadline: deadline)
      }
    }
    queue.removeAll { value, deadline in
      guard matches(value, deadline) else { return false }
      values.append(value)
      return true
    }
    liveCount -= values.count
    return values
  }

  /// Takes out one request, which was cancelled; its stream id stays in use.
  ///
  /// - Parameter lateAt: when its answer will be late, if its own deadline is not before that.
  package mutating func abandonFirst(
    lateAt: ContinuousClock.Instant, where matches: (Value) -> Bool
  ) -> Value? {
    for index in slots.indices {
      guard case .waiting(let value, let deadline) = slots[index], matches(value) else { continue }
      slots[index] = .abandoned(deadline: min(deadline, lateAt))
      earliestDeadline = min(earliestDeadline ?? lateAt, lateAt)
      liveCount -= 1
      return value
    }
    guard let value = queue.removeFirst(where: { matches($0.value) })?.value else { return nil }
    liveCount -= 1
    return value
  }

  /// Takes out the requests whose time is over.
  ///
  /// - Returns: those that someone still waited for, and whether the time of any request is over.
  package mutating func expire(now: ContinuousClock.Instant) -> (expired: [Value], isAnyLate: Bool) {
    guard let earliestDeadline, earliestDeadline <= now else { return ([], false) }
    let values = abandon { _, deadline in deadline <= now }
    var isAnyLate = !values.isEmpty
    var next: ContinuousClock.Instant?
    for index in slots.indices {
      switch slots[index] {
      case .abandoned(let deadline?) where deadline <= now:
        slots[index] = .abandoned(deadline: nil)
        isAnyLate = true
      case .waiting(_, let deadline), .abandoned(let deadline?): next = min(next ?? deadline, deadline)
      case .free, .abandoned: break
      }
    }
    for (_, deadline) in queue.waiting { next = min(next ?? deadline, deadline) }
    self.earliestDeadline = next
    return (values, isAnyLate)
  }

  /// Takes out the requests that still wait for a stream id.
  package mutating func removeQueued() -> [Value] {
    var values: [Value] = []
    while let (value, _) = queue.popFirst() { values.append(value) }
    liveCount -= values.count
    return values
  }

  /// Takes out all requests: the connection is done for.
  package mutating func removeAll() -> [Value] {
    let values = abandon { _, _ in true }
    slots.removeAll()
    earliestDeadline = nil
    return values
  }

  private mutating func put(_ slot: Slot, at id: Int16) {
    while slots.count <= Int(id) { slots.append(.free) }
    slots[Int(id)] = slot
  }
}
