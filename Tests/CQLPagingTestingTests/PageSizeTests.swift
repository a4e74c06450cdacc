import CQLPaging
import CQLPagingTesting
import Testing

/// The page sizes that Apache Cassandra 3.11 to 6.0 gave to the same statements over the same numbers of rows.
@Suite struct PageSizeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    let table: FakeTable
    let rest: String
    let size: Int
    let pages: [Int]

    var testDescription: String { "\(what), by \(size): \(pages)" }

    init(_ what: String, _ table: FakeTable, _ rest: String = "", by size: Int, _ pages: [Int]) {
      self.what = what
      self.table = table
      self.rest = rest
      self.size = size
      self.pages = pages
    }
  }

  static let partitions500 = FakeTable.numbered("test.numbers", partitions: 500, rowsInEach: 1)
  static let rows500 = FakeTable.numbered(rows: 500)
  static let partitions7 = FakeTable.numbered("test.numbers", partitions: 7, rowsInEach: 72)
  static let rows72 = FakeTable.numbered(rows: 72)

  static func times(_ size: Int, _ count: Int, then last: Int) -> [Int] {
    Array(repeating: size, count: count) + [last]
  }

  static let wholeTables: [Case] = [partitions500, rows500].flatMap { table in
    let what = "500 rows, in \(table.rowCount == 500 ? "500 partitions or one" : "")"
    return [
      Case(what, table, by: 100, times(100, 5, then: 0)),
      Case(what, table, by: 99, times(99, 5, then: 5)),
      Case(what, table, by: 499, [499, 1]),
      Case(what, table, by: 500, [500, 0]),
      Case(what, table, by: 501, [500]),
      Case(what, table, by: 1, times(1, 500, then: 0)),
    ]
  }

  static let manyPartitions: [Case] = [
    Case("7 partitions of 72", partitions7, by: 72, times(72, 7, then: 0)),
    Case("7 partitions of 72", partitions7, by: 100, times(100, 5, then: 4)),
    Case("7 partitions of 72", partitions7, by: 504, [504, 0]),
    Case("one partition of 72", rows72, by: 72, [72, 0]),
    Case("one partition of 72", rows72, by: 36, [36, 36, 0]),
    Case("one partition of 72", rows72, by: 50, [50, 22]),
    Case("one of 7 partitions of 72", partitions7, " WHERE part = 3", by: 50, [50, 22]),
    Case("one of 7 partitions of 72", partitions7, " WHERE part = 3", by: 72, [72, 0]),
  ]

  static let limits: [Case] = [
    Case("LIMIT below the page size", rows500, " LIMIT 99", by: 100, [99]),
    Case("LIMIT equal to the page size", rows500, " LIMIT 100", by: 100, [100]),
    Case("LIMIT one above the page size", rows500, " LIMIT 101", by: 100, [100, 1]),
    Case("LIMIT in the second page", rows500, " LIMIT 150", by: 100, [100, 50]),
    Case("LIMIT at a page's end", rows500, " LIMIT 200", by: 100, [100, 100]),
    Case("LIMIT equal to the rows", rows500, " LIMIT 500", by: 100, times(100, 4, then: 100)),
    Case("LIMIT one above the rows", rows500, " LIMIT 501", by: 100, times(100, 5, then: 0)),
    Case("LIMIT above the rows", rows500, " LIMIT 600", by: 100, times(100, 5, then: 0)),
    Case("LIMIT over partitions", partitions500, " LIMIT 150", by: 100, [100, 50]),
  ]

  static let conditions: [Case] = [
    Case("a whole primary key", rows72, " WHERE part = 0 AND number = 5", by: 1, [1, 0]),
    Case("a whole primary key", rows72, " WHERE part = 0 AND number = 5", by: 2, [1]),
    Case("filtering, 7 hits", partitions7, " WHERE number = 5 ALLOW FILTERING", by: 4, [4, 3]),
    Case("filtering, 7 hits", partitions7, " WHERE number = 5 ALLOW FILTERING", by: 7, [7, 0]),
    Case("filtering, 7 hits", partitions7, " WHERE number = 5 ALLOW FILTERING", by: 100, [7]),
    Case("filtering without a hit", partitions7, " WHERE number = 72 ALLOW FILTERING", by: 4, [0]),
    Case("filtering with a LIMIT", partitions7, " WHERE number = 5 LIMIT 5 ALLOW FILTERING", by: 4, [4, 1]),
    Case("filtering with a LIMIT", partitions7, " WHERE number = 5 LIMIT 5 ALLOW FILTERING", by: 5, [5]),
    Case("an empty table", .numbered(rows: 0), by: 10, [0]),
    Case("an unknown key", rows72, " WHERE part = 9", by: 10, [0]),
  ]

  @Test("G1: pages are as long as a server's", arguments: wholeTables + manyPartitions + limits + conditions)
  func pageSizes(_ row: Case) async throws {
    let source = FakeCoordinator(tables: [row.table])
    let statement: Statement = "SELECT * FROM test.numbers\(cql: row.rest)"
    #expect(try await source.pageLengths(statement, by: row.size) == row.pages)
  }

  @Test("G1: an unpaged request gives everything at once, LIMIT or not")
  func unpaged() async throws {
    let source = FakeCoordinator(tables: [Self.rows500])
    let all = try await source.fetchUnpaged("SELECT * FROM test.numbers")
    #expect(all.rows.count == 500 && all.isLast)
    let some = try await source.fetchUnpaged("SELECT * FROM test.numbers LIMIT 99")
    #expect(some.rows.count == 99 && some.isLast)
  }
}

extension FakeCoordinator {
  /// How many rows each page of a scan has.
  func pageLengths(_ statement: Statement, by size: Int) async throws -> [Int] {
    var lengths: [Int] = []
    for try await page in pages(of: statement, pageSize: PageSize(size)) { lengths.append(page.rows.count) }
    return lengths
  }

  /// The `number` of each row of a scan.
  func numbers(_ statement: Statement = "SELECT number FROM test.numbers", by size: Int) async throws -> [Int] {
    var numbers: [Int] = []
    for try await row in rows(of: statement, pageSize: PageSize(size)) {
      numbers.append(try row.decode(Int.self, named: "number"))
    }
    return numbers
  }
}
