/// The tokens of a CQL text, as far as the resume guards need them: strings, quoted names and comments are passed over.
///
/// It is lenient where a server is strict: a text that no server accepts gives some tokens, and the server has its say.
struct CQLTokens: Sequence, IteratorProtocol {
  enum Token {
    /// A keyword, or a name without quotes, as it is written.
    case word(Substring.UTF8View.SubSequence)
    /// Digits.
    case number(Substring.UTF8View.SubSequence)
    /// `?` (no name), or `:name` as the server knows it.
    case marker(name: String?)
    /// A string, a quoted name, a sign.
    case other
  }

  private var rest: Substring.UTF8View
  private var braces = 0
  /// Whether the token before this one can be a value: a `:` behind it, within braces, is no bind marker.
  private var isBehindValue = false

  init(_ text: String) { rest = text[...].utf8 }

  mutating func next() -> Token? {
    skipSpaceAndComments()
    guard let first = rest.first else { return nil }
    let token = token(beginningWith: first)
    switch token {
    case .other: isBehindValue = "'\"$)]}".utf8.contains(first)
    default: isBehindValue = true
    }
    return token
  }

  private mutating func token(beginningWith first: UInt8) -> Token {
    switch first {
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      skipQuoted(by: first)
      return .other
    case UInt8(ascii: "$") where rest.dropFirst().first == first:
      rest = rest.dropFirst(2)
      skip(behind: "$$")
      return .other
    case UInt8(ascii: "?"):
      rest = rest.dropFirst()
      return .marker(name: nil)
    case UInt8(ascii: ":") where braces == 0 || !isBehindValue:
      rest = rest.dropFirst()
      return marker()
    case _ where first.isDigit: return .number(take(while: \.isDigit))
    case _ where first.isWordStart: return .word(take { $0.isWordStart || $0.isDigit })
    default:
      if first == UInt8(ascii: "{") { braces += 1 }
      if first == UInt8(ascii: "}") { braces -= 1 }
      rest = rest.dropFirst()
      return .other
    }
  }

  private mutating func marker() -> Token {
    guard let first = rest.first else { return .other }
    if first.isWordStart { return .marker(name: String(Substring(take { $0.isWordStart || $0.isDigit })).lowercased()) }
    guard first == UInt8(ascii: "\"") else { return .other }
    let start = rest
    skipQuoted(by: first)
    let quoted = Substring(start[start.startIndex..<rest.startIndex]).dropFirst().dropLast()
    return .marker(
      name: String(quoted).split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\""))
  }

  private mutating func skipSpaceAndComments() {
    while let first = rest.first {
      switch (first, rest.dropFirst().first) {
      case (0x20, _), (0x09...0x0D, _): rest = rest.dropFirst()
      case (UInt8(ascii: "-"), UInt8(ascii: "-")), (UInt8(ascii: "/"), UInt8(ascii: "/")):
        rest = rest.drop { $0 != 0x0A && $0 != 0x0D }
      case (UInt8(ascii: "/"), UInt8(ascii: "*")):
        rest = rest.dropFirst(2)
        skip(behind: "*/")
      default: return
      }
    }
  }

  /// Past a text in quotes, in which the quote itself stands twice.
  private mutating func skipQuoted(by quote: UInt8) {
    repeat {
      rest = rest.dropFirst().drop { $0 != quote }.dropFirst()
    } while rest.first == quote
  }

  private mutating func skip(behind end: StaticString) {
    let end = (end.utf8Start[0], end.utf8Start[1])
    while let first = rest.popFirst() {
      if first == end.0, rest.first == end.1 {
        rest = rest.dropFirst()
        return
      }
    }
  }

  private mutating func take(while belongs: (UInt8) -> Bool) -> Substring.UTF8View {
    let taken = rest.prefix(while: belongs)
    rest = rest[taken.endIndex...]
    return taken
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  fileprivate var isWordStart: Bool {
    self == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}
