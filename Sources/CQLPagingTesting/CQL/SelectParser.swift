import CQLPaging

/// Reads the little CQL that the fake understands.
struct SelectParser {
  /// What the fake understands, as its syntax errors say it.
  static let grammar = """
    this fake understands: SELECT columns|* FROM [keyspace.]table [WHERE column = value AND column IN (values) \
    AND token(partition key) > value AND token(partition key) <= value] [LIMIT n] [ALLOW FILTERING], and USE keyspace
    """

  private let tokens: [(token: CQLToken, offset: Int)]
  private var position = 0
  private var markers: [String?] = []

  private init(_ text: String) throws(ServerError) { tokens = try CQLLexer.tokens(of: text) }

  /// - Throws: 0x2000, a syntax error that says what is understood.
  static func parse(_ text: String) throws(ServerError) -> FakeStatement {
    var parser = try SelectParser(text)
    let statement: FakeStatement
    if parser.take("use") {
      statement = .use(keyspace: try parser.name("a keyspace"))
    } else {
      statement = .select(try parser.select())
    }
    _ = parser.takeSign(";")
    guard parser.current == .end else { throw parser.unexpected("the end") }
    return statement
  }

  private mutating func select() throws(ServerError) -> SelectStatement {
    try expect("select")
    let columns = takeSign("*") ? nil : try names("a column")
    try expect("from")
    var statement = SelectStatement(columns: columns, table: try name("a table"))
    if takeSign(".") {
      statement.keyspace = statement.table
      statement.table = try name("a table")
    }
    if take("where") {
      repeat { statement.relations.append(try relation()) } while take("and")
    }
    if take("limit") { statement.limit = try term() }
    if take("allow") {
      try expect("filtering")
      statement.allowsFiltering = true
    }
    statement.markers = markers
    return statement
  }

  private mutating func relation() throws(ServerError) -> SelectStatement.Relation {
    if current == .word("token", isQuoted: false), tokens[position + 1].token == .sign("(") {
      position += 2
      let columns = try names("a partition key column")
      try expectSign(")")
      guard case .sign(let sign) = current, let comparison = SelectStatement.Comparison(rawValue: sign) else {
        throw unexpected("a comparison")
      }
      position += 1
      return .token(columns: columns, comparison, try term())
    }
    let column = try name("a column")
    if take("in") { return try inList(column) }
    try expectSign("=")
    return .equal(column: column, try term())
  }

  private mutating func inList(_ column: String) throws(ServerError) -> SelectStatement.Relation {
    if case .marker(let index)? = marker() { return .inMarker(column: column, marker: index) }
    try expectSign("(")
    var terms: [SelectStatement.Term] = []
    repeat { terms.append(try term()) } while takeSign(",")
    try expectSign(")")
    return .anyOf(column: column, terms)
  }

  private mutating func names(_ what: String) throws(ServerError) -> [String] {
    var names: [String] = []
    repeat { names.append(try name(what)) } while takeSign(",")
    return names
  }

  private mutating func name(_ what: String) throws(ServerError) -> String {
    guard case .word(let name, let isQuoted) = current, isQuoted || !Self.reserved.contains(name) else {
      throw unexpected(what)
    }
    position += 1
    return name
  }

  private mutating func marker() -> SelectStatement.Term? {
    switch current {
    case .marker: markers.append(nil)
    case .namedMarker(let name): markers.append(name)
    default: return nil
    }
    position += 1
    return .marker(markers.count - 1)
  }

  private mutating func term() throws(ServerError) -> SelectStatement.Term {
    if let marker = marker() { return marker }
    guard let literal = Literal(current) else { throw unexpected("a value") }
    position += 1
    return .literal(literal)
  }

  private static let reserved: Set<String> = ["select", "from", "where", "and", "limit", "allow", "in", "use", "order"]
}

// Tokens.
extension SelectParser {
  private var current: CQLToken { tokens[position].token }

  private mutating func take(_ keyword: String) -> Bool {
    guard current == .word(keyword, isQuoted: false) else { return false }
    position += 1
    return true
  }

  private mutating func takeSign(_ sign: String) -> Bool {
    guard current == .sign(sign) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ keyword: String) throws(ServerError) {
    guard take(keyword) else { throw unexpected(keyword.uppercased()) }
  }

  private mutating func expectSign(_ sign: String) throws(ServerError) {
    guard takeSign(sign) else { throw unexpected("'\(sign)'") }
  }

  private func unexpected(_ expected: String) -> ServerError {
    .syntax("\(expected) was expected, found \(current) at character \(tokens[position].offset + 1)")
  }
}

extension ServerError {
  /// 0x2000 with what is wrong, and what would be right.
  static func syntax(_ message: String) -> ServerError {
    ServerError(code: .syntaxError, message: "\(message); \(SelectParser.grammar)")
  }

  /// 0x2200: the text is CQL, but what it asks for does not exist or makes no sense.
  static func invalid(_ message: String) -> ServerError { ServerError(code: .invalid, message: message) }
}
