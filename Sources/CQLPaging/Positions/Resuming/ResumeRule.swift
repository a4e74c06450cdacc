/// From where on a server goes on from a position, and does not start again at row 0 without a word.
///
/// Apache Cassandra reads a statement whose LIMIT is not above the page size without paging, and looks at no position
/// then, however little of the LIMIT is left. PER PARTITION LIMIT does not count, and GROUP BY is exempt. (So are
/// aggregates, but their one row leaves nothing to resume.)
enum ResumeRule: Hashable, Sendable {
  /// At every page size.
  case always
  /// At page sizes below this LIMIT.
  case below(limit: Int)
  /// Never: what it is.
  case never(String)

  /// What page sizes have to stay below; nil where nothing holds them.
  var limit: Int? {
    if case .below(let limit) = self { limit } else { nil }
  }
}

extension Statement {
  /// What the text and the LIMIT that is bound to it say. It costs a walk over the text.
  var resumeRule: ResumeRule {
    let outline = StatementOutline(text)
    if outline.isWrite { return .never("a statement that writes") }
    if outline.isVectorSearch { return .never("a vector search (ORDER BY … ANN OF)") }
    guard !outline.groups, let limit = outline.limit.flatMap(rows), limit > 0 else { return .always }
    return .below(limit: limit)
  }

  /// The number of rows, where it can be known here; elsewhere the server refuses the statement.
  private func rows(of limit: StatementOutline.Limit) -> Int? {
    switch limit {
    case .rows(let rows): rows
    case .marker(let index, let name): boundValue(at: index, name: name).flatMap(Int.init(limit:))
    }
  }

  private func boundValue(at index: Int, name: String?) -> (any CQLEncodable)? {
    switch values {
    case .none: nil
    case .positional(let values): values.indices.contains(index) ? values[index] : nil
    // A `?` behind LIMIT has this name among the bind markers of a prepared statement.
    case .named(let values): values[name ?? "[limit]"]
    }
  }
}

extension Int {
  /// The value of a LIMIT's bind marker, which is an `int`.
  fileprivate init?(limit value: any CQLEncodable) {
    var writer = CellWriter()
    // What cannot be bound to an int fails when it is bound, with a better message.
    guard (try? writer.writeCell(value, as: .int)) != nil, writer.bytes.starts(with: [0, 0, 0, 4]) else { return nil }
    self = Int(writer.bytes.dropFirst(4).reduce(Int32(0)) { $0 << 8 | Int32($1) })
  }
}
