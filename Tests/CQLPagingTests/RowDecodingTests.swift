import CQLPaging
import Foundation
import Testing

@Suite("B15: rows as tuples and through closures")
struct RowDecodingTests {
  static let bigint = hex("0000000000000007")

  @Test("a tuple of as many values as the row has columns")
  func tuples() throws {
    let row = try makeRow([(.bigint, Self.bigint), (.text, [0x61]), (.int, nil), (.boolean, [1])])
    let (id, name, age, active) = try row.decode(as: (Int64, String, Int32?, Bool).self)
    #expect((id, name, age, active) == (7, "a", nil, true))
    let single = try makeRow([(.bigint, Self.bigint)])
    #expect(try single.decode(as: Int.self) == 7)
    #expect(try single.decode(as: Int?.self) == 7)
  }

  @Test("twelve values, and more than that")
  func wideTuples() throws {
    typealias Six = (Int, Int, Int, Int, Int, Int)
    let twelve = try makeRow((0..<12).map { (.tinyint, [$0]) })
      .decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self)
    #expect((twelve.0, twelve.11) == (0, 11))
    let row = try makeRow((0..<15).map { (.tinyint, [$0]) })
    let fifteen = try row.decode(
      as: (Int, Int8, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int?, Int16, [UInt8]).self)
    #expect((fifteen.0, fifteen.12, fifteen.13) == (0, 12, 13))
    #expect(fifteen.14 == [14])
    #expect(
      code {
        _ = try twelveOf(row)
      } == .typeMismatch)
  }

  private func twelveOf(_ row: CQLRow) throws -> Int {
    try row.decode(as: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int).self).0
  }

  @Test("a tuple of another number of values is an error that names both numbers and the columns")
  func otherNumbers() throws {
    let row = try makeRow([(.int, nil), (.text, nil), (.int, nil)], names: ["id", "name", "age"])
    let tooFew = #expect(throws: CQLError.self) { _ = try row.decode(as: (Int?, String?).self) }
    #expect(tooFew?.code == .typeMismatch)
    #expect(tooFew?.message == "2 values were asked of a row that has 3: id, name, age")
    let tooMany = #expect(throws: CQLError.self) { _ = try row.decode(as: (Int?, String?, Int?, Int?).self) }
    #expect(tooMany?.code == .unknownColumn)
    #expect(tooMany?.message == "4 values were asked of a row that has 3: id, name, age")
  }

  @Test("errors name the column")
  func errors() throws {
    let row = try makeRow(
      [(.int, nil), (.text, [0xFF]), (.list(.int), hex("00000001 00000001 00"))], names: ["id", "name", "tags"])
    let null = #expect(throws: CQLError.self) { _ = try row.decode(as: (Int, String, [Int]).self) }
    #expect(null?.code == .unexpectedNull)
    #expect(null?.message.hasPrefix("column \"id\": the value is null") == true)
    let text = #expect(throws: CQLError.self) { _ = try row.decode(as: (Int?, String, [Int]).self) }
    #expect(text?.message == "column \"name\": a text of 1 bytes: expected UTF-8")
    let list = #expect(throws: CQLError.self) { _ = try row.decode([Int].self, named: "tags") }
    #expect(list?.message == "column \"tags\": part 0: a int of 1 bytes: expected 4 bytes")
    let type = #expect(throws: CQLError.self) { _ = try row.decode(UUID.self, at: 1) }
    #expect(type?.message == "column \"name\": a text cannot be read as UUID")
    #expect(code { _ = try row.decode(Int.self, named: "Name") } == .unknownColumn)
    #expect(code { _ = try row.decode(Int.self, at: 3) } == .unknownColumn)
    #expect(code { _ = try row.decode(Int.self, at: -1) } == .unknownColumn)
  }

  @Test("C9: a row shows its columns and none of its values; equal columns are one element of a Set")
  func descriptions() throws {
    let row = try makeRow([(.text, Array("secret".utf8))], names: ["name"])
    var dumped = ""
    dump(row, to: &dumped)
    for text in ["\(row)", String(reflecting: row), dumped] {
      #expect(text.contains("name") && !text.contains("secret"), "\(text)")
    }
    let again = try makeRow([(.text, nil)], names: ["name"])
    #expect(Set([row.columns, again.columns]).count == 1)
    #expect(Set([row.columns, Columns([Column(name: "name", type: .ascii)])]).count == 2)
  }

  @Test("a closure reads as many cells as it wants, and can pass some over")
  func closures() throws {
    let row = try makeRow([(.bigint, Self.bigint), (.text, [0x61]), (.int, hex("00000005"))])
    let pair = try row.decode { cells throws(CQLError) -> (Int, Int) in
      let id: Int = try cells.decode()
      try cells.skip()
      return (id, try cells.decode())
    }
    #expect(pair == (7, 5))
    let past = #expect(throws: CQLError.self) {
      _ = try row.decode { cells throws(CQLError) -> Int in
        try cells.skip(3)
        return try cells.decode()
      }
    }
    #expect(past?.message == "value 4 was asked of a row that has 3")
  }

  @Test("B16: rows that were kept are what was read, when other pages have come and theirs is kept by nothing else")
  func keptRows() async throws {
    let source = CannedPages(pageCount: 20, rowsPerPage: 50)
    var kept: [CQLRow] = []
    for try await row in source.rows(of: "SELECT n, t FROM t") { kept.append(row) }
    let pairs = try await Task.detached { [kept] in
      try kept.map { row in try row.decode(as: (Int, String).self) }
    }.value
    #expect(pairs.map(\.0) == Array(0..<1000))
    #expect(pairs.map(\.1) == (0..<1000).map { "row \($0)" })
  }

  @Test("sequences of tuples, of what a closure makes, and of Decodable types")
  func sequences() async throws {
    struct Row: Decodable, Equatable { let t: String, n: Int }
    let rows = CannedPages(pageCount: 3, rowsPerPage: 4).rows(of: "SELECT n, t FROM t")
    var count = 0
    for try await (n, t) in rows.decode(as: (Int, String).self) {
      #expect((n, t) == (count, "row \(count)"))
      count += 1
    }
    #expect(count == 12)
    count = 0
    for try await n in rows.decode({ cells throws(CQLError) in try cells.decode(Int.self) }) {
      #expect(n == count)
      count += 1
    }
    #expect(count == 12)
    count = 0
    for try await row in rows.decode(Row.self) {
      #expect(row == Row(t: "row \(count)", n: count))
      count += 1
    }
    #expect(count == 12)
  }

  @Test("a typed sequence has the cursor and the summary of its rows")
  func cursors() async throws {
    let source = CannedPages(pageCount: 3, rowsPerPage: 4)
    var iterator = source.rows(of: "SELECT n, t FROM t").decode(as: (Int, String).self).makeAsyncIterator()
    for _ in 0..<6 { _ = try await iterator.next() }
    #expect(iterator.summary.rows == 6)
    #expect(iterator.summary.pages == 2)
    let cursor = try #require(iterator.cursor)
    var rest: [Int] = []
    for try await (n, _) in source.rows(of: "SELECT n, t FROM t", from: cursor).decode(as: (Int, String).self) {
      rest.append(n)
    }
    #expect(rest == Array(6..<12))
  }

  @Test("a row that cannot be read is an error of its own, and the iteration can go on behind it")
  func badRow() async throws {
    var iterator = CannedPages(pageCount: 1, rowsPerPage: 4).rows(of: "SELECT n, t FROM t")
      .decode { cells throws(CQLError) -> Int in
        let n: Int = try cells.decode()
        if n == 1 { try cells.skip(5) }
        return n
      }.makeAsyncIterator()
    #expect(try await iterator.next() == 0)
    await #expect(throws: CQLError.self) { _ = try await iterator.next() }
    #expect(try await iterator.next() == 2)
    #expect(iterator.summary.rows == 3)
  }
}

/// Pages of rows `(n bigint, t text)`, counted through. A page's bytes live as long as someone has its rows.
struct CannedPages: PageSource {
  let pageCount: Int
  let rowsPerPage: Int

  func fetchPage(_ request: PageRequest) async throws -> Page<CQLRows> {
    let page = request.state.map { Int($0.bytes[0]) } ?? 0
    let rows = try makeRows(
      [Column(name: "n", type: .bigint), Column(name: "t", type: .text)],
      (page * rowsPerPage..<(page + 1) * rowsPerPage).map { number in
        [withUnsafeBytes(of: Int64(number).bigEndian) { Array($0) }, Array("row \(number)".utf8)]
      })
    return Page(rows: rows, nextState: page + 1 < pageCount ? PagingState(bytes: [UInt8(page + 1)]) : nil)
  }
}
