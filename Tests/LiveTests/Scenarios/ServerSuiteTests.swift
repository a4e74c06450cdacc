import CQLPaging
import CQLSession
import Testing

extension Live {
  /// The paging scenarios of the server's own suite (cassandra-dtest, paging_test.py).
  struct ServerSuiteTests {
    /// One partition, or two, of rows that count from 0.
    private func withRows(
      _ count: Int, partitions: Int = 1, _ body: (CassandraSession) async throws -> Void
    ) async throws {
      try await LiveServer.withKeyspace { session in
        try await session.execute("CREATE TABLE data (p int, c int, v int, PRIMARY KEY (p, c))")
        let rows = (0..<count).map { [$0 % partitions, $0 / partitions, $0 % 10 == 0 ? 1 : 0] }
        try await session.insert("INSERT INTO data (p, c, v) VALUES (?, ?, ?)", rows)
        try await body(session)
      }
    }

    @Test(
      "A6: as many rows as there are, whatever the page size",
      arguments: [
        (rows: 0, size: 100, pages: "0"), (5, 100, "5"), (9, 5, "5, 4"), (5, 5, "5, 0"), (5001, 5000, "5000, 1"),
      ])
    func sizes(rows: Int, size: Int, pages: String) async throws {
      try await withRows(rows) { session in
        try await session.check(ExpectedPages.of("SELECT * FROM data", [size: pages]))
      }
    }

    @Test(
      "A6: LIMIT, page size and rows in every order",
      arguments: [
        (limit: 10, size: 20, rows: 30, pages: "10"), (10, 30, 20, "10"), (20, 10, 30, "10×2"), (30, 10, 20, "10×2, 0"),
        (20, 30, 10, "10"), (30, 20, 10, "10"),
      ])
    func limits(limit: Int, size: Int, rows: Int, pages: String) async throws {
      try await withRows(rows) { session in
        for query in ["SELECT * FROM data WHERE p = 0 LIMIT \(limit)", "SELECT * FROM data LIMIT \(limit)"] {
          try await session.check([ExpectedPages(query, by: size, pages)])
        }
      }
    }

    @Test(
      "A6: IN over two partitions of forty rows, with and without LIMIT",
      arguments: [
        (limit: 9 as Int?, size: 20, pages: "9"), (20, 10, "10×2"), (nil, 20, "20×4, 0"), (40, 20, "20×2"),
      ])
    func inWithLimit(limit: Int?, size: Int, pages: String) async throws {
      try await withRows(80, partitions: 2) { session in
        let limit = limit.map { " LIMIT \($0)" } ?? ""
        try await session.check([ExpectedPages("SELECT * FROM data WHERE p IN (0, 1)\(limit)", by: size, pages)])
      }
    }

    @Test("A6: IN over two partitions of fifteen rows by ten")
    func inBetween() async throws {
      try await withRows(30, partitions: 2) { session in
        try await session.check(ExpectedPages.of("SELECT * FROM data WHERE p IN (0, 1)", [10: "10×3, 0"]))
      }
    }

    @Test("A6: filters: seven matches by four")
    func filtering() async throws {
      try await withRows(70) { session in
        try await session.check(ExpectedPages.of("SELECT * FROM data WHERE v = 1 ALLOW FILTERING", [4: "4, 3"]))
      }
    }

    @Test("A6: PER PARTITION LIMIT by every size around its multiples", arguments: [2, 3, 4, 5, 15, 16, 17, 100])
    func perPartitionLimit(size: Int) async throws {
      try await withRows(100, partitions: 5) { session in
        for (limit, total) in [(1, 5), (3, 15), (4, 20), (20, 100), (50, 100)] {
          // A page that is full is followed by another one, which may be empty.
          var pages = Array(repeating: "\(size)", count: total / size)
          if total % size > 0 || total / size == 0 { pages.append("\(total % size)") } else { pages.append("0") }
          try await session.check([
            ExpectedPages(
              "SELECT * FROM data PER PARTITION LIMIT \(limit)", by: size, pages.joined(separator: ", "))
          ])
        }
      }
    }

    @Test("A6: a key that stands twice in an IN is read once")
    func duplicateKeys() async throws {
      try await withRows(30, partitions: 3) { session in
        try await session.check(
          ExpectedPages.of("SELECT * FROM data WHERE p IN (1, 0, 1)", [7: "7×2, 6", 20: "20, 0"])
            + ExpectedPages.of("SELECT * FROM data WHERE p = 1 AND c IN (5, 5, 2)", [1: "1×2, 0", 2: "2, 0"]))
      }
    }

    @Test("A6: IN on partitions with ORDER BY is an error as long as it is paged, and none with one key or unpaged")
    func inWithOrder() async throws {
      try await withRows(30, partitions: 3) { session in
        let query: Statement = "SELECT * FROM data WHERE p IN (0, 1) ORDER BY c"
        for size in [5, 100] {
          let error = await #expect(throws: CQLError.self) {
            _ = try await session.fetchPage(PageRequest(query, pageSize: PageSize(size)))
          }
          #expect(error?.server?.code == .invalid)
          #expect(error?.message.contains("ORDER BY") == true)
        }
        #expect(try await session.fetchUnpaged(query).rows.count == 20)
        try await session.check(
          ExpectedPages.of("SELECT * FROM data WHERE p IN (1) ORDER BY c DESC", [4: "4×2, 2"]))
      }
    }

    @Test("A6: static columns come with every row of every page", arguments: [1, 4, 7, 100])
    func staticColumns(size: Int) async throws {
      try await LiveServer.withKeyspace { session in
        try await session.execute("CREATE TABLE data (p int, c int, s text static, PRIMARY KEY (p, c))")
        try await session.insert(
          "INSERT INTO data (p, c, s) VALUES (?, ?, ?)",
          (0..<3).flatMap { p in (0..<10).map { [p, $0, "of \(p)"] as [any CQLEncodable] } })
        for query: Statement in ["SELECT p, c, s FROM data", "SELECT p, c, s FROM data WHERE p IN (0, 1, 2)"] {
          var seen: Set<[Int]> = []
          let rows = session.rows(of: query, pageSize: PageSize(size)).decode(as: (Int, Int, String).self)
          for try await (p, c, s) in rows {
            #expect(s == "of \(p)")
            #expect(seen.insert([p, c]).inserted)
          }
          #expect(seen.count == 30)
        }
      }
    }
  }
}
