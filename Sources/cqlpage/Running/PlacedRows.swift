import CQLPaging

/// A row, and where the result goes on behind it.
struct PlacedRow {
  let row: CQLRow
  /// nil where the result has ended.
  let next: Cursor?
}

/// The rows of some pages, each with its place, for whoever keeps a few of them and counts the others.
struct PlacedRows<Source: PageSource>: AsyncSequence where Source.Rows == CQLRows {
  let pages: Pages<Source>
  let trail: Trail

  /// What has been seen on the way, also where an error ended it.
  final class Trail {
    var summary = ScanSummary()
    /// The columns of the last page, which there are also where there is no row.
    var columns: Columns?
    /// Told of each page.
    var onPage: (ScanSummary) -> Void = { _ in }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages: pages.makeAsyncIterator(), trail: trail) }

  struct AsyncIterator: AsyncIteratorProtocol {
    private var pages: Pages<Source>.AsyncIterator
    private let trail: Trail
    private var rows = CQLRows.none
    private var rowsRead = 0
    /// Where the page begins whose rows are being read.
    private var pageState: PagingState?

    init(pages: Pages<Source>.AsyncIterator, trail: Trail) {
      self.pages = pages
      self.trail = trail
    }

    mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> PlacedRow? {
      while rowsRead == rows.count {
        let state = pages.nextState
        guard let page = try await pages.next(isolation: actor) else { return nil }
        (rows, rowsRead, pageState) = (page.rows, 0, state)
        trail.summary = pages.summary
        trail.columns = page.rows.columns
        trail.onPage(pages.summary)
      }
      let row = rows[rowsRead]
      rowsRead += 1
      if rowsRead < rows.count { return PlacedRow(row: row, next: Cursor(state: pageState, rowsConsumed: rowsRead)) }
      return PlacedRow(row: row, next: pages.nextState.map { Cursor(state: $0) })
    }
  }
}
