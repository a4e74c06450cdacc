/// The rows of one page by number, all counted from 0 at the beginning of the result.
struct OffsetSpan {
  /// The page's number, from 1 on; times `rowsPerPage` it is an `Int`.
  let number: Int
  let rowsPerPage: Int

  var start: Int { (number - 1) * rowsPerPage }
  /// Behind the page's last row.
  var end: Int { number * rowsPerPage }

  /// The page that the row before `row` is on: the last page of a result of `row` rows.
  func pageEnding(before row: Int) -> OffsetSpan {
    OffsetSpan(number: row == 0 ? 1 : (row - 1) / rowsPerPage + 1, rowsPerPage: rowsPerPage)
  }
}
