/// What tells one statement's positions from another's: its text, and how many values it has.
///
/// Values themselves are not compared, because they have no bytes before their columns are known.
struct StatementKey: Hashable, Sendable {
  private let text: String
  private let valueCount: Int

  init(_ statement: Statement) {
    text = statement.text
    valueCount = statement.values.count
  }
}
