import CQLPaging
import CQLSession
import Testing

extension Live {
  /// How long pages are, for every kind of statement; ``PageTests`` has the most common ones.
  struct PageLengthTests {
    @Test("A6: partitions, rows by their key, LIMIT and JSON")
    func rows() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeFlatAndLong(session)
        try await SampleTables.makeWide(session)
        try await session.check(
          ExpectedPages.of("SELECT * FROM wide WHERE p = 3", [72: "72, 0", 36: "36×2, 0", 50: "50, 22"])
            + ExpectedPages.of("SELECT * FROM long WHERE p = 1 AND c = 7", [1: "1, 0", 2: "1"])
            + ExpectedPages.of("SELECT JSON * FROM flat", [100: "100×5, 0", 99: "99×5, 5"])
            + ExpectedPages.of("SELECT * FROM flat LIMIT 199", [100: "100, 99", 198: "198, 1", 199: "199"])
            + ExpectedPages.of("SELECT * FROM long WHERE p = 2", [1: "0", 100: "0"]))
      }
    }

    @Test("A6: PER PARTITION LIMIT, alone and with LIMIT; DISTINCT")
    func perPartition() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeWide(session)
        try await session.check(
          ExpectedPages.of(
            "SELECT * FROM wide PER PARTITION LIMIT 3",
            [10: "10×2, 1", 3: "3×7, 0", 2: "2×10, 1", 1: "1×21, 0", 21: "21, 0", 5: "5×4, 1"])
            + ExpectedPages.of(
              "SELECT * FROM wide PER PARTITION LIMIT 3 LIMIT 15", [10: "10, 5", 5: "5×3", 4: "4×3, 3"])
            + ExpectedPages.of("SELECT DISTINCT p FROM wide", [7: "7, 0", 3: "3×2, 1", 10: "7", 1: "1×7, 0"]))
      }
    }

    @Test("A6: IN on partitions and on clustering columns, descending order, slices")
    func inAndOrder() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeWide(session)
        try await SampleTables.makeDescending(session)
        let some = "SELECT * FROM wide WHERE p = 1"
        try await session.check(
          ["5, 0", "5, 0, 5"].flatMap {
            ExpectedPages.of(
              "SELECT * FROM wide WHERE p IN (\($0))", [50: "50×2, 44", 72: "72×2, 0", 144: "144, 0", 200: "144"])
          }
            + ExpectedPages.of("\(some) AND c IN (1, 5, 9)", [2: "2, 1", 3: "3, 0"])
            + ExpectedPages.of("\(some) AND c IN (1, 5, 9) ORDER BY c DESC", [2: "2, 1"])
            + ExpectedPages.of("\(some) ORDER BY c DESC", [50: "50, 22", 72: "72, 0"])
            + ExpectedPages.of("\(some) AND c >= 10 AND c < 40", [10: "10×3, 0", 30: "30, 0"])
            + ExpectedPages.of("SELECT * FROM falling", [7: "7×8, 4", 20: "20×3, 0", 60: "60, 0"]))
      }
    }

    @Test("A6: aggregates and groups")
    func groups() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeWide(session)
        try await ScenarioTables.makeGrouped(session)
        let groups = "SELECT p, count(*) FROM wide GROUP BY p"
        try await session.check(
          ["count(*)", "max(c)", "sum(hit)"].flatMap {
            ExpectedPages.of("SELECT \($0) FROM wide", [1: "1", 10: "1", 5000: "1"])
          }
            + ExpectedPages.of("SELECT count(*) FROM wide WHERE p = 99", [1: "1", 10: "1"])
            + ExpectedPages.of(groups, [3: "3×2, 1", 7: "7, 0", 10: "7", 1: "1×7, 0"])
            + ExpectedPages.of("\(groups) LIMIT 5", [3: "3, 2", 5: "5"])
            + ExpectedPages.of(
              "SELECT g, count(*) FROM grouped WHERE p = 1 GROUP BY p, g", [7: "7×2, 6", 20: "20, 0", 10: "10×2, 0"]))
      }
    }

    @Test("A6: filters, a secondary index, a view")
    func filtersAndIndexes() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeWide(session)
        try await ScenarioTables.makeIndexed(session, index: "CREATE INDEX ON indexed (tag)")
        try await ScenarioTables.makeView(session)
        let filter = "SELECT * FROM wide WHERE p = 1 AND hit"
        try await session.check(
          ExpectedPages.of("\(filter) = 1 ALLOW FILTERING", [4: "4×2, 0", 8: "8, 0", 100: "8"])
            + ExpectedPages.of("\(filter) = 2 ALLOW FILTERING", [4: "0"])
            + ExpectedPages.of("\(filter) = 1 LIMIT 5 ALLOW FILTERING", [4: "4, 1", 5: "5"])
            + Self.indexed
            + ExpectedPages.of("SELECT * FROM by_c", [100: "100×7, 20", 72: "72×10, 0", 720: "720, 0"]))
      }
    }

    private static let indexed =
      ExpectedPages.of("SELECT * FROM indexed WHERE tag = 1", [10: "10×7, 2", 72: "72, 0", 71: "71, 1", 100: "72"])
      + ExpectedPages.of("SELECT * FROM indexed WHERE tag = 1 LIMIT 20", [10: "10×2"])
      + ExpectedPages.of("SELECT * FROM indexed WHERE tag = 2", [10: "0"])

    @Test("A6: a storage-attached index pages like any other (5.0 and later)")
    func storageAttachedIndex() async throws {
      try await LiveServer.withKeyspace { session in
        guard try await LiveServer.release(session) >= 5 else { return }
        try await ScenarioTables.makeIndexed(
          session, index: "CREATE CUSTOM INDEX ON indexed (tag) USING 'StorageAttachedIndex'")
        try await session.check(Self.indexed)
      }
    }

    @Test("A6: partitions with nothing but a static column are rows like others")
    func staticColumns() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeStatic(session)
        try await session.check(
          ExpectedPages.of("SELECT * FROM mixed", [4: "4×4, 3", 19: "19, 0", 5: "5×3, 4", 1: "1×19, 0"])
            + ExpectedPages.of("SELECT * FROM mixed WHERE p = 4", [1: "1"]))
      }
    }

    @Test("A6: conditional writes answer with all their rows, whatever the page size")
    func conditionalWrites() async throws {
      try await LiveServer.withKeyspace { session in
        try await session.execute("CREATE TABLE taken (p int, c int, PRIMARY KEY (p, c))")
        let insert = "INSERT INTO taken (p, c) VALUES (1, 1) IF NOT EXISTS"
        #expect(try await session.pageLengths(of: Statement(insert), by: 1) == [1])
        try await session.execute("INSERT INTO taken (p, c) VALUES (1, 2)")
        let batch = "BEGIN BATCH \(insert); INSERT INTO taken (p, c) VALUES (1, 2) IF NOT EXISTS; APPLY BATCH"
        #expect(try await session.pageLengths(of: Statement(batch), by: 1) == [2])
      }
    }

    @Test("A6: virtual tables send longer pages than asked, and every row once (4.0 and later)")
    func virtualTables() async throws {
      try await LiveServer.withKeyspace { session in
        guard try await LiveServer.release(session) >= 4 else { return }
        let query: Statement = "SELECT name FROM system_views.settings"
        let names = try await session.fetchUnpaged(query).rows.map { try $0.decode(String.self, at: 0) }
        #expect(names.count > 100)
        let pages = try await session.pagesOfValues(of: query, by: 10)
        #expect(pages.dropLast().allSatisfy { $0.count >= 10 })
        #expect(pages.contains { $0.count > 10 })
        #expect(pages.flatMap(\.self) == names.map { [.text($0)] })
      }
    }

    @Test("A6: DESCRIBE is cut exactly, and refuses to go on when the schema has changed (4.0 and later)")
    func describe() async throws {
      try await LiveServer.withKeyspace { session in
        guard try await LiveServer.release(session) >= 4 else { return }
        let query: Statement = "DESCRIBE KEYSPACE system"
        let whole = try await session.fetchUnpaged(query).rows.count
        let lengths = try await session.pageLengths(of: query, by: 5)
        #expect(lengths.dropLast().allSatisfy { $0 == 5 })
        #expect(lengths.reduce(0, +) == whole)

        var pages = session.pages(of: query, pageSize: 5).makeAsyncIterator()
        _ = try await pages.next()
        try await session.execute("CREATE TABLE change (k int PRIMARY KEY)")
        let error = await #expect(throws: PagingError.self) { _ = try await pages.next() }
        #expect((error?.underlying as? CQLError)?.server?.code == .invalid)
        #expect(error?.pagesDelivered == 1)
      }
    }

    @Test(
      "A6: LIST is not paged at all, whatever the page size",
      .enabled(if: LiveServer.username != nil, "the server knows no roles"))
    func list() async throws {
      try await LiveServer.withKeyspace { session, keyspace in
        let roles = (0..<12).map { "\(keyspace)_\($0)" }
        try await session.executeAll(roles.map { "CREATE ROLE \($0)" })
        let lengths = try await session.pageLengths(of: "LIST ROLES", by: 3)
        try await session.executeAll(roles.map { "DROP ROLE \($0)" })
        #expect(lengths.count == 1)
        #expect(try #require(lengths.first) >= 12)
      }
    }
  }
}
