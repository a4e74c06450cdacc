import CQLPaging

/// Reads CQL literals.
struct CQLTermParser {
  private let text: [Character]
  private var index = 0

  init(_ text: String) { self.text = Array(text) }

  mutating func parse() throws(CQLError) -> CQLTerm {
    skipSpace()
    guard index < text.count, "'[{(".contains(text[index]) else { return .bare(String(text)) }
    let term = try term(depth: 0)
    skipSpace()
    guard index == text.count else { throw failure("something follows the literal") }
    return term
  }

  private mutating func term(depth: Int) throws(CQLError) -> CQLTerm {
    guard depth < CQLType.maximumDepth else { throw failure("brackets are more than 32 deep") }
    skipSpace()
    guard index < text.count else { throw failure("a value is missing") }
    switch text[index] {
    case "'": return .quoted(try quoted(by: "'"))
    case "\"": return .bare("\"\(try quoted(by: "\""))\"")
    case "[": return .list(try terms(until: "]", depth))
    case "(": return .tuple(try terms(until: ")", depth))
    case "{": return try braces(depth)
    default: return .bare(try bareWord())
    }
  }

  /// The terms between the bracket that `index` stands at and `end`.
  private mutating func terms(until end: Character, _ depth: Int) throws(CQLError) -> [CQLTerm] {
    index += 1
    var terms: [CQLTerm] = []
    if take(end) { return terms }
    repeat { terms.append(try term(depth: depth + 1)) } while take(",")
    guard take(end) else { throw failure("\"\(end)\" or a comma is missing") }
    return terms
  }

  /// A set or a map; the first colon tells.
  private mutating func braces(_ depth: Int) throws(CQLError) -> CQLTerm {
    index += 1
    if take("}") { return .set([]) }
    let first = try term(depth: depth + 1)
    guard take(":") else {
      var elements = [first]
      while take(",") { elements.append(try term(depth: depth + 1)) }
      guard take("}") else { throw failure("\"}\" or a comma is missing") }
      return .set(elements)
    }
    var entries = [CQLTerm.Entry(key: first, value: try term(depth: depth + 1))]
    while take(",") {
      let key = try term(depth: depth + 1)
      guard take(":") else { throw failure("\":\" is missing behind a key") }
      entries.append(CQLTerm.Entry(key: key, value: try term(depth: depth + 1)))
    }
    guard take("}") else { throw failure("\"}\" or a comma is missing") }
    return .map(entries)
  }

  /// Text between quotes, in which two quotes stand for one.
  private mutating func quoted(by quote: Character) throws(CQLError) -> String {
    index += 1
    var content = ""
    while index < text.count {
      let character = text[index]
      index += 1
      if character == quote {
        guard index < text.count, text[index] == quote else { return content }
        index += 1
      }
      content.append(character)
    }
    throw failure("the closing \(quote) is missing")
  }

  private mutating func bareWord() throws(CQLError) -> String {
    let start = index
    while index < text.count, !text[index].isWhitespace, !",:]})'\"[{(".contains(text[index]) { index += 1 }
    guard index > start else { throw failure("a value is missing") }
    return String(text[start..<index])
  }

  private mutating func take(_ character: Character) -> Bool {
    skipSpace()
    guard index < text.count, text[index] == character else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while index < text.count, text[index].isWhitespace { index += 1 }
  }

  /// Says where, and shows nothing of the value.
  private func failure(_ what: String) -> CQLError {
    CQLError(.wrongValues, "no CQL literal: \(what), at character \(index + 1); plain text goes in '…'")
  }
}
