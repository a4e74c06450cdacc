import CQLPaging
import CQLPagingTesting
import Foundation
import Testing

@Suite struct FakeCoordinatorTests {
  let source = FakeCoordinator(tables: [.numbered(rows: 500), .numbered("test.parts", partitions: 40, rowsInEach: 5)])
  let all: Statement = "SELECT number FROM test.numbers"

  private func page(_ statement: Statement, _ size: Int, _ state: PagingState? = nil) async throws -> Page<CQLRows> {
    try await source.fetchPage(PageRequest(statement, pageSize: PageSize(size), state: state))
  }

  private func first(_ page: Page<CQLRows>) throws -> Int? { try page.rows.first?.decode(Int.self, at: 0) }

  // MARK: Positions

  @Test("G1: the rows of all pages are those of the table, once each and in order")
  func order() async throws {
    #expect(try await source.numbers(by: 7) == Array(0..<500))
  }

  @Test("G1: the same request twice is the same page, from any number of scans at once")
  func repetition() async throws {
    let state = try await page(all, 100).nextState
    let once = try await page(all, 100, state)
    _ = try await page(all, 100, once.nextState)
    let again = try await page(all, 100, state)
    #expect(try first(once) == 100)
    #expect(try first(again) == 100)
    #expect(once.nextState == again.nextState)
  }

  @Test("G1: the page size can change from page to page")
  func changingSize() async throws {
    let second = try await page(all, 3, try await page(all, 10).nextState)
    #expect(try first(second) == 10)
    #expect(second.rows.count == 3)
    #expect(try first(try await page(all, 100, second.nextState)) == 13)
  }

  @Test(
    "C7: a position that would be ignored, where LIMIT is not above the page size, is refused before it is sent",
    arguments: [(199, 100), (200, nil), (201, nil), (100, 100)])
  func ignoredPosition(_ size: Int, _ start: Int?) async throws {
    let limited: Statement = "SELECT number FROM test.numbers LIMIT 200"
    let state = try await page(limited, 100).nextState
    if let start {
      #expect(try first(try await page(limited, size, state)) == start)
    } else {
      await #expect { try await page(limited, size, state) } throws: { ($0 as? CQLError)?.code == .resumeIgnored }
    }
  }

  @Test("C7: an unpaged request with a position is refused before it is sent")
  func unpagedWithPosition() async throws {
    var request = PageRequest.unpaged(all)
    request.state = try await page(all, 100).nextState
    await #expect { try await source.fetchPage(request) } throws: { ($0 as? CQLError)?.code == .resumeIgnored }
  }

  @Test("A7: sizes that a server would take for unpaged are refused", arguments: [0, -1, 2_147_483_647, Int.max])
  func sizes(_ size: Int) async throws {
    await #expect { try await page(all, size) } throws: { ($0 as? CQLError)?.code == .invalidPageSize }
  }

  @Test("C6: a state with any byte altered, cut or added is refused as a server refuses it")
  func damagedStates() async throws {
    let state = try #require(try await page(all, 100).nextState).bytes
    var damaged: [[UInt8]] = [[], state + [0], [0], Array(repeating: 7, count: 60_000)]
    damaged += state.indices.map { Array(state[..<$0]) }
    for index in state.indices {
      var bytes = state
      bytes[index] ^= 1
      damaged.append(bytes)
    }
    for bytes in damaged {
      let error = await #expect(throws: CQLError.self) { try await page(all, 100, PagingState(bytes: bytes)) }
      #expect(error?.code == .cursorNoLongerValid)
      #expect(error?.server?.code == .protocolError)
      #expect(error?.server?.message == "Invalid value for the paging state")
    }
  }

  @Test(
    "C3: a state of another statement is refused",
    arguments: [
      "SELECT number, name FROM test.numbers", "SELECT number FROM test.numbers LIMIT 400",
      "SELECT number FROM test.parts", "select number FROM test.numbers",
    ])
  func foreignState(_ other: String) async throws {
    let state = try await page(all, 100).nextState
    let error = await #expect(throws: CQLError.self) { try await page(Statement(other), 100, state) }
    #expect(error?.code == .cursorNoLongerValid)
    #expect(error?.message.contains("belongs to another statement") == true)
  }

