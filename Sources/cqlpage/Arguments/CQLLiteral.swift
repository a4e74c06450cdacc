import CQLPaging

/// A value of `--bind`: a CQL literal, encoded as the type that the prepared statement's marker has.
///
/// `42`, `-1.5e3`, `NaN`, `true`, `null`, `0xcafe`, `'it''s'`, a uuid, a duration `1h30m`, `[1, 2]`, `{'a', 'b'}`,
/// `{'k': 1}`, `(1, 'x')`, `{street: 'x', zip: 1}`. Text that begins with no quote and no bracket is taken as it is:
/// `Ada Lovelace` for a text column, `2020-01-01` for a date, `10.0.0.1` for an inet.
struct CQLLiteral: Sendable, Equatable {
  let source: String
  let term: CQLTerm

  /// - Throws: `.wrongValues` for text that begins like a quoted or bracketed literal and is none.
  init(_ source: String) throws(CQLError) {
    self.source = source
    var parser = CQLTermParser(source)
    term = try parser.parse()
  }
}

extension CQLLiteral: CQLEncodable {
  var naturalType: CQLType { term.naturalType }

  func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    try term.encode(as: type, into: &writer)
  }
}

/// What a literal says, before a type gives it a meaning.
indirect enum CQLTerm: Hashable, Sendable {
  /// Text without quotes: a number, a uuid, a boolean, null, or text as it is.
  case bare(String)
  /// Text that stood in single quotes.
  case quoted(String)
  case list([CQLTerm])
  case set([CQLTerm])
  /// A map or a user-defined type.
  case map([Entry])
  case tuple([CQLTerm])

  struct Entry: Hashable, Sendable {
    let key: CQLTerm
    let value: CQLTerm
  }
}
