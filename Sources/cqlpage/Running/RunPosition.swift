import CQLPaging

/// Where a run stands in its result, reckoned from the rows that have left the process.
struct RunPosition {
  /// Where the page begins that is being printed; before the first page, where the run begins.
  private var pageState: PagingState?
  private var rowsInPage = 0
  /// Where the page behind it begins; nil also before the first page.
  private var nextState: PagingState?
  private var hasPage = false
  /// Rows of the page that an earlier run has printed.
  private(set) var skippedInPage = 0
  /// Rows behind the page that an earlier run has printed: its pages were longer.
  private var rowsToSkip: Int
  /// Rows this run had written when it came to the page.
  private var rowsWrittenBefore = 0

  init(start: Cursor?) {
    pageState = start?.state
    rowsToSkip = start?.rowsConsumed ?? 0
  }

  mutating func enter(_ page: Page<CQLRows>, at state: PagingState?, rowsWritten: Int) {
    hasPage = true
    pageState = state
    nextState = page.nextState
    rowsInPage = page.rows.count
    skippedInPage = min(rowsToSkip, rowsInPage)
    rowsToSkip -= skippedInPage
    rowsWrittenBefore = rowsWritten
  }

  /// Behind the last row that was written; nil where the result has ended.
  ///
  /// - Parameter rowsWritten: by this run, in all.
  func cursor(rowsWritten: Int) -> Cursor? {
    guard hasPage else { return Cursor(state: pageState, rowsConsumed: rowsToSkip) }
    let consumed = skippedInPage + rowsWritten - rowsWrittenBefore
    if consumed < rowsInPage { return Cursor(state: pageState, rowsConsumed: consumed) }
    return nextState.map { Cursor(state: $0, rowsConsumed: rowsToSkip) }
  }
}
