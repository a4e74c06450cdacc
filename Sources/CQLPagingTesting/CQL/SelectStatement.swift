/// The statements that the fake understands.
enum FakeStatement: Equatable {
  case select(SelectStatement)
  /// `USE keyspace`
  case use(keyspace: String)
}

/// A SELECT as it is written, before its names have been looked up.
struct SelectStatement: Equatable {
  /// The columns, or nil for `*`.
  var columns: [String]?
  var keyspace: String?
  var table: String
  var relations: [Relation] = []
  var limit: Term?
  var allowsFiltering = false
  /// The bind markers in their order: a name, or nil for `?`.
  var markers: [String?] = []

  /// One condition of the WHERE clause.
  enum Relation: Equatable {
    case equal(column: String, Term)
    /// `column IN (…)`
    case anyOf(column: String, [Term])
    /// `column IN ?`, with a list as its value.
    case inMarker(column: String, marker: Int)
    case token(columns: [String], Comparison, Term)
  }

  enum Comparison: String {
    case less = "<"
    case lessOrEqual = "<="
    case equal = "="
    case greaterOrEqual = ">="
    case greater = ">"
  }

  /// A value that stands in the text, or the position of a bind marker.
  enum Term: Equatable {
    case literal(Literal)
    case marker(Int)
  }
}
