import CQLPaging
import CQLSession
import Testing

extension Live {
  /// The paging scenarios of other drivers' suites.
  struct DriverSuiteTests {
    /// `numbers`: one partition of `count` rows.
    private func withNumbers(
      _ count: Int, _ body: (CassandraSession, String) async throws -> Void
    ) async throws {
      try await LiveServer.withKeyspace { session, keyspace in
        try await session.execute("CREATE TABLE numbers (p int, n int, v text, PRIMARY KEY (p, n))")
        try await session.insert(
          "INSERT INTO numbers (p, n, v) VALUES (1, ?, ?)", (0..<count).map { [$0, "value \($0)"] })
        try await body(session, keyspace)
      }
    }

    private static let query: Statement = "SELECT n FROM numbers WHERE p = \(1)"

    // Python

    @Test("B1: a hundred rows by every page size, simple and prepared")
    func hundred() async throws {
      try await withNumbers(100) { session, _ async throws in
        for size in [2, 3, 7, 10, 99, 100, 101, 10000] {
          for preparation in [Statement.Preparation.never, .always] {
            // A value that is not prepared goes as its natural type, which has to be the column's.
            var query: Statement = "SELECT n FROM numbers WHERE p = \(Int32(1))"
            query.preparation = preparation
            #expect(try await session.firstColumn(Int.self, of: query, by: size) == Array(0..<100), "by \(size)")
          }
        }
      }
    }

    @Test("A3: the nearest page size holds on every page: call, bound, prepared, profile, session")
    func precedence() async throws {
      try await withNumbers(100) { session, _ in
        try session.setDefaultPageSize(60)
        var template = Self.query
        func lengths(_ statement: Statement, call: PageSize? = nil) async throws -> [Int] {
          var lengths: [Int] = []
          for try await page in session.pages(of: statement, pageSize: call) { lengths.append(page.rows.count) }
          return lengths
        }
        #expect(try await lengths(template) == [60, 40])
        template.profile = ExecutionProfile("of fifty", pageSize: 50)
        #expect(try await lengths(template) == [50, 50, 0])
        template.pageSize = 40
        let prepared = try await session.prepare(template)
        #expect(try await lengths(prepared.bind(1)) == [40, 40, 20])
        var bound = try prepared.bind(1)
        bound.pageSize = 30
        #expect(try await lengths(bound) == [30, 30, 30, 10])
        #expect(try await lengths(bound, call: 101) == [100])
      }
    }

    @Test("B13: a handler is called once a page")
    func handlers() async throws {
      try await withNumbers(100) { session, _ async throws in
        for (size, calls) in [(7, 15), (10, 11), (99, 2), (100, 2), (101, 1)] {
          var lengths: [Int] = []
          let rest = try await session.forEachPage(of: Self.query, pageSize: PageSize(size)) { page in
            lengths.append(page.rows.count)
            return .next
          }
          #expect(rest == nil)
          #expect(lengths.count == calls, "by \(size)")
          #expect(lengths.reduce(0, +) == 100, "by \(size)")
        }
      }
    }

    // Java

    /// A position behind the first 15 of 20 rows, and what it is good for.
    private func resumeLastFive(_ session: CassandraSession, _ cursor: Cursor) async throws {
      #expect(cursor.state != nil)
      let page = try await session.fetchPage(PageRequest(Self.query, pageSize: 15, state: cursor.state))
      #expect(try page.rows.map { try $0.decode(Int.self, at: 0) } == Array(15..<20))
      #expect(page.isLast)
    }

    @Test(
      "C1, C2, C3, C8: twenty rows by fifteen: the last five by raw bytes, by text, bound, sealed, as Java's drivers do"
    )
    func fifteenAndFive() async throws {
      try await withNumbers(20) { session, keyspace in
        let state = try #require(try await session.fetchPage(PageRequest(Self.query, pageSize: 15)).nextState)
        let cursor = Cursor(state: state)
        try await resumeLastFive(session, Cursor(state: PagingState(bytes: state.bytes)))
        try await resumeLastFive(session, Cursor(state: PagingState(hex: state.hex)))
        try await resumeLastFive(session, Cursor(state: PagingState(base64URL: state.base64URL)))
        let bound = try BoundCursor(text: BoundCursor(cursor, for: Self.query, keyspace: keyspace).text)
        try await resumeLastFive(session, bound.cursor(for: Self.query, keyspace: keyspace))
        let seal = CursorSeal(keys: .temporary(), lifetime: .seconds(60), keyspace: keyspace, now: { 0 })
        try await resumeLastFive(session, seal.open(seal.seal(cursor, for: Self.query), for: Self.query))
        let prepared = try await session.prepare(Self.query)
        let java = try JavaSafeState(text: JavaSafeState(state, for: Self.query, prepared: prepared).text)
        try await resumeLastFive(session, Cursor(state: java.state(for: Self.query, prepared: prepared)))
      }
    }

