extension RowFormat {
  /// - Parameters:
  ///   - width: the columns of the terminal; nil where there is none.
  ///   - header: what an earlier run has printed above its rows.
  func writer(width: Int?, continuing header: String? = nil) -> any RowWriter {
    switch self {
    case .jsonl: JSONLinesWriter()
    case .csv: CSVWriter(continuing: header)
    case .table: TableWriter(width: width)
    }
  }
}
