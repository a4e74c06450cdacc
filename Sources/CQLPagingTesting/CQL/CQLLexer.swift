import CQLPaging

/// Cuts a CQL text into tokens.
struct CQLLexer {
  private let text: [UInt8]
  private var offset = 0

  init(_ text: String) { self.text = Array(text.utf8) }

  /// All tokens of `text`, each with the offset at which it begins; the last is `.end`.
  static func tokens(of text: String) throws(ServerError) -> [(token: CQLToken, offset: Int)] {
    var lexer = CQLLexer(text)
    var tokens: [(token: CQLToken, offset: Int)] = []
    repeat {
      lexer.skipSpace()
      let start = lexer.offset
      tokens.append((try lexer.next(), start))
    } while tokens.last?.token != .end
    return tokens
  }

  private var current: UInt8? { offset < text.count ? text[offset] : nil }

  private func byte(_ distance: Int) -> UInt8? { offset + distance < text.count ? text[offset + distance] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || (0x09...0x0D).contains(byte) { offset += 1 }
  }

  private mutating func next() throws(ServerError) -> CQLToken {
    guard let first = current else { return .end }
    if let uuid = uuid() { return .uuid(uuid) }
    switch first {
    case UInt8(ascii: "'"): return .string(try quoted(by: first))
    case UInt8(ascii: "\""): return .word(try quoted(by: first), isQuoted: true)
    case UInt8(ascii: "?"):
      offset += 1
      return .marker
    case UInt8(ascii: ":"): return .namedMarker(try markerName())
    case UInt8(ascii: "0") where byte(1) == UInt8(ascii: "x") || byte(1) == UInt8(ascii: "X"): return try blob()
    case _ where first.isDigit || (first == UInt8(ascii: "-") && byte(1)?.isDigit == true): return number()
    case _ where first.isWordStart: return .word(word().lowercased(), isQuoted: false)
    default: return sign(first)
    }
  }

  private mutating func word() -> String {
    let start = offset
    while let byte = current, byte.isWordStart || byte.isDigit { offset += 1 }
    return String(decoding: text[start..<offset], as: UTF8.self)
  }

  /// Text between two `quote`s; two in a row stand for one.
  private mutating func quoted(by quote: UInt8) throws(ServerError) -> String {
    let start = offset
    var content: [UInt8] = []
    offset += 1
    while let byte = current {
      offset += 1
      if byte != quote {
        content.append(byte)
      } else if current == quote {
        content.append(quote)
        offset += 1
      } else {
        return String(decoding: content, as: UTF8.self)
      }
    }
    throw .syntax("the quote opened at character \(start + 1) is not closed")
  }

  private mutating func markerName() throws(ServerError) -> String {
    offset += 1
    if current == UInt8(ascii: "\"") { return try quoted(by: UInt8(ascii: "\"")) }
    guard current?.isWordStart == true else { throw .syntax("a name is missing behind ':' at character \(offset)") }
    return word().lowercased()
  }

  private mutating func number() -> CQLToken {
    let start = offset
    var isFloat = false
    offset += 1
    while let byte = current {
      switch byte {
      case _ where byte.isDigit: break
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): isFloat = true
      case UInt8(ascii: "+"), UInt8(ascii: "-"):
        guard text[offset - 1] | 0x20 == UInt8(ascii: "e") else { fallthrough }
      default:
        let digits = String(decoding: text[start..<offset], as: UTF8.self)
        return isFloat ? .float(digits) : .integer(digits)
      }
      offset += 1
    }
    let digits = String(decoding: text[start..<offset], as: UTF8.self)
    return isFloat ? .float(digits) : .integer(digits)
  }

  private mutating func blob() throws(ServerError) -> CQLToken {
    let start = offset
    offset += 2
    var digits: [UInt8] = []
    while let digit = current?.hexDigit {
      digits.append(digit)
      offset += 1
    }
    guard digits.count.isMultiple(of: 2) else {
      throw .syntax("the blob at character \(start + 1) has an odd number of digits")
    }
    return .blob(digits.pairedDigits)
  }

  /// A uuid is the one literal that can begin like a number or like a word, so it is looked for first.
  private mutating func uuid() -> [UInt8]? {
    guard offset + 36 <= text.count else { return nil }
    var digits: [UInt8] = []
    for (index, byte) in text[offset..<offset + 36].enumerated() {
      if [8, 13, 18, 23].contains(index) {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard let digit = byte.hexDigit else { return nil }
        digits.append(digit)
      }
    }
    offset += 36
    return digits.pairedDigits
  }

  private mutating func sign(_ first: UInt8) -> CQLToken {
    offset += 1
    var sign = [first]
    if [UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "!")].contains(first), current == UInt8(ascii: "=") {
      sign.append(UInt8(ascii: "="))
      offset += 1
    }
    return .sign(String(decoding: sign, as: UTF8.self))
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  fileprivate var isWordStart: Bool {
    self == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }

  fileprivate var hexDigit: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension [UInt8] {
  fileprivate var pairedDigits: [UInt8] { stride(from: 0, to: count, by: 2).map { self[$0] << 4 | self[$0 + 1] } }
}