    @Test("C3, C4, C8: with another statement, other values or an altered byte nothing reaches the server")
    func refused() async throws {
      try await withNumbers(20) { session, keyspace in
        let state = try #require(try await session.fetchPage(PageRequest(Self.query, pageSize: 15)).nextState)
        let prepared = try await session.prepare(Self.query)
        let cursor = Cursor(state: state)
        let seal = CursorSeal(keys: .temporary(), lifetime: .seconds(60), keyspace: keyspace, now: { 0 })
        let (bound, sealed) = (try BoundCursor(cursor, for: Self.query), try seal.seal(cursor, for: Self.query))
        let java = try JavaSafeState(state, for: Self.query, prepared: prepared)

        let requests = Requests()
        let metered = session.metered { _ in requests.count() }
        let texts: [Statement] = ["SELECT n, v FROM numbers WHERE p = \(1)", "SELECT n FROM numbers WHERE p = \(2)"]
        for other in texts {
          await expect(.cursorForeign) { try await resume(metered, other, bound.cursor(for: other).state) }
          await expect(.cursorForeign) { try await resume(metered, other, seal.open(sealed, for: other).state) }
          await expect(.cursorForeign) { try await resume(metered, other, java.state(for: other, prepared: prepared)) }
        }
        await expect(.cursorForged) {
          try await resume(metered, Self.query, seal.open(altered(sealed, at: 6), for: Self.query).state)
        }
        await expect(.cursorForeign) {
          let altered = try JavaSafeState(text: altered(java.text, at: 12))
          try await resume(metered, Self.query, altered.state(for: Self.query, prepared: prepared))
        }
        #expect(requests.total == 0)
      }
    }

    private func resume(_ source: some PageSource, _ statement: Statement, _ state: PagingState?) async throws {
      _ = try await source.fetchPage(PageRequest(statement, pageSize: 15, state: state))
    }

    private func expect(_ expected: CQLError.Code, _ body: () async throws -> Void) async {
      #expect(await code(body) == expected)
    }

    /// The text with another character that it could have there.
    private func altered(_ text: String, at position: Int) -> String {
      var characters = Array(text)
      characters[position] = characters[position] == "0" ? "1" : "0"
      return String(characters)
    }

    @Test("A4: a profile's page size holds on the pages behind the first, also in another session that goes on")
    func profile() async throws {
      try await withNumbers(20) { session, keyspace in
        var query = Self.query
        query.profile = ExecutionProfile("of three", pageSize: 3)
        let first = try await session.fetchPage(PageRequest(query))
        try await CassandraSession.withSession(LiveServer.configuration(keyspace: keyspace)) { other in
          var lengths = [first.rows.count]
          for try await page in other.pages(of: query, from: first.nextState) { lengths.append(page.rows.count) }
          #expect(lengths == [3, 3, 3, 3, 3, 3, 2])
        }
      }
    }

    // Rust

    @Test("B1: no page is asked for twice, not the first one either", arguments: [0, 1, 3])
    func requestCount(prefetch: Int) async throws {
      try await withNumbers(100) { session, _ in
        let requests = Requests()
        let rows = session.metered { _ in requests.count() }.rows(of: Self.query, pageSize: 10)
        let policy = prefetch == 0 ? Prefetch.none : .ahead(pages: prefetch)
        var count = 0
        for try await _ in rows.prefetching(policy) { count += 1 }
        #expect(count == 100)
        #expect(requests.total == 11, "ten full pages, and the empty one behind them")
      }
    }

    @Test("F4: ALTER between pages: rows read by position are right or a typed error, never garbage; by name, right")
    func alter() async throws {
      for preparation in [Statement.Preparation.never, .always] {
        try await withNumbers(30) { session, keyspace in
          var query: Statement = "SELECT * FROM numbers"
          query.preparation = preparation
          try await CassandraSession.withSession(LiveServer.configuration(keyspace: keyspace)) { other in
            var rows = session.rows(of: query, pageSize: 10).makeAsyncIterator()
            var seen = 0
            var refused = 0
            while let row = try await rows.next() {
              let (number, value) = (try row.decode(Int.self, named: "n"), try row.decode(String.self, named: "v"))
              #expect(number == seen && value == "value \(seen)")
              do {
                let (_, n, v) = try row.decode(as: (Int, Int, String).self)
                #expect(n == seen && v == value)
              } catch { refused += 1 }
              seen += 1
              // The new column stands before "v".
              if seen == 10 {
                try await other.execute("ALTER TABLE numbers ADD added int")
                _ = try await other.prepare(query)
              }
            }
            #expect(seen == 30)
            #expect(refused == 20, "prepared: \(preparation)")
          }
        }
      }
    }
  }
}

/// Counts requests.
private final class Requests: Sendable {
  private let counter = Lock(0)

  func count() { counter.withLock { $0 += 1 } }

  var total: Int { counter.withLock { $0 } }
}
