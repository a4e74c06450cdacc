// Results whose table is altered while they are read.
extension Pages where Source.Rows == CQLRows {
  /// The same pages, but an error (`.columnsChanged`) where the columns of one are not those of the iteration's first:
  /// someone has altered the table, or made it anew.
  ///
  /// Without this the iteration goes on, and each page has the columns that it came with: rows are read right, and
  /// `SELECT *` has a column more or less from there on. The error has the place from which a new iteration goes on, with
  /// whatever the columns are then.
  public func requiringSameColumns() -> Pages {
    var copy = self
    copy.columns = { $0.columns }
    return copy
  }
}

extension PagedRows where Source.Rows == CQLRows {
  /// The same rows, but an error (`.columnsChanged`) where the columns of a page are not those of the iteration's first:
  /// someone has altered the table, or made it anew. See ``Pages/requiringSameColumns()``.
  public func requiringSameColumns() -> PagedRows {
    PagedRows(pages: pages.requiringSameColumns(), rowsToSkip: rowsToSkip)
  }
}

extension Columns {
  /// - Throws: `.columnsChanged`.
  func check(unchanged other: Columns) throws(CQLError) {
    guard self != other else { return }
    throw CQLError(
      .columnsChanged,
      "the columns were \(list) and are \(other.list) now: go on from the last position with these, or begin again")
  }

  private var list: String { map { "\"\($0.name)\" \($0.type)" }.joined(separator: ", ") }
}
