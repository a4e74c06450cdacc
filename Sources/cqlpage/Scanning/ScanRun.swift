import CQLPaging

/// Writes the pages of a scan as they come, and keeps its checkpoint in step.
///
/// One writer takes the pages of all ranges: it makes lines faster than a server makes rows, and knows at every page where
/// the file and the scan stand together.
struct ScanRun<Source: PageSource> where Source.Rows == CQLRows {
  private let scan: TokenRangeScan<Source>
  private let saved: SavedScan?
  private let start: SavedScan
  private var pages: ScanPages<Source>.AsyncIterator
  private var writer: any RowWriter
  private var output: RowOutput
  private var log: ScanLog
  private var progress: ProgressLine
  /// Behind the last page that was written as a whole.
  private var reached: RingProgress

  /// - Parameters:
  ///   - format: of the rows.
  ///   - saved: what an earlier run has left; the scan goes on from it.
  ///   - target: where the rows and the checkpoint go.
  init(
    _ scan: TokenRangeScan<Source>, format: RowFormat, width: Int? = nil, from saved: SavedScan?,
    to target: ScanTarget, progress: ProgressLine
  ) {
    self.scan = scan
    self.saved = saved
    self.progress = progress
    pages = scan.pages.makeAsyncIterator()
    start = saved ?? SavedScan(format: format, fileName: target.fileName, scan: pages.checkpoint)
    reached = scan.progress
    writer = format.writer(width: width, continuing: start.header)
    output = RowOutput(sink: target.sink)
    log = ScanLog(file: target.file, store: target.store, now: target.now)
  }

  mutating func run() async -> ScanReport {
    var ending = RunEnding.complete
    do {
      try log.begin(start, isResumed: saved != nil)
      try await writePages()
    } catch {
      ending = RunEnding(error)
    }
    do throws(OutputFailure) { try log.finish() } catch {
      if case .complete = ending { ending = RunEnding(error) }
    }
    progress.clear()
    return report(ending)
  }

  private mutating func writePages() async throws {
    while true {
      let (reached, atStart) = (reached, scan.progress)
      progress.show { reached.line(since: atStart, time: $0) }
      guard let page = try await pages.next() else { break }
      progress.clear()
      try write(page)
      self.reached = pages.progress
      try log.reached(
        pages.checkpoint, byteCount: start.byteCount + output.bytesWritten, header: writer.header,
        hasRows: !page.rows.isEmpty)
    }
    try writer.finish(into: &output)
    try output.flush()
  }

  private mutating func write(_ page: ScanPage) throws {
    try writer.beginPage(page.page.rows.columns, into: &output)
    var rows = page.page.rows.makeIterator()
    for _ in 0..<page.skippedRows { _ = rows.next() }
    while let row = rows.next() { try writer.write(row, into: &output) }
    try writer.endPage(into: &output)
    try output.flush()
  }

  private func report(_ ending: RunEnding) -> ScanReport {
    var summary = reached.summary.since(scan.progress.summary)
    // What has left for standard output has left, also where its page was not the whole one.
    if log.isStream { summary.rows = output.rowsWritten }
    summary.retries = pages.progress.summary.retries - scan.progress.summary.retries
    if case .complete = ending {} else { summary.isComplete = false }
    var report = RunReport(summary: summary, ending: ending)
    if saved?.scan.isComplete == true { report.remark = "the checkpoint says that all is done: nothing was left to do" }
    return ScanReport(run: report, ring: reached)
  }
}

/// Where the rows of a scan and its checkpoint go.
struct ScanTarget {
  var sink: any ByteSink
  /// The sink again, where it is a file that can be cut back.
  var file: (any RowFile)?
  var fileName: String?
  var store: (any CheckpointStore)?
  /// The time since the run began.
  var now: () -> Duration
}

/// How far a run of a scan has come.
struct ScanReport: Sendable {
  /// Of this run.
  var run: RunReport
  /// Of all runs; nil where the scan could not begin.
  var ring: RingProgress?
}

extension ScanSummary {
  /// What has been added to an earlier summary.
  fileprivate func since(_ earlier: ScanSummary) -> ScanSummary {
    var summary = self
    summary.rows -= earlier.rows
    summary.pages -= earlier.pages
    summary.emptyPages -= earlier.emptyPages
    summary.bytes -= earlier.bytes
    return summary
  }
}
