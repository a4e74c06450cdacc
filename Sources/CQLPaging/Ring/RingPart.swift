/// A part of the ring as a scan works on it, and who has its rows.
public struct RingPart: Hashable, Sendable {
  /// Its tokens.
  public var range: TokenRange
  /// The node that is asked for it first, as `host:port`; nil where nobody knows. Work is spread over the owners, see
  /// ``ScanOptions/concurrencyPerOwner``.
  public var owner: String?

  public init(_ range: TokenRange, owner: String? = nil) {
    self.range = range
    self.owner = owner
  }
}

extension [RingPart] {
  /// The parts in turns of their owners, so that neighbours in the list belong to different nodes; those of one owner
  /// stay in their order.
  func takingTurns() -> [RingPart] {
    var owners: [String?: Int] = [:]
    var queues: [[RingPart]] = []
    for part in self {
      let queue = owners[part.owner] ?? queues.count
      if queue == queues.count {
        owners[part.owner] = queue
        queues.append([])
      }
      queues[queue].append(part)
    }
    guard queues.count > 1 else { return self }
    var turns: [RingPart] = []
    turns.reserveCapacity(count)
    for turn in 0..<(queues.map(\.count).max() ?? 0) {
      for queue in queues where turn < queue.count { turns.append(queue[turn]) }
    }
    return turns
  }
}
