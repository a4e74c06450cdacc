/// Where a scan stands: which ranges are finished, and how far the others have been read.
///
/// Kept as JSON or whatever a `Codable` value goes into, it goes on in another process, also with other splits: what is
/// finished is not read again, ranges that were begun keep their bounds and go on behind the last row that was handed
/// over, and only the rest is split anew. It knows its table, its columns and its shard, and is refused with others.
///
/// It is neither signed nor encrypted, and the positions in it hold keys of the table: for your own files, not for the
/// internet. A check finds what was cut short or altered by accident.
public struct ScanCheckpoint: Hashable, Sendable {
  /// What a checkpoint belongs to.
  struct Identity: Hashable, Sendable {
    /// For messages: `keyspace.table`.
    let table: String
    let statement: StatementFingerprint
    let shard: ScanShard
  }

  /// A range that was begun, and where it goes on.
  struct OpenRange: Hashable, Sendable {
    let range: TokenRange
    let position: Cursor
  }

  let identity: Identity
  let finished: TokenRangeSet
  /// Sorted.
  let open: [OpenRange]
  let finishedRanges: Int
  /// Of all runs so far.
  let summary: ScanSummary

  /// The table, as CQL writes it.
  public var table: String { identity.table }
  /// The part of the ring that the scan is about.
  public var shard: ScanShard { identity.shard }
  /// How much of the shard lies in finished ranges, from 0 to 1.
  public var fraction: Double { finished.fraction(of: shard.range) }
  /// Whether there is nothing left to do.
  public var isComplete: Bool { finished.width == shard.range.width }
  /// Rows that have been handed over, over all runs.
  public var rows: Int { summary.rows }

  /// A checkpoint of ranges that are known to fit together.
  init(
    identity: Identity, finished: TokenRangeSet, open: [OpenRange], finishedRanges: Int, summary: ScanSummary
  ) {
    self.identity = identity
    self.finished = finished
    self.open = open
    self.finishedRanges = finishedRanges
    self.summary = summary
  }

  /// A checkpoint as it was read from somewhere.
  ///
  /// - Throws: `.invalidTokenRanges` for ranges that are empty, overlap, or lie outside the shard.
  init(
    checking identity: Identity, finished: [TokenRange], open: [OpenRange], finishedRanges: Int, summary: ScanSummary
  ) throws(CQLError) {
    self.init(
      identity: identity, finished: try TokenRangeSet(sorted: finished), open: open, finishedRanges: finishedRanges,
      summary: summary)
    for open in open where open.range.isEmpty {
      throw CQLError(.invalidTokenRanges, "the range \(open.range) is empty")
    }
    let all = finished + open.map(\.range)
    let shard = identity.shard.range
    try shard.checkCoverage(by: all + shard.subtracting(all.sorted { $0.start < $1.start }))
  }

  /// - Throws: `.checkpointForeign` where this is of another table, other columns or another shard.
  func check(_ other: Identity) throws(CQLError) {
    let problem: String
    switch identity {
    case other: return
    case _ where identity.table != other.table: problem = "of \(identity.table), not of \(other.table)"
    case _ where identity.shard != other.shard: problem = "of shard \(identity.shard), not of \(other.shard)"
    default: problem = "of a scan of other columns, or of a table that had another key"
    }
    throw CQLError(.checkpointForeign, "the checkpoint is \(problem): go on as it was begun, or begin without it")
  }
}

extension TokenRangeSet {
  /// From 0 to 1: 1 where all of `range` is here, and then only.
  func fraction(of range: TokenRange) -> Double {
    if width == range.width { return 1 }
    return min(Double(width) / Double(range.width), 1.0.nextDown)
  }
}

extension ScanCheckpoint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// How far it is, not where.
  public var description: String {
    "checkpoint of \(table), shard \(shard): \(finishedRanges) ranges finished, \(open.count) begun, \(rows) rows"
  }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
