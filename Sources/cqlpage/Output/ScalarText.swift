import CQLPaging

/// The plain text of values without parts: as `SELECT JSON` prints them, less the quotes.
///
/// An empty value is empty text, whatever its type. Numbers that are none are `NaN`, `Infinity` and `-Infinity`.
enum ScalarText {
  static func append(_ cell: borrowing CQLCell, to bytes: inout [UInt8]) throws(CQLError) {
    switch cell.type {
    case .text, .ascii: withUTF8(cell) { bytes += $0 }
    case .blob, .custom: appendHexadecimal(cell, to: &bytes)
    default: if cell.count > 0 { try appendFilled(cell, to: &bytes) }
    }
  }

  private static func appendFilled(_ cell: borrowing CQLCell, to bytes: inout [UInt8]) throws(CQLError) {
    switch cell.type {
    case .int: bytes += String(try integer(Int32.self, cell)).utf8
    case .bigint, .counter: bytes += String(try integer(Int64.self, cell)).utf8
    case .smallint: bytes += String(try integer(Int16.self, cell)).utf8
    case .tinyint: bytes += String(try integer(Int8.self, cell)).utf8
    case .boolean: bytes += try integer(UInt8.self, cell) == 0 ? "false".utf8 : "true".utf8
    case .double: JavaNumber.append(Double(bitPattern: try integer(UInt64.self, cell)), to: &bytes)
    case .float: JavaNumber.append(Float(bitPattern: try integer(UInt32.self, cell)), to: &bytes)
    case .uuid, .timeuuid: try appendUUID(cell, to: &bytes)
    case .varint: bytes += try CQLVarint(decoding: cell).description.utf8
    case .decimal: bytes += try CQLDecimal(decoding: cell).description.utf8
    case .timestamp: bytes += try CQLTimestamp(decoding: cell).textByEra.utf8
    case .date: bytes += try CQLDate(decoding: cell).description.utf8
    case .time: bytes += try CQLTime(decoding: cell).description.utf8
    case .duration: bytes += try CQLDuration(decoding: cell).description.utf8
    case .inet: bytes += try CQLInet(decoding: cell).description.utf8
    default: throw CQLError(.typeMismatch, "a \(cell.type) has parts")
    }
  }

  /// A text's bytes; what is no UTF-8 in them, which servers do not let in, is replaced by U+FFFD.
  static func withUTF8(_ cell: borrowing CQLCell, _ body: (UnsafeRawBufferPointer) -> Void) {
    cell.withUnsafeBytes { bytes in
      if bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil { return body(bytes) }
      Array(String(decoding: bytes, as: UTF8.self).utf8).withUnsafeBytes(body)
    }
  }

  private static func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
    _: Integer.Type, _ cell: borrowing CQLCell
  ) throws(CQLError) -> Integer {
    guard let value = cell.integer(Integer.self) else {
      throw cell.malformed(Integer.self, expected: "\(MemoryLayout<Integer>.size) bytes")
    }
    return value
  }

  private static let digits = Array("0123456789abcdef".utf8)

  private static func appendHexadecimal(_ cell: borrowing CQLCell, to bytes: inout [UInt8]) {
    bytes += "0x".utf8
    cell.withUnsafeBytes { content in
      for byte in content {
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      }
    }
  }

  private static func appendUUID(_ cell: borrowing CQLCell, to bytes: inout [UInt8]) throws(CQLError) {
    guard cell.count == 16 else {
      throw CQLError(.malformedValue, "a \(cell.type) of \(cell.count) bytes: expected 16 bytes")
    }
    cell.withUnsafeBytes { content in
      for (index, byte) in content.enumerated() {
        if index == 4 || index == 6 || index == 8 || index == 10 { bytes.append(UInt8(ascii: "-")) }
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      }
    }
  }
}

extension CQLType {
  /// Whether JSON has numbers for the type, and tables align it to the right.
  var isNumber: Bool {
    switch self {
    case .bigint, .counter, .decimal, .double, .float, .int, .smallint, .tinyint, .varint: true
    default: false
    }
  }

  var hasParts: Bool {
    switch self {
    case .list, .set, .map, .vector, .tuple, .udt: true
    default: false
    }
  }
}
