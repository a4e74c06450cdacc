import CQLPaging

/// Aligned columns for people. Widths are chosen from the first rows: those of the first page that has any, at most 100.
struct TableWriter: RowWriter {
  private static let rowsToMeasure = 100

  private let width: Int?
  private var columns: Columns?
  /// nil while rows are held back to be measured.
  private var layout: TableLayout?
  private var held: [[String]] = []

  /// - Parameter width: columns of the terminal; nil where there is none.
  init(width: Int?) { self.width = width }

  mutating func beginPage(_ columns: Columns, into output: inout RowOutput) throws(RowFailure) {
    guard let known = self.columns, columns != known else {
      self.columns = columns
      return
    }
    // The table was altered: what follows is another table.
    try finish(into: &output)
    output.bytes.append(UInt8(ascii: "\n"))
    self.columns = columns
    layout = nil
  }

  mutating func write(_ row: CQLRow, into output: inout RowOutput) throws(RowFailure) {
    let cells: [String]
    do throws(CQLError) { cells = try Self.texts(row) } catch { throw .row(error) }
    if let layout { return try print(cells, layout, into: &output) }
    held.append(cells)
    if held.count == Self.rowsToMeasure { try release(into: &output) }
  }

  mutating func endPage(into output: inout RowOutput) throws(RowFailure) {
    // A page without rows says nothing about widths: the next one may.
    if !held.isEmpty { try release(into: &output) }
  }

  mutating func finish(into output: inout RowOutput) throws(RowFailure) {
    if layout == nil, columns != nil { try release(into: &output) }
  }

  /// Chooses the widths and prints the header and what was held back.
  private mutating func release(into output: inout RowOutput) throws(RowFailure) {
    let layout = TableLayout(columns: columns ?? Columns([]), rows: held, width: width)
    self.layout = layout
    layout.appendHeader(to: &output.bytes)
    let rows = held
    held = []
    for cells in rows { try print(cells, layout, into: &output) }
  }

  private func print(_ cells: [String], _ layout: TableLayout, into output: inout RowOutput) throws(RowFailure) {
    try row(into: &output) { bytes in layout.appendRow(cells, to: &bytes) }
  }

  private static func texts(_ row: CQLRow) throws(CQLError) -> [String] {
    try row.decode { cells throws(CQLError) in
      var texts: [String] = []
      texts.reserveCapacity(row.columns.count)
      for column in row.columns {
        let cell = try cells.nextCell()
        do throws(CQLError) { texts.append(try text(cell)) } catch { throw error.at("column \"\(column.name)\"") }
      }
      return texts
    }
  }

  private static func text(_ cell: borrowing CQLCell) throws(CQLError) -> String {
    var bytes: [UInt8] = []
    if cell.isNull || cell.type.hasParts {
      try JSONText.append(cell, to: &bytes)
    } else {
      try ScalarText.append(cell, to: &bytes)
    }
    return TerminalText.harmless(String(decoding: bytes, as: UTF8.self))
  }
}
