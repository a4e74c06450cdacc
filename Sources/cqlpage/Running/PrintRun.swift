import CQLPaging

/// Pages through a result and prints its rows as they come.
///
/// It knows at every moment behind which row the output stands, whatever ends it: a limit, an error, a signal, or a
/// reader who has gone.
struct PrintRun<Source: PageSource> where Source.Rows == CQLRows {
  private let job: PrintJob
  private var pages: Pages<Source>.AsyncIterator
  private var position: RunPosition
  private var writer: any RowWriter
  private var output: RowOutput
  private var progress: ProgressLine
  private var rowsLeft: Int

  init(_ job: PrintJob, source: Source, writer: any RowWriter, sink: any ByteSink, progress: ProgressLine) {
    self.job = job
    pages = job.pages(of: source).makeAsyncIterator()
    position = RunPosition(start: job.start)
    self.writer = writer
    output = RowOutput(sink: sink)
    self.progress = progress
    rowsLeft = job.rowLimit ?? .max
  }

  mutating func run() async -> RunReport {
    var ending = RunEnding.complete
    do {
      try await printPages(&ending)
    } catch {
      ending = RunEnding(error)
    }
    // Rows that are held back are printed, whatever happened; where the output is what failed, it fails again.
    do throws(RowFailure) { try release(isEnd: true) } catch {
      switch ending {
      case .complete, .limitReached: ending = RunEnding(error)
      default: break
      }
    }
    progress.clear()
    var summary = pages.summary
    summary.rows = output.rowsWritten
    let cursor = position.cursor(rowsWritten: output.rowsWritten)
    summary.isComplete = cursor == nil
    return RunReport(summary: summary, cursor: cursor, ending: ending)
  }

  private mutating func printPages(_ ending: inout RunEnding) async throws {
    while true {
      let state = pages.nextState
      showProgress()
      guard let page = try await pages.next() else { return }
      position.enter(page, at: state, rowsWritten: output.rowsWritten)
      try printRows(of: page)
      try release(isEnd: false)
      if page.isLast, position.cursor(rowsWritten: output.rowsWritten) == nil { return }
      if rowsLeft == 0 || pages.summary.pages == job.pageLimit {
        ending = .limitReached
        return
      }
    }
  }

  private mutating func printRows(of page: Page<CQLRows>) throws {
    try writer.beginPage(page.rows.columns, into: &output)
    for row in page.rows.dropFirst(position.skippedInPage).prefix(rowsLeft) {
      if Task.isCancelled { throw CancellationError() }
      try writer.write(row, into: &output)
      rowsLeft -= 1
    }
  }

  /// Hands everything over before there is anything to wait for.
  private mutating func release(isEnd: Bool) throws(RowFailure) {
    progress.clear()
    try writer.endPage(into: &output)
    if isEnd { try writer.finish(into: &output) }
    do throws(OutputFailure) { try output.flush() } catch { throw .output(error) }
  }

  private mutating func showProgress() {
    progress.show(rows: output.rowsWritten, pages: pages.summary.pages, bytes: pages.summary.bytes)
  }
}
