// How positions are written down: numbers as unsigned LEB128, or big-endian where their width is fixed.

extension [UInt8] {
  mutating func append(bigEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
  }

  /// Appends a number, which must not be below 0, as an unsigned LEB128.
  mutating func append(variable value: Int) {
    var rest = UInt64(value)
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  /// Appends bytes with their number in front, so that ("ab", "c") and ("a", "bc") differ.
  mutating func append(field bytes: some Collection<UInt8>) {
    append(variable: bytes.count)
    append(contentsOf: bytes)
  }
}

/// Reads what was written so. Whatever it does not understand is `.invalidCursor`; there is one reading of each text.
struct PositionReader {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func bytes(_ count: Int) throws(CQLError) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw CQLError(.invalidCursor, "the cursor is cut short") }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func byte() throws(CQLError) -> UInt8 { try integer(UInt8.self) }

  mutating func integer<Integer: FixedWidthInteger>(_: Integer.Type) throws(CQLError) -> Integer {
    try bytes(Integer.bitWidth / 8).reduce(0) { $0 << 8 | Integer(truncatingIfNeeded: $1) }
  }

  mutating func variable() throws(CQLError) -> Int {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: UInt64(63), by: 7) {
      let byte = try byte()
      value |= UInt64(byte & 0x7F) << shift
      if byte >= 0x80 { continue }
      // A last group of zero would be a second way to write the same number.
      guard byte != 0 || shift == 0 else { break }
      return Int(value)
    }
    throw CQLError(.invalidCursor, "a number in the cursor is too large, or written too long")
  }

  mutating func field() throws(CQLError) -> ArraySlice<UInt8> { try bytes(try variable()) }

  func checkEnd() throws(CQLError) {
    guard rest.isEmpty else { throw CQLError(.invalidCursor, "the cursor has \(rest.count) bytes too many") }
  }
}
