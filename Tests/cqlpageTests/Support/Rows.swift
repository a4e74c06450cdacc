import CQLPaging

@testable import cqlpage

/// Rows of one column and several values, or of several columns.
func makeRows(_ columns: [(String, CQLType)], _ rows: [[any CQLEncodable]]) throws -> CQLRows {
  var writer = CellWriter()
  for row in rows {
    for (value, column) in zip(row, columns) { try writer.writeCell(value, as: column.1) }
  }
  return try CQLRows(
    storage: CQLRows.Storage(
      buffer: PageBuffer(writer.bytes), start: 0, rowCount: rows.count,
      columns: Columns(columns.map { Column(name: $0.0, type: $0.1) })))
}

/// Bytes as they are, whatever the column's type.
struct RawBytes: CQLEncodable {
  let bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }
  var naturalType: CQLType { .blob }
  func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) { writer.write(bytes) }
}

/// A literal as `--bind` takes it, as a value for these rows.
func literal(_ text: String) throws -> CQLLiteral { try CQLLiteral(text) }

/// Everything that a sink was given, and the rules for what it takes.
final class Collected {
  var bytes: [UInt8] = []
  /// So many bytes are taken; then `failure` is thrown.
  var room = Int.max
  var failure = OutputFailure.readerGone
  /// No piece is longer.
  var piece = Int.max

  var text: String { String(decoding: bytes, as: UTF8.self) }
  var lines: [String] { text.split(whereSeparator: \.isNewline).map(String.init) }
}

struct CollectingSink: ByteSink {
  let collected: Collected

  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(OutputFailure) -> Int {
    let taken = min(bytes.count, collected.room, collected.piece)
    guard taken > 0 else { throw collected.failure }
    collected.bytes += bytes.prefix(taken)
    collected.room -= taken
    return taken
  }
}

/// What a writer makes of one page of rows.
func printed(_ format: RowFormat, width: Int? = nil, _ pages: CQLRows...) throws -> String {
  let collected = Collected()
  var output = RowOutput(sink: CollectingSink(collected: collected))
  var writer = format.writer(width: width)
  for rows in pages {
    try writer.beginPage(rows.columns, into: &output)
    for row in rows { try writer.write(row, into: &output) }
    try writer.endPage(into: &output)
  }
  try writer.finish(into: &output)
  try output.flush()
  return collected.text
}
