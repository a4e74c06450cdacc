import CQLPaging

/// Values as the JSON that Cassandra 5.0's `SELECT JSON` prints. Map keys hold such text inside of strings, so its form
/// is kept to the letter: spaces behind colons and commas, numbers as Java writes them.
enum JSONText {
  static func append(
    _ cell: borrowing CQLCell, inColumn name: @autoclosure () -> String, to bytes: inout [UInt8]
  ) throws(CQLError) {
    do throws(CQLError) { try append(cell, to: &bytes) } catch { throw error.at("column \"\(name())\"") }
  }

  static func append(_ cell: borrowing CQLCell, to bytes: inout [UInt8]) throws(CQLError) {
    if cell.isNull {
      bytes += "null".utf8
      return
    }
    switch cell.type {
    case .list, .set, .vector:
      try appendList(cell, to: &bytes)
    case .map:
      try appendMap(cell, to: &bytes)
    case .tuple(let elements):
      try appendTuple(cell, elements.count, to: &bytes)
    case .udt(let type):
      try appendObject(cell, type, to: &bytes)
    default:
      try appendScalar(cell, to: &bytes)
    }
  }

  /// The name of a column or field. As in Cassandra, one that needs quotes in CQL for its upper case carries them.
  static func appendName(_ name: String, to bytes: inout [UInt8]) {
    appendString((name == name.lowercased() ? name : "\"\(name)\"").utf8, to: &bytes)
  }

  static func appendString(_ text: some Sequence<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text { appendEscaped(byte, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func appendScalar(_ cell: borrowing CQLCell, to bytes: inout [UInt8]) throws(CQLError) {
    switch cell.type {
    case .text, .ascii:
      ScalarText.withUTF8(cell) { appendString($0, to: &bytes) }
    case .boolean where cell.count > 0:
      try ScalarText.append(cell, to: &bytes)
    case let type where type.isNumber && cell.count > 0:
      let start = bytes.count
      try ScalarText.append(cell, to: &bytes)
      // JSON has no word for NaN and the infinities.
      if bytes[bytes.count - 1] > UInt8(ascii: "9") { bytes.replaceSubrange(start..., with: "null".utf8) }
    default:
      // No other type's text has a character that needs an escape.
      bytes.append(UInt8(ascii: "\""))
      try ScalarText.append(cell, to: &bytes)
      bytes.append(UInt8(ascii: "\""))
    }
  }

  private static let hexadecimalDigits = Array("0123456789ABCDEF".utf8)

  private static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): bytes += "\\\"".utf8
    case UInt8(ascii: "\\"): bytes += "\\\\".utf8
    case 0x08: bytes += "\\b".utf8
    case 0x09: bytes += "\\t".utf8
    case 0x0A: bytes += "\\n".utf8
    case 0x0C: bytes += "\\f".utf8
    case 0x0D: bytes += "\\r".utf8
    case 0..<0x20:
      bytes += "\\u00".utf8
      bytes.append(UInt8(ascii: "0") + (byte >> 4))
      bytes.append(hexadecimalDigits[Int(byte & 15)])
    default: bytes.append(byte)
    }
  }
}

// Values with parts.
extension JSONText {
  private static func appendList(_ cell: borrowing CQLCell, to bytes: inout [UInt8]) throws(CQLError) {
    guard cell.count > 0 else { return appendEmpty(to: &bytes) }
    bytes.append(UInt8(ascii: "["))
    var index = 0
    try cell.forEachPart { part throws(CQLError) in
      if index > 0 { bytes += ", ".utf8 }
      try append(part, to: &bytes)
      index += 1
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private static func appendMap(_ cell: borrowing CQLCell, to bytes: inout [UInt8]) throws(CQLError) {
    guard cell.count > 0 else { return appendEmpty(to: &bytes) }
    bytes.append(UInt8(ascii: "{"))
    var index = 0
    try cell.forEachPart { part throws(CQLError) in
      if index.isMultiple(of: 2) {
        if index > 0 { bytes += ", ".utf8 }
        try appendKey(part, to: &bytes)
        bytes += ": ".utf8
      } else {
        try append(part, to: &bytes)
      }
      index += 1
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// A key that is no string in JSON becomes one with its JSON inside: `{"[1, 2]": 3}`.
  private static func appendKey(_ cell: borrowing CQLCell, to bytes: inout [UInt8]) throws(CQLError) {
    let start = bytes.count
    try append(cell, to: &bytes)
    guard bytes[start] != UInt8(ascii: "\"") else { return }
    let text = Array(bytes[start...])
    bytes.removeSubrange(start...)
    appendString(text, to: &bytes)
  }

  /// Elements that were never written, behind the last one, are null.
  private static func appendTuple(_ cell: borrowing CQLCell, _ count: Int, to bytes: inout [UInt8]) throws(CQLError) {
    guard cell.count > 0 else { return appendEmpty(to: &bytes) }
    bytes.append(UInt8(ascii: "["))
    var index = 0
    try cell.forEachPart { part throws(CQLError) in
      if index > 0 { bytes += ", ".utf8 }
      try append(part, to: &bytes)
      index += 1
    }
    for missing in index..<max(count, index) { bytes += missing > 0 ? ", null".utf8 : "null".utf8 }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Fields that were added to the type after the value was written are null.
  private static func appendObject(
    _ cell: borrowing CQLCell, _ type: UserDefinedType, to bytes: inout [UInt8]
  ) throws(CQLError) {
    bytes.append(UInt8(ascii: "{"))
    var index = 0
    try cell.forEachPart { part throws(CQLError) in
      appendField(type.fields[index].name, index, to: &bytes)
      try append(part, to: &bytes)
      index += 1
    }
    for field in type.fields.dropFirst(index) {
      appendField(field.name, index, to: &bytes)
      bytes += "null".utf8
      index += 1
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private static func appendField(_ name: String, _ index: Int, to bytes: inout [UInt8]) {
    if index > 0 { bytes += ", ".utf8 }
    appendName(name, to: &bytes)
    bytes += ": ".utf8
  }

  /// An empty value of a type that is never empty; only old interfaces could write one.
  private static func appendEmpty(to bytes: inout [UInt8]) { bytes += "\"\"".utf8 }
}
