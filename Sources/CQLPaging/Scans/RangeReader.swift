/// A range that is being read: what to ask for next.
struct RangeReader: Sendable {
  let id: Int
  let range: TokenRange
  /// The request for the next page; nil behind the last one.
  private(set) var request: PageRequest?
  /// Rows from there on that have been handed over by an earlier run.
  private var rowsToSkip: Int

  init(_ table: ScanTable, id: Int, _ item: ScanWork.Item) {
    self.id = id
    range = item.range
    var request = PageRequest(table.statement(for: item.range), state: item.position?.state)
    // Owners share the ring evenly; replicas that are taken in turns share the few ranges of a scan by chance.
    request.coordinator = item.owner
    self.request = request
    rowsToSkip = item.position?.rowsConsumed ?? 0
  }

  /// Takes the page that was asked for.
  ///
  /// - Throws: `.stalledPaging` where the server gives the position it was asked for again: it would be asked for ever.
  mutating func accept(_ page: Page<CQLRows>) throws(CQLError) -> ScanPage {
    let start = Cursor(state: request?.state, rowsConsumed: rowsToSkip)
    guard page.nextState == nil || page.nextState != start.state else {
      throw CQLError(
        .stalledPaging,
        "the server gave the position it was asked for again, \(page.rows.isEmpty ? "without a row" : "with rows")")
    }
    let skipped = min(rowsToSkip, page.rows.count)
    rowsToSkip -= skipped
    request = page.nextState.flatMap { request?.next(at: $0, coordinator: page.info.coordinator) }
    if let size = page.info.chosenPageSize { request = request?.resized(size) }
    let end = page.nextState.map { Cursor(state: $0, rowsConsumed: rowsToSkip) }
    return ScanPage(range: range, page: page, skippedRows: skipped, id: id, start: start, end: end)
  }
}
