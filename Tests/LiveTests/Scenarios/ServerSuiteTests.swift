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

    @Test("A6: as many rows as there are; LIMIT, page size and rows in every order")
    func sizesAndLimits() async throws {
      try await LiveServer.withKeyspace { session in
        // Each partition has as many rows as its key says.
        try await session.execute("CREATE TABLE data (p int, c int, PRIMARY KEY (p, c))")
        try await session.insert(
          "INSERT INTO data (p, c) VALUES (?, ?)",
          [5, 9, 10, 20, 30, 5001].flatMap { rows in (0..<rows).map { [rows, $0] } })
        let sizes: [(rows: Int, size: Int, pages: String)] = [
          (0, 100, "0"), (5, 100, "5"), (9, 5, "5, 4"), (5, 5, "5, 0"), (5001, 5000, "5000, 1"),
        ]
        try await session.check(
          sizes.map { ExpectedPages("SELECT * FROM data WHERE p = \($0.rows)", by: $0.size, $0.pages) })
        let limits: [(limit: Int, size: Int, rows: Int, pages: String)] = [
          (10, 20, 30, "10"), (10, 30, 20, "10"), (20, 10, 30, "10×2"), (30, 10, 20, "10×2, 0"), (20, 30, 10, "10"),
          (30, 20, 10, "10"),
        ]
        try await session.check(
          limits.map {
            ExpectedPages("SELECT * FROM data WHERE p = \($0.rows) LIMIT \($0.limit)", by: $0.size, $0.pages)
          })
      }
    }

    @Test("A6: IN over two partitions of forty rows, with and without LIMIT")
    func inWithLimit() async throws {
      try await withRows(80, partitions: 2) { session in
        let query = "SELECT * FROM data WHERE p IN (0, 1)"
        try await session.check([
          ExpectedPages("\(query) LIMIT 9", by: 20, "9"), ExpectedPages("\(query) LIMIT 20", by: 10, "10×2"),
          ExpectedPages("\(query) LIMIT 40", by: 20, "20×2"), ExpectedPages(query, by: 20, "20×4, 0"),
        ])
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

    @Test("A6: PER PARTITION LIMIT by every size around its multiples")
    func perPartitionLimit() async throws {
      try await withRows(100, partitions: 5) { session in
        for size in [2, 3, 4, 5, 15, 16, 17, 100] {
          for (limit, total) in [(1, 5), (3, 15), (4, 20), (20, 100), (50, 100)] {
            // A page that is full is followed by another one, which may be empty.
            let pages = Array(repeating: "\(size)", count: total / size) + ["\(total % size)"]
            try await session.check([
              ExpectedPages(
                "SELECT * FROM data PER PARTITION LIMIT \(limit)", by: size, pages.joined(separator: ", "))
            ])
          }
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

    @Test("A6: static columns come with every row of every page")
    func staticColumns() async throws {
      try await LiveServer.withKeyspace { session in
        try await session.execute("CREATE TABLE data (p int, c int, s text static, PRIMARY KEY (p, c))")
        try await session.insert(
          "INSERT INTO data (p, c, s) VALUES (?, ?, ?)",
          (0..<3).flatMap { p in (0..<10).map { [p, $0, "of \(p)"] as [any CQLEncodable] } })
        for query: Statement in ["SELECT p, c, s FROM data", "SELECT p, c, s FROM data WHERE p IN (0, 1, 2)"] {
          for size in [1, 4, 7, 100] {
            var seen: Set<[Int]> = []
            let rows = session.rows(of: query, pageSize: PageSize(size)).decode(as: (Int, Int, String).self)
            for try await (p, c, s) in rows {
              #expect(s == "of \(p)")
              #expect(seen.insert([p, c]).inserted)
            }
            #expect(seen.count == 30, "\(query) by \(size)")
          }
        }
      }
    }
  }
}
