/// A statement that a server has parsed, and what it said about it.
///
/// It holds no server's id: where a node does not know the statement (after a restart, after ALTER, on another node) the
/// session prepares it again by itself.
public struct PreparedStatement: Sendable {
  /// What bound statements begin with: text, page size, consistency and the like, but no values.
  public var template: Statement
  /// The bind markers, in their order.
  public let bindMarkers: Columns
  /// The positions in ``bindMarkers`` of the partition key's columns, in the key's order; empty where the markers do
  /// not bind the whole key.
  public let partitionKeyIndexes: [Int]
  /// The columns of the result when it was prepared; empty for statements without one.
  public let columns: Columns

  /// What a source makes of a server's answer to PREPARE. Values of `template` are left out.
  public init(template: Statement, bindMarkers: Columns, partitionKeyIndexes: [Int], columns: Columns) {
    self.template = template
    self.template.preparation = .always
    self.template.values = .none
    self.bindMarkers = bindMarkers
    self.partitionKeyIndexes = partitionKeyIndexes
    self.columns = columns
  }

  /// A statement with a value for each bind marker. What it says of its own, such as its page size, goes before the
  /// prepared statement's.
  ///
  /// - Throws: `.wrongValues` where there are more or fewer values than markers.
  public func bind(_ values: any CQLEncodable...) throws(CQLError) -> Statement {
    try bind(.positional(values))
  }

  /// A statement with a value for each named bind marker.
  ///
  /// - Throws: `.wrongValues` where a marker has no value, or a value no marker.
  public func bind(named values: [String: any CQLEncodable]) throws(CQLError) -> Statement {
    try bind(.named(values))
  }

  private func bind(_ values: BoundValues) throws(CQLError) -> Statement {
    _ = try values.inOrder(of: bindMarkers)
    var statement = template
    statement.values = values
    return statement
  }
}

extension BoundValues {
  /// The values in the order of a prepared statement's markers.
  ///
  /// - Throws: `.wrongValues` where they do not pair up.
  package func inOrder(of markers: Columns) throws(CQLError) -> [any CQLEncodable] {
    switch self {
    case .none:
      try checkCount(markers)
      return []
    case .positional(let values):
      try checkCount(markers)
      return values
    case .named(let values):
      for name in values.keys.sorted() where markers.position(of: name) == nil {
        throw CQLError(.wrongValues, "there is no bind marker \"\(name)\"; the statement has \(Self.names(markers))")
      }
      var ordered: [any CQLEncodable] = []
      for marker in markers {
        guard let value = values[marker.name] else {
          throw CQLError(.wrongValues, "the bind marker \"\(marker.name)\" has no value")
        }
        ordered.append(value)
      }
      return ordered
    }
  }

  private func checkCount(_ markers: Columns) throws(CQLError) {
    guard count == markers.count else {
      throw CQLError(
        .wrongValues, "\(self) given for \(markers.count) bind markers: the statement has \(Self.names(markers))")
    }
  }

  private static func names(_ markers: Columns) -> String {
    markers.isEmpty ? "none" : markers.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
  }
}
