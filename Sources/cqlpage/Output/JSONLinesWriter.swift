import CQLPaging

/// A row a line, as Cassandra 5.0's `SELECT JSON` prints it, down to the spaces.
struct JSONLinesWriter: RowWriter {
  private var columns: Columns?
  /// What stands before each value: `{"name": ` or `, "name": `.
  private var prefixes: [[UInt8]] = []

  mutating func beginPage(_ columns: Columns, into output: inout RowOutput) {
    guard columns != self.columns else { return }
    self.columns = columns
    prefixes = columns.enumerated().map { index, column in
      var prefix = Array((index == 0 ? "{" : ", ").utf8)
      JSONText.appendName(column.name, to: &prefix)
      prefix += ": ".utf8
      return prefix
    }
  }

  func write(_ row: CQLRow, into output: inout RowOutput) throws(RowFailure) {
    try self.row(into: &output) { bytes throws(CQLError) in
      try row.decode { cells throws(CQLError) in
        for index in prefixes.indices {
          bytes += prefixes[index]
          try JSONText.append(try cells.nextCell(), inColumn: row.columns[index].name, to: &bytes)
        }
      }
      bytes += prefixes.isEmpty ? "{}\n".utf8 : "}\n".utf8
    }
  }

  func endPage(into output: inout RowOutput) {}
  func finish(into output: inout RowOutput) {}
}
