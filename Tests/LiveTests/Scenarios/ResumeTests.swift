import CQLPaging
import CQLSession
import Testing

extension Live {
  /// Positions of every kind of statement: where they go on, what a server does with others, and what never reaches it.
  struct ResumeTests {
    /// Statements of every kind on the ``SampleTables``, each with two page sizes below its LIMIT.
    static let statements: [(query: String, size: Int, other: Int)] = [
      ("SELECT * FROM flat", 100, 77),
      ("SELECT JSON * FROM flat", 100, 77),
      ("SELECT * FROM flat LIMIT 450", 100, 300),
      ("SELECT * FROM flat WHERE token(k) > 0", 40, 33),
      ("SELECT * FROM wide", 50, 100),
      ("SELECT * FROM wide WHERE p = 3", 10, 7),
      ("SELECT * FROM wide WHERE p = 3 LIMIT 40", 10, 39),
      ("SELECT * FROM wide WHERE p IN (5, 0)", 20, 72),
      ("SELECT * FROM wide WHERE p = 3 ORDER BY c DESC", 10, 11),
      ("SELECT * FROM wide WHERE p = 3 AND c > 20 AND c < 60", 10, 3),
      ("SELECT * FROM wide WHERE p = 3 AND c IN (1, 5, 9)", 2, 1),
      ("SELECT DISTINCT p FROM wide", 2, 3),
      ("SELECT p, c FROM wide PER PARTITION LIMIT 3", 4, 5),
      ("SELECT p, c FROM wide PER PARTITION LIMIT 3 LIMIT 15", 4, 14),
      ("SELECT p, count(*) FROM wide GROUP BY p", 2, 3),
      ("SELECT p, count(*) FROM wide GROUP BY p LIMIT 5", 2, 5),
      ("SELECT * FROM wide WHERE hit = 1 ALLOW FILTERING", 9, 20),
      ("SELECT * FROM falling", 7, 20),
      ("SELECT * FROM mixed", 4, 3),
    ]

    static func makeTables(_ session: CassandraSession) async throws {
      try await SampleTables.makeFlatAndLong(session)
      try await SampleTables.makeWide(session)
      try await SampleTables.makeDescending(session)
      try await SampleTables.makeStatic(session)
    }

    @Test("C1, C5: positions of every kind of statement go on exactly, in another session and by another page size")
    func everyStatement() async throws {
      try await LiveServer.withKeyspace { session, keyspace in
        try await Self.makeTables(session)
        try await CassandraSession.withSession(LiveServer.configuration(keyspace: keyspace)) { other in
          for (query, size, otherSize) in Self.statements {
            let all = try await session.fetchUnpaged(Statement(query)).rows.map { try $0.values() }
            var read = 0
            for try await page in session.pages(of: Statement(query), pageSize: PageSize(size)) {
              read += page.rows.count
              guard let state = page.nextState else { continue }
              for preparation in [Statement.Preparation.never, .always] {
                var statement = Statement(query)
                statement.preparation = preparation
                var rest: [[CQLValue]] = []
                for try await page in other.pages(of: statement, pageSize: PageSize(otherSize), from: state) {
                  rest += try page.rows.map { try $0.values() }
                }
                #expect(rest == Array(all[read...]), "\(query), after \(read) rows, prepared: \(preparation)")
              }
            }
            #expect(read == all.count, "\(query)")
          }
        }
      }
    }

