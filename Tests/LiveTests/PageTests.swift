import CQLPaging
import CQLSession
import Testing

extension Live {
  /// How a server cuts results into pages.
  struct PageTests {
    struct Cut: CustomStringConvertible {
      let query: String
      let size: Int
      let pages: [Int]

      init(_ query: String, by size: Int, _ pages: [Int]) {
        (self.query, self.size, self.pages) = (query, size, pages)
      }

      var description: String { "\(query) by \(size)" }
    }

    private func check(_ cuts: [Cut], in session: CassandraSession) async throws {
      for cut in cuts {
        for preparation in [Statement.Preparation.never, .always] {
          var statement = Statement(cut.query)
          statement.preparation = preparation
          let lengths = try await session.pageLengths(of: statement, by: cut.size)
          #expect(lengths == cut.pages, "\(cut), prepared: \(preparation)")
          let rows = try await session.firstColumn(CQLValue.self, of: statement, by: cut.size)
          #expect(rows.count == cut.pages.reduce(0, +), "\(cut), prepared: \(preparation)")
        }
      }
    }

    @Test("A6: full pages are followed by another, a LIMIT that is used up is not")
    func flatAndLong() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeFlatAndLong(session)
        for table in ["flat", "long WHERE p = 1"] {
          try await check(
            [
              Cut("SELECT * FROM \(table)", by: 100, [100, 100, 100, 100, 100, 0]),
              Cut("SELECT * FROM \(table)", by: 99, [99, 99, 99, 99, 99, 5]),
              Cut("SELECT * FROM \(table)", by: 499, [499, 1]),
              Cut("SELECT * FROM \(table)", by: 500, [500, 0]),
              Cut("SELECT * FROM \(table)", by: 501, [500]),
              Cut("SELECT * FROM \(table)", by: 1, Array(repeating: 1, count: 500) + [0]),
              Cut("SELECT * FROM \(table) LIMIT 99", by: 100, [99]),
              Cut("SELECT * FROM \(table) LIMIT 100", by: 100, [100]),
              Cut("SELECT * FROM \(table) LIMIT 101", by: 100, [100, 1]),
              Cut("SELECT * FROM \(table) LIMIT 150", by: 100, [100, 50]),
              Cut("SELECT * FROM \(table) LIMIT 200", by: 100, [100, 100]),
              Cut("SELECT * FROM \(table) LIMIT 500", by: 100, [100, 100, 100, 100, 100]),
              Cut("SELECT * FROM \(table) LIMIT 501", by: 100, [100, 100, 100, 100, 100, 0]),
              Cut("SELECT * FROM \(table) LIMIT 600", by: 100, [100, 100, 100, 100, 100, 0]),
            ], in: session)
        }
        try await check(
          [
            Cut("SELECT JSON * FROM flat", by: 99, [99, 99, 99, 99, 99, 5]),
            Cut("SELECT * FROM flat WHERE k = 1", by: 1, [1]),
            Cut("SELECT * FROM long WHERE p = 1 AND c = 1", by: 1, [1, 0]),
            Cut("SELECT * FROM flat WHERE k = 1", by: 2, [1]),
            Cut("SELECT * FROM flat WHERE k = 1000", by: 2, [0]),
            Cut("SELECT count(*) FROM flat", by: 10, [1]),
          ], in: session)
      }
    }

    @Test("A6: partitions, per-partition limits, DISTINCT, IN, slices, groups and filters")
    func wide() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeWide(session)
        try await check(
          [
            Cut("SELECT * FROM wide", by: 72, [72, 72, 72, 72, 72, 72, 72, 0]),
            Cut("SELECT * FROM wide", by: 100, [100, 100, 100, 100, 100, 4]),
            Cut("SELECT * FROM wide", by: 504, [504, 0]),
            Cut("SELECT * FROM wide WHERE p = 1", by: 36, [36, 36, 0]),
            Cut("SELECT * FROM wide WHERE p = 1", by: 50, [50, 22]),
            Cut("SELECT * FROM wide PER PARTITION LIMIT 3", by: 10, [10, 10, 1]),
            Cut("SELECT * FROM wide PER PARTITION LIMIT 3", by: 3, [3, 3, 3, 3, 3, 3, 3, 0]),
            Cut("SELECT * FROM wide PER PARTITION LIMIT 3", by: 5, [5, 5, 5, 5, 1]),
            Cut("SELECT * FROM wide PER PARTITION LIMIT 3 LIMIT 15", by: 4, [4, 4, 4, 3]),
            Cut("SELECT DISTINCT p FROM wide", by: 7, [7, 0]),
            Cut("SELECT DISTINCT p FROM wide", by: 3, [3, 3, 1]),
            Cut("SELECT * FROM wide WHERE p IN (5, 0, 5)", by: 50, [50, 50, 44]),
            Cut("SELECT * FROM wide WHERE p IN (5, 0)", by: 144, [144, 0]),
            Cut("SELECT * FROM wide WHERE p = 1 AND c IN (1, 5, 9)", by: 2, [2, 1]),
            Cut("SELECT * FROM wide WHERE p = 1 ORDER BY c DESC", by: 50, [50, 22]),
            Cut("SELECT * FROM wide WHERE p = 1 AND c >= 10 AND c < 40", by: 10, [10, 10, 10, 0]),
            Cut("SELECT p, count(*) FROM wide GROUP BY p", by: 3, [3, 3, 1]),
            Cut("SELECT p, count(*) FROM wide GROUP BY p LIMIT 5", by: 3, [3, 2]),
            Cut("SELECT * FROM wide WHERE p = 1 AND hit = 1 ALLOW FILTERING", by: 4, [4, 4, 0]),
            Cut("SELECT * FROM wide WHERE p = 1 AND hit = 2 ALLOW FILTERING", by: 4, [0]),
          ], in: session)
      }
    }

    @Test("A6: descending order and static columns")
    func descendingAndStatic() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeDescending(session)
        try await SampleTables.makeStatic(session)
        try await check(
          [
            Cut("SELECT * FROM falling", by: 7, [7, 7, 7, 7, 7, 7, 7, 7, 4]),
            Cut("SELECT * FROM falling", by: 20, [20, 20, 20, 0]),
            Cut("SELECT * FROM mixed", by: 4, [4, 4, 4, 4, 3]),
            Cut("SELECT * FROM mixed", by: 19, [19, 0]),
            Cut("SELECT * FROM mixed", by: 5, [5, 5, 5, 4]),
          ], in: session)
      }
    }

    @Test("A7: an unpaged result comes in one page, by that name only")
    func unpaged() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeFlatAndLong(session)
        try session.setDefaultPageSize(10)
        let page = try await session.fetchUnpaged("SELECT * FROM flat")
        #expect(page.rows.count == 500)
        #expect(page.isLast)
        #expect(try await session.fetchPage(PageRequest("SELECT * FROM flat")).rows.count == 10)
      }
    }

    @Test("B1: 10,000 rows come once each, whatever the page size", arguments: [99, 1000, 5000, 10_000])
    func manyRows(size: Int) async throws {
      try await LiveServer.withKeyspace { session in
        try await session.execute("CREATE TABLE many (k int PRIMARY KEY, v text)")
        try await session.insert("INSERT INTO many (k, v) VALUES (?, ?)", (0..<10_000).map { [$0, "value \($0)"] })
        var seen: Set<Int> = []
        for try await (key, value) in session.rows(of: "SELECT k, v FROM many", pageSize: PageSize(size))
          .decode(as: (Int, String).self)
        {
          #expect(value == "value \(key)")
          #expect(seen.insert(key).inserted)
        }
        #expect(seen.count == 10_000)
      }
    }
  }
}
