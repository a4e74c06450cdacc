/// A page of a scan, and the range that it belongs to.
public struct ScanPage: Sendable {
  /// The tokens of the range; its rows have theirs in it.
  public let range: TokenRange
  /// The page as the source gave it. After a checkpoint within a page, its first rows have been handed over already:
  /// see ``rows``.
  public let page: Page<CQLRows>
  /// How many of the page's first rows an earlier run has handed over.
  public let skippedRows: Int

  /// The number of the range among those that are being read.
  let id: Int
  /// Where the page begins, for its range.
  let start: Cursor
  /// Where the range goes on; nil at its end.
  let end: Cursor?

  /// The page's rows without those that an earlier run has handed over; there can be none, also where more pages follow.
  public var rows: Slice<CQLRows> { page.rows.dropFirst(skippedRows) }

  /// Whether the range ends with this page.
  public var isLastOfRange: Bool { end == nil }

  var rowCount: Int { page.rows.count - skippedRows }

  /// Where its range goes on behind some of ``rows``; nil at its end.
  func position(after rows: Int) -> Cursor? {
    rows >= rowCount ? end : Cursor(state: start.state, rowsConsumed: skippedRows + rows)
  }
}

extension ScanPage: CustomStringConvertible {
  public var description: String { "\(rowCount) rows of \(range)" }
}
