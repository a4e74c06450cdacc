import CQLPaging
import Foundation
import Testing

/// A page of rows, from cells as they stand on the wire.
func makeRows(_ columns: [Column], _ rows: [[[UInt8]?]]) throws(CQLError) -> CQLRows {
  var bytes: [UInt8] = []
  for cell in rows.joined() {
    let length = Int32(cell?.count ?? -1)
    withUnsafeBytes(of: length.bigEndian) { bytes.append(contentsOf: $0) }
    bytes += cell ?? []
  }
  return CQLRows(
    storage: try CQLRows.Storage(buffer: PageBuffer(bytes), start: 0, rowCount: rows.count, columns: Columns(columns)))
}

/// A row of the given cells; columns are called c0, c1, … where no names are given.
func makeRow(_ cells: [(CQLType, [UInt8]?)], names: [String] = []) throws -> CQLRow {
  let columns = cells.enumerated().map { index, cell in
    Column(name: index < names.count ? names[index] : "c\(index)", type: cell.0)
  }
  return try makeRows(columns, [cells.map(\.1)])[0]
}

/// A cell of a type, read as a Swift type: in a row of its own, and once more as the only element of a list, which goes
/// another way.
func decode<Value: CQLDecodable & Equatable>(
  _: Value.Type, _ bytes: [UInt8]?, as type: CQLType
) throws -> Value {
  let value = try makeRow([(type, bytes)]).decode(Value.self, at: 0)
  let length = withUnsafeBytes(of: Int32(bytes?.count ?? -1).bigEndian) { Array($0) }
  let list = try makeRow([(.list(type), [0, 0, 0, 1] + length + (bytes ?? []))]).decode([Value].self, at: 0)
  guard list == [value] || value != value else {
    throw CQLError(.malformedValue, "a row and a list give different values")
  }
  return value
}

/// The bytes of a value as a type; nil for null.
func encode(_ value: some CQLEncodable, as type: CQLType) throws(CQLError) -> [UInt8]? {
  var writer = CellWriter()
  try writer.writeCell(value, as: type)
  return writer.bytes[0] >= 0x80 ? nil : Array(writer.bytes[4...])
}

/// The code of the error that `body` throws; nil where it throws none.
func code(_ body: () throws -> Void) -> CQLError.Code? {
  do { try body() } catch { return (error as? CQLError)?.code }
  return nil
}

/// Bytes from hexadecimal; spaces are for the eye.
func hex(_ text: String) -> [UInt8] {
  let digits = text.filter { $0 != " " }.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

func uuid(_ text: String) throws -> UUID { try #require(UUID(uuidString: text)) }
