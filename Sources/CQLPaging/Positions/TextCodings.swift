/// base64url without padding: RFC 4648, section 5.
package enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
    return values
  }()

  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 4 + 2) / 3)
    var bits: UInt32 = 0
    var pending = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      pending += 8
      while pending >= 6 {
        pending -= 6
        text.append(alphabet[Int(bits >> UInt32(pending) & 0x3F)])
      }
    }
    if pending > 0 { text.append(alphabet[Int(bits << UInt32(6 - pending) & 0x3F)]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Every text has one reading and every reading one text: leftover bits must be zero.
  package static func decode(_ text: some StringProtocol) throws(CQLError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count * 3 / 4)
    var bits: UInt32 = 0
    var pending = 0
    for (offset, letter) in text.utf8.enumerated() {
      let value = values[Int(letter)]
      guard value != 0xFF else {
        throw CQLError(.invalidCursor, "character \(offset + 1) is not of the base64url alphabet (A–Z a–z 0–9 - _)")
      }
      bits = bits << 6 | UInt32(value)
      pending += 6
      if pending >= 8 {
        pending -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(pending)))
      }
    }
    guard pending < 6, bits & (1 << UInt32(pending) - 1) == 0 else {
      throw CQLError(
        .invalidCursor, "base64url text of \(text.utf8.count) characters is cut short or altered at its end")
    }
    return bytes
  }
}

/// Pairs of hexadecimal digits.
package enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  package static func decode(_ text: some StringProtocol) throws(CQLError) -> [UInt8] {
    guard text.utf8.count.isMultiple(of: 2) else {
      throw CQLError(.invalidCursor, "hexadecimal text of \(text.utf8.count) characters: an even number is needed")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count / 2)
    var high: UInt8?
    for (offset, letter) in text.utf8.enumerated() {
      let digit: UInt8
      switch letter {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = letter - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = letter - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = letter - UInt8(ascii: "A") + 10
      default: throw CQLError(.invalidCursor, "character \(offset + 1) is not a hexadecimal digit")
      }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return bytes
  }
}
