import CQLPaging

/// Prints a page by its number: the rows before it are read and left out.
struct NumberedRun<Source: PageSource> where Source.Rows == CQLRows {
  private let job: PrintJob
  private let wanted: NumberedPage
  private let source: Source
  private var writer: any RowWriter
  private var output: RowOutput
  private var progress: ProgressLine

  init(
    _ wanted: NumberedPage, of job: PrintJob, source: Source, writer: any RowWriter, sink: any ByteSink,
    progress: ProgressLine
  ) {
    var job = job
    // One row more than the page has shows whether it is the last.
    job.rowLimit = wanted.rowsBefore + wanted.rowsPerPage + 1
    self.job = job
    self.wanted = wanted
    self.source = source
    self.writer = writer
    output = RowOutput(sink: sink)
    self.progress = progress
  }

  mutating func run() async -> RunReport {
    var report = RunReport(ending: .complete)
    let trail = PlacedRows<Source>.Trail()
    var progress = progress
    trail.onPage = { progress.show(rows: $0.rows, pages: $0.pages, bytes: $0.bytes) }
    var page: OffsetPage<PlacedRow>?
    do {
      let rows = PlacedRows(pages: job.pages(of: source), trail: trail)
      let found = try await wanted.pager.page(wanted.number, of: rows)
      page = found
      progress.clear()
      if found.number != wanted.number {
        report.remark = "there is no page \(wanted.number): this is page \(found.number), the last"
      }
      try print(found, columns: trail.columns)
      report.ending = found.isLast ? .complete : .limitReached
    } catch {
      report.ending = RunEnding(error)
    }
    progress.clear()
    report.cursor = cursor(in: page, report.ending)
    report.summary = trail.summary
    report.summary.rows = output.rowsWritten
    report.summary.isComplete = report.cursor == nil
    return report
  }

  /// Behind the last row that was written; before that, where the page begins.
  private func cursor(in page: OffsetPage<PlacedRow>?, _ ending: RunEnding) -> Cursor? {
    guard let page else { return Cursor(state: nil, rowsConsumed: wanted.rowsBefore) }
    if case .complete = ending { return nil }
    guard output.rowsWritten > 0 else {
      return Cursor(state: nil, rowsConsumed: (page.number - 1) * wanted.rowsPerPage)
    }
    return page.elements[output.rowsWritten - 1].next
  }

  /// - Parameter columns: those of the result, for where there is no row.
  private mutating func print(_ page: OffsetPage<PlacedRow>, columns: Columns?) throws(RowFailure) {
    var known: Columns?
    for element in page.elements {
      // A page by number can have rows of two pages of the server's, and the table be altered in between.
      if element.row.columns != known { try writer.beginPage(element.row.columns, into: &output) }
      known = element.row.columns
      try writer.write(element.row, into: &output)
    }
    if let columns, known == nil { try writer.beginPage(columns, into: &output) }
    try writer.endPage(into: &output)
    try writer.finish(into: &output)
    do throws(OutputFailure) { try output.flush() } catch { throw .output(error) }
  }
}
