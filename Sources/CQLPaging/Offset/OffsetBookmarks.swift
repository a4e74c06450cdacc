/// Places in a result that were passed on the way to a page by number, so that the next jump begins at the nearest one
/// and not at the first row.
///
/// ```swift
/// var bookmarks = try OffsetBookmarks(of: statement)
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
  private let statement: StatementFingerprint
  var places: OffsetPlaces

  /// - Parameters:
  ///   - statement: the query and its values.
  ///   - spacing: how many pages are fetched between two bookmarks, at least 1. A bookmark takes as much memory as a
  ///     paging state, usually less than 100 bytes.
  /// - Throws: `.valueDoesNotFit`, `.typeMismatch` for values that cannot be bound as they are.
  public init(of statement: Statement, everyPages spacing: Int = 100) throws(CQLError) {
    self.statement = try StatementFingerprint(of: statement)
    places = OffsetPlaces(spacing: spacing)
  }

  /// How many pages are fetched between two bookmarks. Where the way has been walked before, a jump costs no more
  /// requests than that, and one that looks at what follows.
  public var spacing: Int { places.spacing }

  /// How many places are remembered.
  public var count: Int { places.places.count }

  /// Adds the places of other bookmarks for the same statement: what several tasks found each for itself.
  ///
  /// - Throws: `.cursorForeign`, and adds nothing.
  public mutating func merge(_ other: OffsetBookmarks) throws(CQLError) {
    try check(other.statement)
    for place in other.places.places { places.remember(place) }
  }

  /// - Throws: `.cursorForeign`.
  func check(_ fingerprint: StatementFingerprint) throws(CQLError) {
    guard fingerprint == statement else {
      throw CQLError(
        .cursorForeign, "the bookmarks are those of another statement, or of other values: make new ones for this one")
    }
  }
}

extension OffsetBookmarks: CustomStringConvertible, CustomReflectable {
  /// How many there are, not where they stand.
  public var description: String { "\(count) bookmarks" }
  public var customMirror: Mirror { Mirror(self, children: ["count": count], displayStyle: .struct) }
}