  @Test("C3: a state of other values is refused, unless the check is switched off")
  func foreignValues() async throws {
    func statement(_ part: Int) -> Statement { "SELECT number FROM test.parts WHERE part = \(part)" }
    let state = try await page(statement(1), 2).nextState
    await #expect { try await page(statement(2), 2, state) } throws: {
      ($0 as? CQLError)?.code == .cursorNoLongerValid
    }
    var options = FakeCoordinator.Options()
    options.checksStateOwner = false
    let lenient = FakeCoordinator(tables: [.numbered("test.parts", partitions: 40, rowsInEach: 5)], options: options)
    let request = PageRequest(statement(2), pageSize: 2, state: state)
    _ = try await lenient.fetchPage(request)
  }

  @Test("G1: states can be as long as those of a server with long keys")
  func longStates() async throws {
    var options = FakeCoordinator.Options()
    options.minimumStateLength = 120_021
    let source = FakeCoordinator(tables: [.numbered(rows: 20)], options: options)
    let page = try await source.fetchPage(PageRequest(all, pageSize: 10))
    #expect(page.nextState?.bytes.count == 120_021)
    #expect(try await source.numbers(by: 10) == Array(0..<20))
  }

  // MARK: Statements

  @Test(
    "G1: what does not exist is 0x2200 in the server's words",
    arguments: [
      ("SELECT * FROM test.nothing", "table nothing does not exist"),
      ("SELECT * FROM nowhere.numbers", "keyspace nowhere does not exist"),
      ("SELECT nothing FROM test.numbers", "Undefined column name nothing in table test.numbers"),
      ("SELECT * FROM test.numbers WHERE nothing = 1", "Undefined column name nothing in table test.numbers"),
      ("SELECT * FROM test.numbers LIMIT 0", "LIMIT must be strictly positive"),
      ("SELECT * FROM test.numbers WHERE part = 'a'", "Invalid STRING constant for \"part\" of type int"),
      ("SELECT * FROM test.numbers WHERE part = null", "Invalid null value in condition for column part"),
    ])
  func invalid(_ text: String, _ message: String) async throws {
    let error = await #expect(throws: CQLError.self) { try await page(Statement(text), 10) }
    #expect(error?.code == .server)
    #expect(error?.server?.code == .invalid)
    #expect(error?.server?.message == message)
  }

  @Test(
    "G1: what a server would not do without filtering is refused without ALLOW FILTERING",
    arguments: [
      ("number = 5", false), ("name = 'row 5'", false), ("part = 0 AND name = 'row 5'", false), ("part = 0", true),
      ("part = 0 AND number = 5", true), ("token(part) > 0", true),
    ])
  func filtering(_ condition: String, _ isAllowed: Bool) async throws {
    let statement: Statement = "SELECT * FROM test.numbers WHERE \(cql: condition)"
    if isAllowed {
      _ = try await page(statement, 10)
    } else {
      let error = await #expect(throws: CQLError.self) { try await page(statement, 10) }
      #expect(error?.server?.message.hasSuffix("use ALLOW FILTERING") == true)
    }
  }

  @Test("G1: columns come in the order in which they are asked for, and * gives the key first")
  func columns() async throws {
    #expect(try await page("SELECT name, part FROM test.numbers", 1).rows.columns.map(\.name) == ["name", "part"])
    let table = try FakeTable(
      "k.t", columns: [.regular("z", .int), .clustering("c", .int), .regular("a", .text), .partitionKey("k", .int)],
      rows: [[1, 2, "three", 4]])
    let page = try await FakeCoordinator(tables: [table]).fetchPage(PageRequest("SELECT * FROM k.t", pageSize: 1))
    #expect(page.rows.columns.map(\.name) == ["k", "c", "a", "z"])
    #expect(try page.rows[0].decode(Int.self, named: "z") == 1)
    #expect(try page.rows[0].decode(String.self, named: "a") == "three")
  }

  @Test("G1: values are encoded as their columns' types where the statement is prepared")
  func preparedValues() async throws {
    let rows = try await page("SELECT number FROM test.parts WHERE part = \(7) AND number = \(3)", 10).rows
    #expect(try rows.map { try $0.decode(Int.self, at: 0) } == [3])
    #expect(source.requests.last?.values == [[0, 0, 0, 7], [0, 0, 0, 3]])
    #expect(source.requests.last?.isPrepared == true)
  }

  @Test("G1: without PREPARE a Swift Int is eight bytes, which an int column refuses")
  func unpreparedValues() async throws {
    var statement: Statement = "SELECT number FROM test.parts WHERE part = \(7)"
    statement.preparation = .never
    let error = await #expect(throws: CQLError.self) { try await page(statement, 10) }
    #expect(error?.server?.message == "Expected 4 or 0 byte int (8)")
    statement = "SELECT number FROM test.parts WHERE part = \(Int32(7))"
    statement.preparation = .never
    #expect(try await page(statement, 10).rows.count == 5)
  }

  @Test("G1: named values go to their markers, whatever their order")
  func namedValues() async throws {
    let text = "SELECT number FROM test.parts WHERE part = :p LIMIT :n"
    #expect(try await page(Statement(text, named: ["n": 3, "p": 7]), 10).rows.count == 3)
    await #expect { try await page(Statement(text, named: ["n": 3, "q": 7]), 10) } throws: {
      ($0 as? CQLError)?.code == .wrongValues
    }
    await #expect { try await page(Statement(text, values: [1]), 10) } throws: {
      ($0 as? CQLError)?.code == .wrongValues
    }
  }

  // MARK: Tokens

  @Test(
    "G1: bounds at the ring's ends mean what they mean on a server",
    arguments: [
      ("> \(Int64.min)", 200), (">= \(Int64.min)", 200), ("<= \(Int64.max)", 200), ("< \(Int64.max)", 200),
      ("<= \(Int64.min)", 200), ("< \(Int64.min)", 200), ("= \(Int64.min)", 200), ("> \(Int64.max)", 0),
      (">= \(Int64.max)", 0), ("> 5 AND token(part) <= 4", 0),
    ])
  func tokenBounds(_ bound: String, _ rows: Int) async throws {
    let page = try await page("SELECT number FROM test.parts WHERE token(part) \(cql: bound)", 1000)
    #expect(page.rows.count == rows)
  }

  @Test("G1: each row lies in exactly one of the ranges that cover the ring")
  func tokenRanges() async throws {
    var seen: [String] = []
    let bounds = [Int64.min, -5_000_000_000_000_000_000, -1, 0, 4_000_000_000_000_000_000, .max]
    for (low, high) in zip(bounds, bounds.dropFirst()) {
      let statement: Statement = "SELECT * FROM test.parts WHERE token(part) > \(low) AND token(part) <= \(high)"
      for try await row in source.rows(of: statement, pageSize: 7) {
        seen.append("\(try row.decode(Int.self, at: 0)) \(try row.decode(Int.self, at: 1))")
      }
    }
    #expect(seen.count == 200)
    #expect(Set(seen).count == 200)
  }

  @Test("G1: rows come by the token of their partition, and in a partition as they were given")
  func tokenOrder() async throws {
    var tokens: [Int64] = []
    for try await row in source.rows(of: "SELECT part FROM test.parts", pageSize: 7) {
      let part = Int32(try row.decode(Int.self, at: 0))
      tokens.append(Murmur3.token(ofKey: withUnsafeBytes(of: part.bigEndian) { Array($0) }))
    }
    #expect(tokens == tokens.sorted())
    let numbers = try await source.numbers("SELECT number FROM test.parts WHERE part = 3", by: 2)
    #expect(numbers == [0, 1, 2, 3, 4])
  }

  // MARK: The rest

  @Test("G1: requests are recorded, system tables left out")
  func recording() async throws {
    let state = try await page(all, 100).nextState
    var statement = all
    statement.consistency = .quorum
    _ = try await page(statement, 50, state)
    _ = try await page("SELECT cluster_name FROM system.local", 10)
    #expect(source.requestCount == 2)
    #expect(source.requests.map(\.pageSize) == [100, 50])
    #expect(source.requests.map(\.state) == [nil, state])
    #expect(source.requests.map(\.consistency) == [nil, .quorum])
    #expect(source.requests.allSatisfy { $0.text == all.text && !$0.isPrepared })
  }

  @Test("G1: only the latest requests are kept, and all are counted")
  func recordingIsBounded() async throws {
    let source = FakeCoordinator(tables: [.numbered(rows: 1)])
    for _ in 0..<(2 * FakeCoordinator.recordedRequests + 5) { _ = try await source.fetchPage(PageRequest(all)) }
    #expect(source.requestCount == 2 * FakeCoordinator.recordedRequests + 5)
    #expect(source.requests.count == FakeCoordinator.recordedRequests + 5)
  }

  @Test("G1: tables can change and vanish in the middle of a scan")
  func schemaChange() async throws {
    let state = try await page(all, 100).nextState
    let table = try FakeTable(
      "test.numbers", columns: [.partitionKey("part", .int), .regular("number", .text)], rowCount: 103
    ) { [0, "now \($0)"] }
    source.replaceTable(table)
    let second = try await page(all, 100, state)
    #expect(second.rows.columns[0].type == .text)
    #expect(try second.rows.map { try $0.decode(String.self, at: 0) } == ["now 100", "now 101", "now 102"])
    source.dropTable("test.numbers")
    let error = await #expect(throws: CQLError.self) { try await page(all, 100, state) }
    #expect(error?.server?.code == .invalid)
  }

  @Test("G1: tables that cannot be are refused")
  func impossibleTables() {
    let key = FakeTable.Column.partitionKey("k", .int)
    #expect(throws: CQLError.self) { try FakeTable("no_keyspace", columns: [key], rows: []) }
    #expect(throws: CQLError.self) { try FakeTable("k.t", columns: [.regular("k", .int)], rows: []) }
    #expect(throws: CQLError.self) { try FakeTable("k.t", columns: [key, .regular("k", .int)], rows: []) }
    #expect(throws: CQLError.self) { try FakeTable("k.t", columns: [key, .regular("v", .int)], rows: [[1]]) }
    let misfit = #expect(throws: CQLError.self) {
      try FakeTable("k.t", columns: [key, .regular("v", .tinyint)], rows: [[1, 1], [2, 128]])
    }
    #expect(misfit?.message.contains("row 1 of k.t") == true)
    #expect(misfit?.code == .valueDoesNotFit)
  }

  @Test("G1: a million rows cost what one page costs")
  func manyRows() async throws {
    let source = FakeCoordinator(tables: [.numbered(rows: 1_000_000)])
    let page = try await source.fetchPage(PageRequest("SELECT * FROM test.numbers WHERE part = 0", pageSize: 10))
    #expect(page.rows.count == 10)
    #expect(!page.isLast)
  }

  @Test("G1: descriptions show no values and no positions")
  func descriptions() async throws {
    let secret = "s3cret"
    let table = try FakeTable("k.t", columns: [.partitionKey("k", .text)], rows: [[secret], ["other"]])
    let source = FakeCoordinator(tables: [table])
    _ = try await source.fetchPage(PageRequest("SELECT * FROM k.t WHERE k = \(secret)", pageSize: 1))
    let request = try #require(source.requests.first)
    for text in ["\(request)", String(reflecting: request), "\(table)", "\(source.requests)"] {
      #expect(!text.contains(secret))
    }
    var dumped = ""
    dump(request, to: &dumped)
    #expect(!dumped.contains("115"))
  }
}
