extension PagedRows {
  /// The first row, or nil where there is none. Empty pages are passed over; no page is asked for behind the row's own.
  ///
  /// - Throws: ``PagingError``; `CancellationError`.
  public func first() async throws -> Element? {
    var rows = makeAsyncIterator()
    return try await rows.next()
  }

  /// Whether there is no row at all. Empty pages do not prove that, and are passed over.
  ///
  /// - Throws: ``PagingError``; `CancellationError`.
  public func isEmpty() async throws -> Bool { try await first() == nil }

  /// All rows as an array, for results that are known to be small. More rows than expected are an error, not a shorter
  /// array.
  ///
  /// - Parameter maximum: the most rows to hold. The page in which the next one comes is the last that is asked for.
  /// - Throws: ``CQLError`` `.limitExceeded`; ``PagingError``; `CancellationError`.
  public func collect(max maximum: Int) async throws -> [Element] {
    var collected: [Element] = []
    for try await row in self {
      guard collected.count < maximum else {
        throw CQLError(
          .limitExceeded,
          "the result has more than \(maximum) rows: give collect(max:) a higher number, take limit(_:) for the first "
            + "ones, or iterate, which holds one page at a time")
      }
      collected.append(row)
    }
    return collected
  }

  /// The first `count` rows, over as many pages as it takes; like `LIMIT`, but the statement stays as it is, so the
  /// position behind them can be used to go on.
  ///
  /// Where the page size is known here and is larger, pages of `count` rows are asked for, all of them: a page size that
  /// grew in the middle of a scan would make servers start again at row 0 as soon as it reached the statement's LIMIT.
  ///
  /// - Parameter count: how many rows at most; with 0 and below, nothing is asked for.
  public func limit(_ count: Int) -> LimitedRows<Source> {
    let (needed, isTooMany) = rowsToSkip.addingReportingOverflow(Swift.max(count, 1))
    return LimitedRows(rows: isTooMany ? self : asking(for: needed), limit: Swift.max(count, 0))
  }

  /// The same rows, in pages of no more than `rows`, where their size is known.
  private func asking(for rows: Int) -> PagedRows {
    guard case .paged(let size?) = pages.request.paging, size.rows > rows else { return self }
    var pages = pages
    pages.request.paging = .paged(PageSize(rows))
    return PagedRows(pages: pages, rowsToSkip: rowsToSkip)
  }
}
