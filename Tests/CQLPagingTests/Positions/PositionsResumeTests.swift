@testable import CQLPaging
import Testing

@Suite struct PositionsResumeRuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    let statement: Statement
    let rule: ResumeRule

    init(_ what: String, _ statement: Statement, _ rule: ResumeRule) {
      (self.what, self.statement, self.rule) = (what, statement, rule)
    }

    var testDescription: String { what }
  }

  static let literals = [
    Case("no LIMIT", "SELECT * FROM t", .always),
    Case("a LIMIT", "SELECT * FROM t LIMIT 10", .below(limit: 10)),
    Case("lower case, other spaces, a semicolon", "select * from t\n\tlimit\n10;", .below(limit: 10)),
    Case("ALLOW FILTERING behind it", "SELECT * FROM t LIMIT 10 ALLOW FILTERING", .below(limit: 10)),
    Case("PER PARTITION LIMIT does not count", "SELECT * FROM t PER PARTITION LIMIT 3", .always),
    Case("both", "SELECT * FROM t PER PARTITION LIMIT 3 LIMIT 10", .below(limit: 10)),
    Case("both, in lower case", "select * from t per partition limit 3 limit 10", .below(limit: 10)),
    Case("a column called partition", "SELECT * FROM t ORDER BY partition LIMIT 10", .below(limit: 10)),
    Case("columns called per and partition", "SELECT per, partition FROM t LIMIT 10", .below(limit: 10)),
    Case("in a string", "SELECT * FROM t WHERE a = ' LIMIT 10'", .always),
    Case("behind a string with quotes", "SELECT * FROM t WHERE a = 'it''s LIMIT 5' LIMIT 10", .below(limit: 10)),
    Case("in a string between dollars", "SELECT * FROM t WHERE a = $$ it's LIMIT 10$$", .always),
    Case("in a quoted name", "SELECT \"LIMIT 10\" FROM t", .always),
    Case("in a quoted name with quotes", "SELECT \"a\"\" LIMIT 10\" FROM t", .always),
    Case("in a comment to the line's end", "SELECT * FROM t -- LIMIT 10", .always),
    Case("behind a comment to the line's end", "SELECT * FROM t -- LIMIT 5\nLIMIT 10", .below(limit: 10)),
    Case("in a comment of the other kind", "SELECT * FROM t // LIMIT 10", .always),
    Case("in a block comment", "SELECT * FROM t /* LIMIT 10\n*/", .always),
    Case("within comments", "SELECT * FROM t LIMIT/**/10 -- LIMIT 5", .below(limit: 10)),
    Case("a comment that does not end", "SELECT * FROM t /* LIMIT 10", .always),
    Case("a string that does not end", "SELECT * FROM t WHERE a = 'LIMIT 10", .always),
    Case("a name that ends in limit", "SELECT * FROM t WHERE upper_limit = 10 AND limits = 5", .always),
    Case("GROUP BY goes on", "SELECT k, count(*) FROM t GROUP BY k LIMIT 10", .always),
    Case("0, which the server refuses", "SELECT * FROM t LIMIT 0", .always),
    Case("a number that no integer holds", "SELECT * FROM t LIMIT 99999999999999999999", .always),
    Case("nothing behind it", "SELECT * FROM t LIMIT", .always),
    Case("no text", "", .always),
    Case(
      "vector search", "SELECT * FROM t ORDER BY v ANN OF [1, 2] LIMIT 10",
      .never("a vector search (ORDER BY … ANN OF)")),
    Case("INSERT", "INSERT INTO t (a) VALUES (1)", .never("a statement that writes")),
    Case("a batch", "BEGIN BATCH INSERT INTO t (a) VALUES (1); APPLY BATCH", .never("a statement that writes")),
  ]

  static let bound = [
    Case("a marker", Statement("SELECT * FROM t LIMIT ?", values: [10]), .below(limit: 10)),
    Case(
      "a marker behind others", Statement("SELECT * FROM t WHERE a = ? LIMIT ?", values: ["x", 10]), .below(limit: 10)),
    Case("interpolated", "SELECT * FROM t WHERE a = \(5) AND b = \("?") LIMIT \(10)", .below(limit: 10)),
    Case(
      "a marker before others", Statement("SELECT * FROM t PER PARTITION LIMIT ? LIMIT ?", values: [3, 10]),
      .below(limit: 10)),
    Case(
      "question marks in strings", Statement("SELECT * FROM t WHERE a = '?' LIMIT ?", values: [10]), .below(limit: 10)),
    Case("a name", Statement("SELECT * FROM t LIMIT :n", named: ["n": 10]), .below(limit: 10)),
    Case("a name in upper case", Statement("SELECT * FROM t LIMIT :N", named: ["n": 10]), .below(limit: 10)),
    Case("a quoted name", Statement("SELECT * FROM t LIMIT :\"N\"\"o\"", named: ["N\"o": 10]), .below(limit: 10)),
    Case("a name, by place", Statement("SELECT * FROM t WHERE a = :a LIMIT :n", values: [5, 10]), .below(limit: 10)),
    Case(
      "the name of a ? behind LIMIT", Statement("SELECT * FROM t LIMIT ?", named: ["[limit]": 10]), .below(limit: 10)),
    Case(
      "markers in a map", Statement("SELECT * FROM t WHERE m = {'a':?, :k : :v} LIMIT ?", values: [1, 2, 3, 10]),
      .below(limit: 10)),
    Case(
      "a colon in a map is no marker",
      Statement("SELECT * FROM t WHERE m = {'a':now(), b:c} LIMIT ?", values: [10]), .below(limit: 10)),
    Case("another integer", Statement("SELECT * FROM t LIMIT ?", values: [Int16(10)]), .below(limit: 10)),
    Case("a CQLValue", Statement("SELECT * FROM t LIMIT ?", values: [CQLValue.int(10)]), .below(limit: 10)),
    Case("null", Statement("SELECT * FROM t LIMIT ?", values: [Int?.none]), .always),
    Case("not set", Statement("SELECT * FROM t LIMIT ?", values: [CQLUnset()]), .always),
    Case("a text", Statement("SELECT * FROM t LIMIT ?", values: ["10"]), .always),
    Case("below 0", Statement("SELECT * FROM t LIMIT ?", values: [-10]), .always),
    Case("too large", Statement("SELECT * FROM t LIMIT ?", values: [Int.max]), .always),
    Case("no value", "SELECT * FROM t LIMIT ?", .always),
    Case("no value of that name", Statement("SELECT * FROM t LIMIT :n", named: ["m": 10]), .always),
  ]

  @Test("C7: what a statement's text and values say about resuming it", arguments: literals + bound)
  func rule(of example: Case) {
    #expect(example.statement.resumeRule == example.rule)
  }

  @Test("C7: every beginning of a text can be looked at, and every byte can stand anywhere in it")
  func anyText() {
    let text = "SELECT \"a\" FROM t /* x */ WHERE m = {'a':?, :k : $$b$$} -- c\n LIMIT :\"N\" ALLOW FILTERING"
    for end in text.indices { _ = Statement(String(text[..<end])).resumeRule }
    for byte in UInt8.min...UInt8.max {
      for place in 0..<text.utf8.count {
        var bytes = Array(text.utf8)
        bytes[place] = byte
        _ = StatementOutline(String(decoding: bytes, as: UTF8.self))
      }
    }
  }
}

