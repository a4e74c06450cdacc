/// Whether bytes are one JSON value (RFC 8259). Foundation's reader refuses numbers that no Double holds, such as decimals
/// with an exponent of ten digits.
struct JSONSyntax {
  private let bytes: ArraySlice<UInt8>
  private var offset: Int

  static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
    var reader = JSONSyntax(bytes)
    return reader.value() && reader.offset == bytes.endIndex
  }

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    offset = bytes.startIndex
  }

  private mutating func value() -> Bool {
    skipSpaces()
    defer { skipSpaces() }
    guard offset < bytes.endIndex else { return false }
    switch bytes[offset] {
    case UInt8(ascii: "{"):
      return members("{", "}") { reader in
        reader.skipSpaces()
        return reader.string() && reader.skip(":") && reader.value()
      }
    case UInt8(ascii: "["): return members("[", "]") { $0.value() }
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "n"): return "null".allSatisfy { skip($0) }
    case UInt8(ascii: "t"): return "true".allSatisfy { skip($0) }
    case UInt8(ascii: "f"): return "false".allSatisfy { skip($0) }
    default: return number()
    }
  }

  private mutating func members(_ open: Character, _ close: Character, _ member: (inout Self) -> Bool) -> Bool {
    guard skip(open) else { return false }
    skipSpaces()
    if skip(close) { return true }
    repeat {
      guard member(&self) else { return false }
      skipSpaces()
    } while skip(",")
    return skip(close)
  }

  private mutating func string() -> Bool {
    guard skip("\"") else { return false }
    while offset < bytes.endIndex {
      let byte = bytes[offset]
      offset += 1
      if byte == UInt8(ascii: "\"") { return true }
      if byte < 0x20 { return false }
      guard byte == UInt8(ascii: "\\") else { continue }
      guard offset < bytes.endIndex, "\"\\/bfnrtu".utf8.contains(bytes[offset]) else { return false }
      let digits = bytes[offset] == UInt8(ascii: "u") ? 4 : 0
      offset += 1
      for _ in 0..<digits {
        guard offset < bytes.endIndex, Character(Unicode.Scalar(bytes[offset])).isHexDigit else { return false }
        offset += 1
      }
    }
    return false
  }

  private mutating func number() -> Bool {
    _ = skip("-")
    let start = offset
    guard digits() else { return false }
    if bytes[start] == UInt8(ascii: "0"), offset > start + 1 { return false }
    if skip("."), !digits() { return false }
    if skip("e") || skip("E") {
      if !skip("+") { _ = skip("-") }
      return digits()
    }
    return true
  }

  private mutating func digits() -> Bool {
    let start = offset
    while offset < bytes.endIndex, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) { offset += 1 }
    return offset > start
  }

  private mutating func skip(_ character: Character) -> Bool {
    guard offset < bytes.endIndex, bytes[offset] == character.asciiValue else { return false }
    offset += 1
    return true
  }

  private mutating func skipSpaces() { while skip(" ") {} }
}
