import CQLPaging
import Testing

@testable import CQLPagingTesting

@Suite struct SelectParserTests {
  private func select(_ text: String) throws -> SelectStatement {
    guard case .select(let select) = try SelectParser.parse(text) else {
      throw CQLError(.invalidStatement, "\(text) is no SELECT")
    }
    return select
  }

  @Test(
    "keywords in any case, white space of any kind, names with and without a keyspace",
    arguments: [
      "SELECT a, b FROM k.t", "select a,b from k.t;", "\n\tSELECT a\n,\tb\r\nFROM k . t ; ", "Select A, B From K.T",
      #"SELECT "a", "b" FROM "k"."t""#,
    ])
  func spelling(_ text: String) throws {
    let statement = try select(text)
    #expect(statement.columns == ["a", "b"])
    #expect(statement.keyspace == "k")
    #expect(statement.table == "t")
    #expect(statement.relations.isEmpty && statement.limit == nil && statement.markers.isEmpty)
  }

  @Test("quoted names keep their case and their quotes, and can be keywords")
  func quotedNames() throws {
    let statement = try select(#"SELECT "Na""me", "from" FROM "My Table""#)
    #expect(statement.columns == [#"Na"me"#, "from"])
    #expect(statement.keyspace == nil)
    #expect(statement.table == "My Table")
  }

  @Test(
    "every kind of literal",
    arguments: [
      ("42", .integer("42")), ("-7", .integer("-7")), ("1.5", .float("1.5")), ("-1e-3", .float("-1e-3")),
      ("NaN", .float("nan")), ("'it''s'", .string("it's")), ("''", .string("")), ("0xCAfe", .blob([0xCA, 0xFE])),
      ("0x", .blob([])), ("true", .boolean(true)), ("FALSE", .boolean(false)), ("null", .null),
      (
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        .uuid([0x6B, 0xA7, 0xB8, 0x10, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0, 0xC0, 0x4F, 0xD4, 0x30, 0xC8])
      ),
      (
        "abcdefab-cdef-abcd-efab-cdefabcdefab",
        .uuid([0xAB, 0xCD, 0xEF, 0xAB, 0xCD, 0xEF, 0xAB, 0xCD, 0xEF, 0xAB, 0xCD, 0xEF, 0xAB, 0xCD, 0xEF, 0xAB])
      ),
    ] as [(String, Literal)])
  func literals(_ text: String, _ literal: Literal) throws {
    #expect(try select("SELECT * FROM t WHERE c = \(text)").relations == [.equal(column: "c", .literal(literal))])
  }

  @Test("token ranges, IN, markers, LIMIT and ALLOW FILTERING")
  func clauses() throws {
    let statement = try select(
      "SELECT * FROM t WHERE token(a, b)>? AND TOKEN ( a,b ) <= -5 AND c IN (1, ?) AND d IN :ds LIMIT :n ALLOW FILTERING"
    )
    #expect(
      statement.relations == [
        .token(columns: ["a", "b"], .greater, .marker(0)),
        .token(columns: ["a", "b"], .lessOrEqual, .literal(.integer("-5"))),
        .anyOf(column: "c", [.literal(.integer("1")), .marker(1)]), .inMarker(column: "d", marker: 2),
      ])
    #expect(statement.limit == .marker(3))
    #expect(statement.allowsFiltering)
    #expect(statement.markers == [nil, nil, "ds", "n"])
  }

  @Test("a column can be called token")
  func columnCalledToken() throws {
    #expect(try select("SELECT token FROM t WHERE token = 1").columns == ["token"])
  }

  @Test("USE names a keyspace")
  func use() throws {
    #expect(try SelectParser.parse("use \"My\"") == .use(keyspace: "My"))
  }

  @Test(
    "what is not understood is a syntax error that says what is",
    arguments: [
      "", "SELECT", "SELECT FROM t", "SELECT * t", "SELECT * FROM", "SELECT * FROM t WHERE", "SELECT * FROM t WHERE a",
      "SELECT * FROM t WHERE a > 1", "SELECT * FROM t WHERE a = ", "SELECT * FROM t LIMIT",
      "SELECT * FROM t ORDER BY a",
      "SELECT * FROM t ALLOW", "SELECT * FROM t; SELECT", "SELECT count(*) FROM t", "INSERT INTO t (a) VALUES (1)",
      "SELECT * FROM t WHERE a = 'open", "SELECT \"open FROM t", "SELECT * FROM t WHERE a = 0x123",
      "SELECT * FROM t WHERE a = :", "SELECT * FROM t WHERE a = 1 OR b = 2", "SELECT * FROM a.b.c",
      "SELECT * FROM t WHERE token(a) != 1", "SELECT * FROM t WHERE a IN ()", "USE", "\u{1F600}",
    ])
  func syntaxErrors(_ text: String) throws {
    let error = try #require(throws: ServerError.self) { try SelectParser.parse(text) }
    #expect(error.code == .syntaxError)
    #expect(error.message.contains("this fake understands: SELECT"))
  }

  @Test("a syntax error names its place, and no value")
  func places() throws {
    let error = try #require(throws: ServerError.self) { try SelectParser.parse("SELECT a FROM t WHERE 'secret' = 1") }
    #expect(error.message.hasPrefix("a column was expected, found a string at character 23;"))
    #expect(!error.message.contains("secret"))
  }
}
