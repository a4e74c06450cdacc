import CQLPaging

/// What to page through, and how far.
struct PrintJob: Sendable {
  var statement: Statement
  var pageSize: PageSize?
  /// The bytes of a page, for a size that follows the rows.
  var targetPageBytes: Int?
  /// Pages fetched ahead.
  var prefetch = 0
  var rowLimit: Int?
  var pageLimit: Int?
  /// Behind which row to go on; nil is the beginning.
  var start: Cursor?

  /// Rows that are wanted from the server, those included that an earlier run has printed.
  private var rowsNeeded: Int? {
    guard let rowLimit else { return nil }
    let (rows, overflow) = rowLimit.addingReportingOverflow(start?.rowsConsumed ?? 0)
    return overflow ? nil : rows
  }

  /// No page is asked for that is larger than all rows together that are wanted.
  var requestSize: PageSize {
    let size = pageSize ?? .default
    return PageSize(min(size.rows, rowsNeeded ?? size.rows))
  }

  /// The size that follows the rows; nil where it stays the same.
  private var adaptivePageSize: AdaptivePageSize? {
    targetPageBytes.map {
      .bytes($0, within: 1...min(max(rowsNeeded ?? 100_000, 1), 100_000), from: pageSize ?? .interactive)
    }
  }

  /// The pages of the job.
  func pages<Source: PageSource>(of source: Source) -> Pages<Source> {
    var pages = source.pages(of: statement, pageSize: requestSize, from: start?.state)
    if let adaptivePageSize { pages = pages.adaptingPageSize(adaptivePageSize) }
    if prefetch > 0 { pages = pages.prefetching(.ahead(pages: prefetch)) }
    return pages
  }

  /// Finds a position that a server would ignore, before there is a server.
  ///
  /// - Throws: a ``UsageError``: the cursor is good, and what it was given with is not.
  func checkResume() throws(UsageError) {
    // A size that follows the rows stays where positions count.
    guard targetPageBytes == nil else { return }
    do throws(CQLError) {
      try PageRequest(statement, pageSize: requestSize, state: start?.state).checkResume()
    } catch {
      throw UsageError("--page-size \(requestSize.rows) with --resume: \(error.message)")
    }
  }
}
