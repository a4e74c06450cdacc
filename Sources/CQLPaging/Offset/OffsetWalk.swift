/// One way through a result to a page by number: pages on the way are counted and let go.
struct OffsetWalk<Source: PageSource> {
  private typealias Held = (firstRow: Int, rows: Source.Rows)

  private let span: OffsetSpan
  private var pages: Pages<Source>.AsyncIterator
  /// How many rows come before the next page.
  private var row: Int
  /// How many pages lie between the last bookmark, or the beginning, and the next page.
  private var pagesSinceBookmark = 0
  /// Pages with rows of the wanted page, or, before it is reached, of the page that would be the last if the result
  /// ended now.
  private var held: [Held] = []
  /// The first row that is held, or would be if it had come.
  private var heldFrom: Int

  /// - Parameters:
  ///   - span: where to go.
  ///   - row: how many rows come before the first of `pages`; not more than before the wanted page.
  ///   - pages: the pages from there on.
  init(to span: OffsetSpan, from row: Int, in pages: Pages<Source>) {
    self.span = span
    self.row = row
    self.pages = pages.makeAsyncIterator()
    heldFrom = row
  }

  /// Walks to the wanted page, or to the end of the result.
  ///
  /// - Returns: the page; nil where the result ended before the way began, so that its last page is not on it. Then
  ///   `end` is the number of rows.
  mutating func page(
    passing places: inout OffsetPlaces
  ) async throws -> (page: OffsetPage<Source.Rows.Element>?, end: Int) {
    // A row behind the page is the only proof that the page is not the last one.
    while row <= span.end, let page = try await pages.next() {
      if !page.rows.isEmpty { held.append((row, page.rows)) }
      row += page.rows.count
      letGo()
      pagesSinceBookmark += 1
      if pagesSinceBookmark >= places.spacing, let state = page.nextState {
        places.remember(OffsetPlaces.Place(row: row, state: state))
        pagesSinceBookmark = 0
      }
    }
    let last = span.pageEnding(before: row)
    let found = last.number < span.number ? last : span
    guard heldFrom <= found.start else { return (nil, row) }
    return (OffsetPage(number: found.number, elements: rows(of: found), isLast: row <= found.end), row)
  }

  private mutating func letGo() {
    let needed = min(span.start, span.pageEnding(before: row).start)
    while let first = held.first, first.firstRow + first.rows.count <= needed {
      held.removeFirst()
      heldFrom = first.firstRow + first.rows.count
    }
  }

  private func rows(of span: OffsetSpan) -> [Source.Rows.Element] {
    var elements: [Source.Rows.Element] = []
    for (firstRow, rows) in held {
      let skipped = max(span.start - firstRow, 0)
      let wanted = span.end - max(firstRow, span.start)
      elements += rows.dropFirst(skipped).prefix(max(wanted, 0))
    }
    return elements
  }
}
