import CQLPaging

/// Comma-separated values as RFC 4180 has them: a header, lines that end with CR LF, quotes where a value needs them.
///
/// Null is empty; a value that is there and has no text is `""`. Values with parts are their JSON.
struct CSVWriter: RowWriter {
  private(set) var header: String?
  /// Those that the header is of.
  private var columns: Columns?

  /// - Parameter header: what an earlier run has printed above the rows that these follow.
  init(continuing header: String? = nil) { self.header = header }

  mutating func beginPage(_ columns: Columns, into output: inout RowOutput) throws(RowFailure) {
    guard columns != self.columns else { return }
    var line: [UInt8] = []
    for (index, column) in columns.enumerated() {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      Self.append(Array(column.name.utf8), to: &line)
    }
    line += "\r\n".utf8
    let text = String(decoding: line, as: UTF8.self)
    guard self.columns == nil, text == header ?? text else {
      throw .row(
        CQLError(
          .unexpectedResponse,
          "the table's columns have changed, and a CSV has one header: go on into another file from the cursor"))
    }
    if header == nil { output.bytes += line }
    header = text
    self.columns = columns
  }

  func write(_ row: CQLRow, into output: inout RowOutput) throws(RowFailure) {
    try self.row(into: &output) { bytes throws(CQLError) in
      try row.decode { cells throws(CQLError) in
        for (index, column) in row.columns.enumerated() {
          if index > 0 { bytes.append(UInt8(ascii: ",")) }
          let cell = try cells.nextCell()
          do throws(CQLError) { try Self.append(cell, to: &bytes) } catch {
            throw error.at("column \"\(column.name)\"")
          }
        }
      }
      bytes += "\r\n".utf8
    }
  }

  func endPage(into output: inout RowOutput) {}
  func finish(into output: inout RowOutput) {}

  private static func append(_ cell: borrowing CQLCell, to bytes: inout [UInt8]) throws(CQLError) {
    if cell.isNull { return }
    switch cell.type {
    case .text, .ascii:
      ScalarText.withUTF8(cell) { append($0, to: &bytes) }
    case let type where type.hasParts:
      var text: [UInt8] = []
      try JSONText.append(cell, to: &text)
      append(text, to: &bytes)
    default:
      let start = bytes.count
      try ScalarText.append(cell, to: &bytes)
      if bytes.count == start { bytes += "\"\"".utf8 }
    }
  }

  private static func append(_ text: some Collection<UInt8>, to bytes: inout [UInt8]) {
    let needsQuotes =
      text.isEmpty
      || text.contains {
        $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
      }
    guard needsQuotes else { return bytes += text }
    bytes.append(UInt8(ascii: "\""))
    for byte in text {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
