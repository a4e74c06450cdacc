import CQLPaging
import CQLSession

/// Statements that were parsed already: every page of a scan has the same text.
final class ParsedStatements: Sendable {
  private static let capacity = 64
  private let parsed = Lock<[String: FakeStatement]>([:])

  /// - Throws: 0x2000 for a text that is not understood.
  func statement(_ text: String) throws(ServerError) -> FakeStatement {
    if let known = parsed.withLock({ $0[text] }) { return known }
    let statement = try SelectParser.parse(text)
    parsed.withLock { parsed in
      if parsed.count >= Self.capacity { parsed = [:] }
      parsed[text] = statement
    }
    return statement
  }
}
