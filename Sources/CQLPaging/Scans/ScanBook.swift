/// What a scan has done, does and has to do: all of its decisions, and nothing that waits.
struct ScanBook: Sendable {
  /// A range that is being read. Its position is the caller's: behind the last row that was handed over.
  private struct Reading {
    var item: ScanWork.Item
    /// How often the page at hand has failed.
    var failures = 0
    /// What was handed over of a range that counts only as a whole.
    var noted = ScanSummary()
  }

  private struct Failed {
    let id: Int
    let item: ScanWork.Item
    let error: any Error
  }

  let identity: ScanCheckpoint.Identity
  private let options: ScanOptions
  private let retries: Int
  private var work: ScanWork
  private var reading: [Int: Reading] = [:]
  private var failed: [Failed] = []
  private var finished: TokenRangeSet
  private var finishedRanges: Int
  private var summary: ScanSummary
  private var lastID = 0

  /// - Throws: `.invalidTokenRanges` where the parts do not tile the ring; `.checkpointForeign`.
  init(
    table: ScanTable, parts: [RingPart], shard: ScanShard, checkpoint: ScanCheckpoint?, options: ScanOptions
  ) throws(CQLError) {
    identity = ScanCheckpoint.Identity(table: table.qualifiedName, statement: table.fingerprint, shard: shard)
    try checkpoint?.check(identity)
    try TokenRange.ring.checkCoverage(by: parts.map(\.range))
    self.options = options
    retries = table.profile?.retries ?? options.retry.retries
    work = ScanWork(parts: parts, shard: shard.range, checkpoint: checkpoint)
    finished = checkpoint?.finished ?? TokenRangeSet()
    finishedRanges = checkpoint?.finishedRanges ?? 0
    summary = checkpoint?.summary ?? ScanSummary()
    try shard.range.checkCoverage(by: finished.ranges + work.begun.map(\.range) + work.untouchedRanges)
  }

  /// Whether a range was given up, and its error is here.
  func hasGivenUp(_ id: Int) -> Bool { failed.contains { $0.id == id } }

  /// Takes the next range; nil where enough are being read, or none is left that may be.
  mutating func begin() -> (id: Int, item: ScanWork.Item)? {
    guard reading.count < max(options.concurrency, 1) else { return nil }
    var load: [String: Int] = [:]
    if options.concurrencyPerOwner != nil {
      for reading in reading.values { if let owner = reading.item.owner { load[owner, default: 0] += 1 } }
    }
    let most = max(options.concurrencyPerOwner ?? .max, 1)
    guard let item = work.next(where: { owner in owner.map { load[$0, default: 0] < most } ?? true }) else {
      return nil
    }
    lastID += 1
    reading[lastID] = Reading(item: item)
    return (lastID, item)
  }

  /// A page has come: its range has its whole budget of retries again.
  mutating func received(_ page: ScanPage) { reading[page.id]?.failures = 0 }

  /// A page was handed over, or only its first rows.
  mutating func handedOver(_ page: ScanPage, rows: Int) {
    guard reading[page.id] != nil else { return }
    summary.add(page.page)
    summary.rows += rows - page.page.rows.count
    if let position = page.position(after: rows) {
      reading[page.id]?.item.position = position
    } else {
      finish(page.id)
    }
  }

  /// A page was handed over of a range that counts only as a whole.
  mutating func note(_ page: ScanPage) {
    reading[page.id]?.noted.add(page.page)
    reading[page.id]?.noted.rows -= page.skippedRows
  }

  /// A range was handed over as a whole.
  mutating func finish(_ id: Int) {
    guard let done = reading.removeValue(forKey: id) else { return }
    finished.insert(done.item.range)
    finishedRanges += 1
    summary.add(done.noted)
  }

  /// Leaves a range where it has got to, for whoever begins the next one.
  mutating func putBack(_ id: Int) {
    if let left = reading.removeValue(forKey: id) { work.add(left.item) }
  }

  /// A page failed.
  ///
  /// - Returns: how long to wait before it is asked for again; nil where that is over, for this range alone.
  mutating func failed(_ id: Int, _ error: any Error, chance: Double) -> Duration? {
    guard var range = reading[id] else { return nil }
    guard range.failures < retries, options.retry.isRetryable(error) else {
      reading[id] = nil
      failed.append(Failed(id: id, item: range.item, error: error))
      return nil
    }
    range.failures += 1
    reading[id] = range
    summary.retries += 1
    return options.retry.delay(beforeRetry: range.failures, chance: chance)
  }

  /// Where the scan stands. Ranges of which nothing was handed over are left out: they are split anew.
  var checkpoint: ScanCheckpoint {
    let items = work.begun + reading.values.map(\.item) + failed.map(\.item)
    let open = items.compactMap { item in
      item.position.map { ScanCheckpoint.OpenRange(range: item.range, position: $0) }
    }
    var summary = summary
    // How long pages took in one run says nothing about another.
    (summary.duration, summary.slowestPage) = (.zero, .zero)
    return ScanCheckpoint(
      identity: identity, finished: finished, open: open.sorted { $0.range.start < $1.range.start },
      finishedRanges: finishedRanges, summary: summary)
  }

  var progress: RingProgress {
    var summary = summary
    summary.isComplete = finished.width == identity.shard.range.width
    return RingProgress(
      fraction: finished.fraction(of: identity.shard.range), finishedRanges: finishedRanges,
      totalRanges: finishedRanges + work.count + reading.count + failed.count, summary: summary)
  }

  /// What went wrong, where nothing is left to do but the ranges that failed; nil where nothing did.
  ///
  /// Those ranges are put back then, from where they got to: whoever asks once more, has them read once more.
  mutating func takeFailures() -> ScanError? {
    guard !failed.isEmpty else { return nil }
    let failures = failed.sorted { $0.item.range.start < $1.item.range.start }
    let error = ScanError(
      failures: failures.map { ScanError.Failure(range: $0.item.range, underlying: $0.error) }, checkpoint: checkpoint,
      progress: progress)
    failed = []
    for failure in failures.reversed() { work.add(failure.item) }
    return error
  }
}

extension ScanSummary {
  fileprivate mutating func add(_ other: ScanSummary) {
    rows += other.rows
    pages += other.pages
    emptyPages += other.emptyPages
    bytes += other.bytes
    retries += other.retries
    duration += other.duration
    slowestPage = max(slowestPage, other.slowestPage)
  }
}
