/// The ranges of a scan that are still to be read, in the order in which they are begun.
struct ScanWork: Sendable {
  /// A range, and where it goes on.
  struct Item: Sendable {
    let range: TokenRange
    let owner: String?
    /// Nil where it is yet to be begun.
    var position: Cursor?
  }

  /// Ranges that were begun earlier, and go before all others, so that a checkpoint has few of them. The last is next.
  private(set) var begun: [Item]
  /// The last is next.
  private var untouched: [Item]

  var count: Int { begun.count + untouched.count }
  /// Those that a checkpoint leaves out, because nothing of them was read.
  var untouchedRanges: [TokenRange] { untouched.map(\.range) }

  /// What a shard has to do, less what a checkpoint has done. Ranges that it has begun keep their bounds, because their
  /// positions are good within those only; the parts share what is left.
  ///
  /// - Parameter parts: tile the ring.
  init(parts: [RingPart], shard: TokenRange, checkpoint: ScanCheckpoint?) {
    let open = checkpoint?.open ?? []
    let taken = ((checkpoint?.finished.ranges ?? []) + open.map(\.range)).sorted { $0.start < $1.start }
    let owners = parts.filter { $0.owner != nil }.sorted { $0.range.end < $1.range.end }
    begun = open.reversed().map { open in
      let owner = owners.first { $0.range.contains(open.range.end) }?.owner
      return Item(range: open.range, owner: owner, position: open.position)
    }
    let rest = parts.flatMap { part in
      (part.range.intersection(shard)?.subtracting(taken) ?? []).map { RingPart($0, owner: part.owner) }
    }
    untouched = rest.takingTurns().reversed().map { Item(range: $0.range, owner: $0.owner, position: nil) }
  }

  /// The next one whose owner has time for it; nil where there is none.
  mutating func next(where isFree: (String?) -> Bool) -> Item? {
    if let index = begun.lastIndex(where: { isFree($0.owner) }) { return begun.remove(at: index) }
    if let index = untouched.lastIndex(where: { isFree($0.owner) }) { return untouched.remove(at: index) }
    return nil
  }

  /// Puts a range back, to be next.
  mutating func add(_ item: Item) {
    if item.position == nil { untouched.append(item) } else { begun.append(item) }
  }
}
