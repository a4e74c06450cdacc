extension PageSource {
  /// A page by its number, for screens that must have numbers: see ``OffsetPager``.
  ///
  /// The pages before it are fetched and counted, and no row of them is looked at. A failure on the way throws
  /// ``PagingError``.
  ///
  /// - Parameters:
  ///   - number: the page's number, from 1 on.
  ///   - statement: the query and its values.
  ///   - pager: how many rows a page has, and how far a reader may go.
  ///   - pageSize: about how many rows travel at a time; nil takes the pager's number. Pages far from the beginning come
  ///     with fewer requests where it is larger.
  /// - Throws: ``CQLError`` `.invalidPageNumber`, `.invalidPageSize` or `.limitExceeded` before anything is asked;
  ///   ``PagingError``; `CancellationError`.
  public func offsetPage(
    _ number: Int, of statement: Statement, pager: OffsetPager, pageSize: PageSize? = nil
  ) async throws -> OffsetPage<Rows.Element> {
    var none = OffsetPlaces(spacing: .max)
    return try await offsetPage(number, of: statement, pager: pager, pageSize: pageSize, passing: &none)
  }

  /// A page by its number, from the nearest bookmark on.
  ///
  /// - Parameters:
  ///   - number: the page's number, from 1 on.
  ///   - statement: the query and its values.
  ///   - pager: how many rows a page has, and how far a reader may go.
  ///   - pageSize: about how many rows travel at a time; nil takes the pager's number.
  ///   - bookmarks: places passed before; those passed now are added, also where an error ends the way.
  /// - Throws: as without bookmarks; ``CQLError`` `.cursorForeign` where they belong to another statement.
  public func offsetPage(
    _ number: Int, of statement: Statement, pager: OffsetPager, pageSize: PageSize? = nil,
    bookmarks: inout OffsetBookmarks
  ) async throws -> OffsetPage<Rows.Element> {
    try bookmarks.check(StatementFingerprint(of: statement))
    return try await offsetPage(number, of: statement, pager: pager, pageSize: pageSize, passing: &bookmarks.places)
  }

  private func offsetPage(
    _ number: Int, of statement: Statement, pager: OffsetPager, pageSize: PageSize?, passing places: inout OffsetPlaces
  ) async throws -> OffsetPage<Rows.Element> {
    var span = try pager.span(of: number)
    let pageSize = pageSize ?? PageSize(pager.rowsPerPage)
    while true {
      let place = places.nearest(to: span.start)
      var walk = OffsetWalk(
        to: span, from: place?.row ?? 0, in: pages(of: statement, pageSize: pageSize, from: place?.state))
      let (page, end) = try await walk.page(passing: &places)
      if let page { return page }
      // The last page begins before the place. Its number is smaller than the one asked for, so this comes to an end.
      span = span.pageEnding(before: end)
    }
  }
}