@Suite struct PositionsResumeGuardTests {
  let limited: Statement = "SELECT n FROM numbers LIMIT 20"
  let position = NumberSource.state(10)

  @Test(
    "C7: a scan is resumed below its LIMIT, and refused from it on, before anything is asked",
    arguments: [(1, true), (19, true), (20, false), (21, false), (5000, false)])
  func resumed(size: Int, isAccepted: Bool) async throws {
    let source = NumberSource(count: 20)
    var iterator = source.rows(of: limited, pageSize: PageSize(size), from: Cursor(state: position)).makeAsyncIterator()
    if isAccepted {
      #expect(try await iterator.next() == 10)
    } else {
      let error = await #expect(throws: PagingError.self) { _ = try await iterator.next() }
      #expect(error?.code == .resumeIgnored)
      #expect(error?.cursor == Cursor(state: position))
      #expect(source.requests.isEmpty)
    }
  }

  @Test("C7: the source's own page size counts where the request has none")
  func defaultSize() async throws {
    // The source's size is 10.
    let source = NumberSource(count: 20)
    let refused = await #expect(throws: CQLError.self) {
      _ = try await source.fetchPage(PageRequest("SELECT n FROM numbers LIMIT 10", state: position))
    }
    #expect(refused?.code == .resumeIgnored)
    #expect(try await source.fetchPage(PageRequest("SELECT n FROM numbers LIMIT 11", state: position)).rows == 10..<20)
  }

  @Test("C7: without a position there is nothing to refuse")
  func fromTheBeginning() async throws {
    let source = NumberSource(count: 20)
    for request in [PageRequest(limited, pageSize: 20), PageRequest("INSERT INTO t (a) VALUES (1)"), .unpaged(limited)]
    {
      #expect(throws: Never.self) { try request.checkResume(defaultPageSize: 5000) }
      #expect(try await source.fetchPage(request).rows.isEmpty == false)
    }
  }

  @Test("C7: a scan that a server pages in spite of its LIMIT goes on, as long as it asks as before")
  func pagedBelowLimit() async throws {
    let source = NumberSource(count: 20) { request, _ in .shorter(request == 0 ? 3 : 17) }
    var rows: [Int] = []
    for try await row in source.rows(of: limited, pageSize: 100) { rows.append(row) }
    #expect(rows == Array(0..<20))
  }

  @Test("C7: a page size that grows in the middle of a scan is refused where it reaches the LIMIT")
  func growing() throws {
    var request = PageRequest(limited, pageSize: 10).next(at: position)
    #expect(throws: Never.self) { _ = try request.checkedPageSize(default: 5000) }
    request.paging = .paged(19)
    #expect(throws: Never.self) { _ = try request.checkedPageSize(default: 5000) }
    request.paging = .paged(20)
    let error = #expect(throws: CQLError.self) { _ = try request.checkedPageSize(default: 5000) }
    #expect(error?.code == .resumeIgnored)
    request.paging = .unpaged
    let unpaged = #expect(throws: CQLError.self) { _ = try request.checkedPageSize(default: 5000) }
    #expect(unpaged?.code == .resumeIgnored)
  }

  @Test(
    "C7: what cannot go on at all is refused",
    arguments: ["INSERT INTO t (a) VALUES (1)", "SELECT * FROM t ORDER BY v ANN OF [1] LIMIT 100"])
  func never(text: String) {
    let request = PageRequest(Statement(text), pageSize: 10, state: position)
    let error = #expect(throws: CQLError.self) { try request.checkResume() }
    #expect(error?.code == .resumeIgnored)
  }

  @Test("C9: the refusal shows no bound value")
  func noValue() {
    let request = PageRequest(Statement("SELECT * FROM t LIMIT ?", values: [4711]), pageSize: 5000, state: position)
    let error = #expect(throws: CQLError.self) { try request.checkResume() }
    #expect(error.map { "\($0)" }?.contains("4711") == false)
  }
}
