import CQLNativeProtocol
@testable import CQLPageOutput
@testable import CQLPaging
import Foundation

/// The body of a RESULT whose rows are to be read; nil where it is none.
private func rows(_ bytes: UnsafeRawBufferPointer) -> CQLRows? {
  let header = FrameHeader(stream: 1, opcode: .result, bodyLength: bytes.count)
  let frame = Frame(header: header, body: PageBuffer(bytes))
  guard let message = try? ResponseMessage(decoding: frame), case .result(.rows(let result)) = message.response else {
    return nil
  }
  return try? result.rows()
}

func fuzzCells(_ bytes: UnsafeRawBufferPointer) {
  guard let rows = rows(bytes) else { return }
  for row in rows.prefix(64) {
    for index in rows.columns.indices.prefix(32) {
      if let value = try? row.decode(CQLValue.self, at: index) {
        _ = "\(value)"
        checkAgain(value, as: rows.columns[index].type)
      }
      readAsEveryType(row, index)
    }
    _ = try? row.decode(Everything.self)
  }
}

/// What was read can be written as the column's type, and is read as the same then. NaN is not equal to itself. Fields of a
/// user-defined type are written by their names, of which no server has two that are the same.
private func checkAgain(_ value: CQLValue, as type: CQLType) {
  guard !type.hasTwinFields else { return }
  var writer = CellWriter()
  guard (try? writer.writeCell(value, as: type)) != nil, !writer.bytes.starts(with: [0xFF, 0xFF, 0xFF, 0xFE]) else {
    return
  }
  let columns = Columns([Column(name: "again", type: type)])
  guard
    let storage = try? CQLRows.Storage(buffer: PageBuffer(writer.bytes), start: 0, rowCount: 1, columns: columns),
    let again = try? CQLRows(storage: storage)[0].decode(CQLValue.self, at: 0)
  else { fatalError("a value that was read and written cannot be read again") }
  require(again == value || "\(value)".contains("nan"), "a value that was written is read as another")
}

extension CQLType {
  fileprivate var hasTwinFields: Bool {
    switch self {
    case .list(let element), .set(let element), .vector(let element, _): element.hasTwinFields
    case .map(let key, let value): key.hasTwinFields || value.hasTwinFields
    case .tuple(let elements): elements.contains { $0.hasTwinFields }
    case .udt(let type):
      Set(type.fields.map(\.name)).count < type.fields.count || type.fields.contains { $0.type.hasTwinFields }
    default: false
    }
  }
}

private func readAsEveryType(_ row: CQLRow, _ index: Int) {
  func read<Value: CQLDecodable>(_: Value.Type) { _ = try? row.decode(Value?.self, at: index) }
  read(Bool.self)
  read(Int8.self)
  read(Int16.self)
  read(Int32.self)
  read(Int.self)
  read(UInt64.self)
  read(Float.self)
  read(Double.self)
  read(String.self)
  read(CQLText.self)
  read(CQLBytes.self)
  read([UInt8].self)
  read(Data.self)
  read(Date.self)
  read(UUID.self)
  read(Decimal.self)
  read(CQLDate.self)
  read(CQLTime.self)
  read(CQLTimestamp.self)
  read(CQLDuration.self)
  read(CQLDecimal.self)
  read(CQLVarint.self)
  read(CQLInet.self)
  read([Int32].self)
  read([Float].self)
  read(Set<String>.self)
  read([String: Int64].self)
  read([[CQLValue]].self)
  read([CQLValue: [CQLValue]].self)
}

/// Reads rows by the names of columns that the recorded pages have.
private struct Everything: Decodable {
  let i: Int?
  let v: String?
}

func fuzzOutput(_ bytes: UnsafeRawBufferPointer) {
  guard let rows = rows(bytes) else { return }
  // Columns without end are for the decoder's own target.
  guard rows.columns.count <= 256 else { return }
  let lines = printed(rows, JSONLinesWriter())
  for line in lines.split(separator: UInt8(ascii: "\n")) where String(validating: line, as: UTF8.self) != nil {
    require(JSONSyntax.isValid(line), "a line is no JSON: \(String(decoding: line, as: UTF8.self))")
  }
  _ = printed(rows, CSVWriter())
  _ = printed(rows, TableWriter(width: 80))
}

private func printed(_ rows: CQLRows, _ writer: some RowWriter) -> [UInt8] {
  var writer = writer
  let sink = Sink()
  var output = RowOutput(sink: sink)
  do throws(RowFailure) {
    try writer.beginPage(rows.columns, into: &output)
    for row in rows.prefix(64) { try writer.write(row, into: &output) }
    try writer.endPage(into: &output)
    try writer.finish(into: &output)
  } catch {
    // A row whose bytes are no values.
  }
  try? output.flush()
  return sink.bytes
}

private final class Sink: ByteSink {
  private(set) var bytes: [UInt8] = []

  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputFailure) -> Int {
    self.bytes += bytes
    return bytes.count
  }
}
