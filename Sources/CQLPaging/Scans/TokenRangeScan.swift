/// A whole table, or a shard of it, by ranges of its partition keys' tokens: several are read at once, each with pages of
/// its own, and the scan can be left and gone on with at any row.
///
/// ```swift
/// let table = try await ScanTable.named("shop.orders", in: session)
/// let scan = try await session.scan(table, splits: 256)
/// for try await row in scan.rows {
///   let (id, total) = try row.decode(as: (UUID, CQLDecimal).self)
/// }
/// ```
///
/// Rows come in no order. A range that fails is tried again by itself while the others go on; what cannot be finished is
/// thrown at the end, as a ``ScanError``. Making a scan starts nothing.
///
/// - ``rows`` and ``pages`` bring everything to one loop, with a checkpoint after any row.
/// - ``forEachPage(recordingIn:_:)`` and ``forEachRange(recordingIn:_:)`` hand work to several at once.
public struct TokenRangeScan<Source: PageSource>: Sendable where Source.Rows == CQLRows {
  /// Who is asked.
  public let source: Source
  /// What is read.
  public let table: ScanTable
  /// How the scan goes about its ranges.
  public let options: ScanOptions

  let book: ScanBook
  let timer: ScanTimer

  /// A scan of parts of the ring, such as those that its nodes own.
  ///
  /// - Parameters:
  ///   - table: what to read.
  ///   - source: who to ask.
  ///   - parts: all of the ring, each token once.
  ///   - shard: the part of the ring to read.
  ///   - checkpoint: where an earlier scan of this table and this shard stood; its parts need not have been these.
  ///   - options: how to go about the ranges.
  ///   - clock: what waits before retries are measured by.
  /// - Throws: `.invalidTokenRanges` where the parts leave tokens out or have some twice; `.checkpointForeign` where the
  ///   checkpoint is of another table, other columns or another shard.
  public init(
    of table: ScanTable, in source: Source, parts: [RingPart], shard: ScanShard = .whole,
    from checkpoint: ScanCheckpoint? = nil, options: ScanOptions = ScanOptions(),
    clock: some Clock<Duration> = ContinuousClock()
  ) throws(CQLError) {
    self.source = source
    self.table = table
    self.options = options
    book = try ScanBook(table: table, parts: parts, shard: shard, checkpoint: checkpoint, options: options)
    timer = ScanTimer(clock)
  }

  /// All rows of all ranges, whichever page is here first. Each iteration is a scan of its own.
  public var rows: ScanRows<Source> { ScanRows(scan: self) }

  /// All pages of all ranges, whichever is here first. Each iteration is a scan of its own.
  public var pages: ScanPages<Source> { ScanPages(scan: self) }

  /// Where the scan stands before it has begun: nothing, or what its checkpoint says.
  public var progress: RingProgress { book.progress }
}

extension PageSource where Rows == CQLRows {
  /// A scan of a whole table by ranges of equal width.
  ///
  /// - Parameters:
  ///   - table: what to read.
  ///   - splits: how many ranges to make of the ring, or of the shard; more of them make a finer progress, fewer make
  ///     less work for small tables.
  ///   - shard: the part of the ring to read.
  ///   - checkpoint: where an earlier scan of this table and this shard stood, with whatever splits.
  ///   - options: how to go about the ranges.
  ///   - clock: what waits before retries are measured by.
  /// - Throws: `.invalidConfiguration` for more than a million splits; `.checkpointForeign` where the checkpoint is of another
  ///   table, other columns or another shard.
  public func scan(
    _ table: ScanTable, splits: Int = 64, shard: ScanShard = .whole, from checkpoint: ScanCheckpoint? = nil,
    options: ScanOptions = ScanOptions(), clock: some Clock<Duration> = ContinuousClock()
  ) throws(CQLError) -> TokenRangeScan<Self> {
    let inside = try shard.range.split(intoNoMoreThanFit: splits)
    let outside = TokenRange.ring.subtracting([shard.range])
    return try TokenRangeScan(
      of: table, in: self, parts: (inside + outside).map { RingPart($0) }, shard: shard, from: checkpoint,
      options: options, clock: clock)
  }
}

extension TokenRangeScan: CustomStringConvertible {
  public var description: String { "scan of \(table)" }
}
