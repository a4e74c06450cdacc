/// Places in a result that were passed on the way to a page by number, so that the next jump begins at the nearest one
/// and not at the first row.
///
/// ```swift
/// var bookmarks = OffsetBookmarks(of: statement)
/// // 5,000 requests, and one that looks at what follows:
/// let page = try await session.offsetPage(5000, of: statement, pager: pager, bookmarks: &bookmarks)
/// // 50 requests, and one:
/// let other = try await session.offsetPage(4950, of: statement, pager: pager, bookmarks: &bookmarks)
/// ```
///
/// A bookmark says which row is how far from the beginning. That was true when it was passed: rows that are inserted or
/// deleted before it shift the pages behind it, so keep bookmarks for minutes, not for days. They are good for one
/// statement with its values. What is inside is as confidential as a ``PagingState``.
public struct OffsetBookmarks: Sendable {
  struct Bookmark {
    /// How many rows come before it.
    var row: Int
    var state: PagingState
  }

  /// How many pages are fetched between two bookmarks. Where the way has been walked before, a jump costs no more
  /// requests than that, and one that looks at what follows.
  public let spacing: Int
  let statement: StatementKey
  /// In ascending order of their rows, each row once.
  private(set) var bookmarks: [Bookmark] = []

  /// - Parameters:
  ///   - statement: the query and its values.
  ///   - spacing: how many pages are fetched between two bookmarks, at least 1. A bookmark takes as much memory as a
  ///     paging state, usually less than 100 bytes.
  public init(of statement: Statement, everyPages spacing: Int = 100) {
    self.statement = StatementKey(statement)
    self.spacing = max(spacing, 1)
  }

  /// How many places are remembered.
  public var count: Int { bookmarks.count }

  /// The nearest place that is not behind a row; nil is the beginning of the result.
  func nearest(to row: Int) -> Bookmark? {
    let index = indexBehind(row)
    return index == 0 ? nil : bookmarks[index - 1]
  }

  /// Of two places with the same row the later one is kept: the empty pages between them need not be fetched again.
  mutating func remember(_ bookmark: Bookmark) {
    let index = indexBehind(bookmark.row)
    if index > 0, bookmarks[index - 1].row == bookmark.row {
      bookmarks[index - 1] = bookmark
    } else {
      bookmarks.insert(bookmark, at: index)
    }
  }

  /// Adds the places of other bookmarks for the same statement: what several tasks found each for itself.
  ///
  /// - Throws: `.cursorForeign`, and adds nothing.
  public mutating func merge(_ other: OffsetBookmarks) throws(CQLError) {
    try check(other.statement)
    for bookmark in other.bookmarks { remember(bookmark) }
  }

  /// - Throws: `.cursorForeign`.
  func check(_ key: StatementKey) throws(CQLError) {
    guard key == statement else {
      throw CQLError(
        .cursorForeign, "the bookmarks are those of another statement, or of other values: make new ones for this one")
    }
  }

  private func indexBehind(_ row: Int) -> Int {
    var (low, high) = (0, bookmarks.count)
    while low < high {
      let middle = (low + high) / 2
      if bookmarks[middle].row <= row { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension OffsetBookmarks: CustomStringConvertible, CustomReflectable {
  /// How many there are, not where they stand.
  public var description: String { "\(count) bookmarks" }
  public var customMirror: Mirror { Mirror(self, children: ["count": count], displayStyle: .struct) }
}