    @Test("C7: a server starts again at row 0 when the page size has reached LIMIT; that is refused before it is sent")
    func silentRestart() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeFlatAndLong(session)
        let query: Statement = "SELECT c FROM long WHERE p = 1 LIMIT 200"
        let state = try #require(try await session.fetchPage(PageRequest(query, pageSize: 100)).nextState)
        for size in [200, 201, 5000] {
          // Said to be the position's own page size, which the guard trusts: what the server does without a guard.
          let unguarded = PageRequest(query, pageSize: PageSize(size)).next(at: state)
          let page = try await session.fetchPage(unguarded)
          #expect(try page.rows.map { try $0.decode(Int.self, at: 0) } == Array(0..<200), "by \(size)")

          let guarded = PageRequest(query, pageSize: PageSize(size), state: state)
          #expect(await code { _ = try await session.fetchPage(guarded) } == .resumeIgnored, "by \(size)")
          let scan = session.rows(of: query, pageSize: PageSize(size), from: Cursor(state: state))
          #expect(await code { _ = try await scan.first() } == .resumeIgnored, "by \(size)")
        }
        let rest = try await session.firstColumn(Int.self, of: query, by: 199, from: Cursor(state: state))
        #expect(rest == Array(100..<200))
        let unpaged = {
          var request = PageRequest.unpaged("SELECT c FROM long WHERE p = 1")
          request.state = state
          return request
        }()
        #expect(await code { _ = try await session.fetchPage(unpaged) } == .resumeIgnored)
      }
    }

    @Test("A2, C7: a default page size that grows past LIMIT in the middle of a scan does not start it again")
    func growingDefault() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeFlatAndLong(session)
        try session.setDefaultPageSize(100)
        var rows = session.rows(of: "SELECT c FROM long WHERE p = 1 LIMIT 200").makeAsyncIterator()
        var seen: [Int] = []
        while seen.count < 1000, let row = try await rows.next() {
          seen.append(try row.decode(at: 0))
          if seen.count == 50 { try session.setDefaultPageSize(5000) }
        }
        #expect(seen == Array(0..<200))
      }
    }

    @Test("C7: groups go on also where the page size has reached LIMIT")
    func groups() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeWide(session)
        let query: Statement = "SELECT p, count(*) FROM wide GROUP BY p LIMIT 5"
        let all = try await session.firstColumn(Int.self, of: query, by: 100)
        let state = try #require(try await session.fetchPage(PageRequest(query, pageSize: 3)).nextState)
        for size in [3, 5, 100] {
          let rest = try await session.firstColumn(Int.self, of: query, by: size, from: Cursor(state: state))
          #expect(rest == Array(all[3...]), "by \(size)")
        }
      }
    }

    @Test("C6: cut at any length or with a byte behind it, a state of any statement is a cursor no longer valid")
    func damaged() async throws {
      try await LiveServer.withKeyspace { session in
        try await Self.makeTables(session)
        for (query, size, _) in Self.statements {
          let request = PageRequest(Statement(query), pageSize: PageSize(size))
          let good = try #require(try await session.fetchPage(request).nextState).bytes
          for bytes in good.indices.map({ Array(good[..<$0]) }) + [good + [0], good + [0xFF]] {
            let damaged = PageRequest(
              Statement(query), pageSize: PageSize(size), state: PagingState(bytes: bytes))
            let error = await #expect(throws: CQLError.self) { _ = try await session.fetchPage(damaged) }
            #expect(error?.code == .cursorNoLongerValid, "\(query), \(bytes.count) of \(good.count) bytes")
            #expect(error?.code.concernsCursor == true)
          }
        }
        // A scan calls it the same, and the session goes on.
        let scan = session.rows(of: "SELECT * FROM flat", from: Cursor(state: PagingState(bytes: [1, 2, 3])))
        #expect(await code { _ = try await scan.first() } == .cursorNoLongerValid)
        #expect(try await session.pageLengths(of: "SELECT * FROM flat", by: 501) == [500])
      }
    }

    @Test("C6: with any bit changed, a page, an error, or other rows come, and the session goes on")
    func alteredBits() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeWide(session)
        let request = PageRequest("SELECT p, c FROM wide", pageSize: 10)
        let good = try #require(try await session.fetchPage(request).nextState).bytes
        var refused = 0
        for bit in 0..<(8 * good.count) {
          var bytes = good
          bytes[bit / 8] ^= 1 << (bit % 8)
          do {
            let page = try await session.fetchPage(
              PageRequest("SELECT p, c FROM wide", pageSize: 10, state: PagingState(bytes: bytes)))
            for row in page.rows { _ = try row.decode(as: (Int, Int).self) }
          } catch let error as CQLError {
            refused += 1
            #expect([.cursorNoLongerValid, .server].contains(error.code), "bit \(bit): \(error)")
          }
        }
        #expect(refused > 0 && refused < 8 * good.count, "servers notice some, and not all: integrity is for seals")
        #expect(try await session.pageLengths(of: "SELECT * FROM wide", by: 505) == [504])
      }
    }

    @Test("C3, C6: the state of another statement is the server's error or other rows; a bound cursor never gets there")
    func foreign() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeFlatAndLong(session)
        try await SampleTables.makeWide(session)
        func page(_ query: Statement, _ state: PagingState) async throws -> Page<CQLRows> {
          try await session.fetchPage(PageRequest(query, pageSize: 10, state: state))
        }
        // Four zero bytes are a well-formed state of nothing.
        let error = await #expect(throws: CQLError.self) {
          _ = try await page("SELECT k FROM flat", PagingState(bytes: [0, 0, 0, 0]))
        }
        #expect(error?.code == .server)
        #expect(error?.server?.code == .serverError)

        let query: Statement = "SELECT c FROM wide WHERE p = 3"
        let state = try #require(try await session.fetchPage(PageRequest(query, pageSize: 10)).nextState)
        let other = try await page("SELECT c FROM wide WHERE p = 4", state)
        #expect(try other.rows.map { try $0.decode(Int.self, at: 0) } == Array(10..<20), "the same place elsewhere")
        let bound = try BoundCursor(Cursor(state: state), for: query)
        #expect(throws: CQLError.self) { try bound.cursor(for: "SELECT c FROM wide WHERE p = 4") }
        #expect(await code { _ = try await page("SELECT c FROM wide", state) } == .server)
        #expect(try await session.pageLengths(of: "SELECT * FROM flat", by: 501) == [500])
      }
    }

    @Test("C1: states as long as their keys go on: two keys of 60,000 bytes")
    func longStates() async throws {
      try await LiveServer.withKeyspace { session in
        try await session.execute("CREATE TABLE keys (p text, c text, n int, PRIMARY KEY (p, c))")
        let key = String(repeating: "k", count: 60_000)
        try await session.insert(
          "INSERT INTO keys (p, c, n) VALUES (?, ?, ?)",
          (0..<5).map { [key, String($0) + key.dropFirst(), $0] as [any CQLEncodable] })
        let query: Statement = "SELECT n FROM keys"
        let first = try await session.fetchPage(PageRequest(query, pageSize: 2))
        let state = try #require(first.nextState)
        #expect(state.bytes.count > 120_000)
        let cursor = try Cursor(text: Cursor(state: state, rowsConsumed: 1).text)
        #expect(try await session.firstColumn(Int.self, of: query, by: 2, from: cursor) == [3, 4])
        let seal = CursorSeal(keys: .temporary(), lifetime: nil, now: { 0 })
        #expect(throws: CQLError.self) { try seal.seal(cursor, for: query) }
      }
    }

    @Test("C7: a vector search takes no position and is refused one (5.0 and later)")
    func vectorSearch() async throws {
      try await LiveServer.withKeyspace { session in
        guard try await LiveServer.release(session) >= 5 else { return }
        try await session.executeAll([
          "CREATE TABLE places (k int PRIMARY KEY, at vector<float, 2>)",
          "CREATE CUSTOM INDEX ON places (at) USING 'StorageAttachedIndex'",
        ])
        try await session.executeAll((0..<30).map { "INSERT INTO places (k, at) VALUES (\($0), [\($0), 1])" })
        let state = try #require(
          try await session.fetchPage(PageRequest("SELECT k FROM places", pageSize: 10)).nextState)
        let search: Statement = "SELECT k FROM places ORDER BY at ANN OF [1, 1] LIMIT 20"
        let first = try await session.fetchPage(PageRequest(search, pageSize: 10))
        #expect(first.rows.count == 20, "all of it, whatever the page size")
        #expect(first.isLast)
        let unguarded = try await session.fetchPage(PageRequest(search, pageSize: 10).next(at: state))
        let values = try [first, unguarded].map { page in try page.rows.map { try $0.decode(Int.self, at: 0) } }
        #expect(values[0] == values[1], "the position is ignored")
        let guarded = PageRequest(search, pageSize: 10, state: state)
        #expect(await code { _ = try await session.fetchPage(guarded) } == .resumeIgnored)
      }
    }
  }
}
