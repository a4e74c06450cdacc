import CQLPaging
import CQLSession
import Testing

extension Live {
  /// Where results go on.
  struct PositionTests {
    private static let query: Statement = "SELECT c FROM wide"

    @Test("C1, C2: the state of every page goes on behind it, on another connection and as text")
    func everyState() async throws {
      try await LiveServer.withKeyspace { session, keyspace in
        try await SampleTables.makeWide(session)
        let all = try await session.firstColumn(Int.self, of: Self.query, by: 504)
        var states: [(state: PagingState, rows: Int)] = []
        var rows = 0
        for try await page in session.pages(of: Self.query, pageSize: 50) {
          rows += page.rows.count
          if let state = page.nextState { states.append((state, rows)) }
        }
        #expect(states.count == 10)
        try await CassandraSession.withSession(LiveServer.configuration(keyspace: keyspace)) { other in
          for (state, rows) in states {
            for state in [state, try PagingState(hex: state.hex), try PagingState(base64URL: state.base64URL)] {
              let rest = try await other.firstColumn(Int.self, of: Self.query, by: 77, from: Cursor(state: state))
              #expect(rest == Array(all[rows...]), "after \(rows) rows")
            }
          }
        }
      }
    }

    @Test("C5: a cursor taken after any row goes on with the next one")
    func everyRow() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeWide(session)
        let all = try await session.firstColumn(Int.self, of: Self.query, by: 504)
        var iterator = session.rows(of: Self.query, pageSize: 50).makeAsyncIterator()
        var rows = 0
        while try await iterator.next() != nil {
          rows += 1
          guard rows.isMultiple(of: 37) else { continue }
          let cursor = try Cursor(text: #require(iterator.cursor).text)
          let rest = try await session.firstColumn(Int.self, of: Self.query, by: 60, from: cursor)
          #expect(rest == Array(all[rows...]), "after \(rows) rows")
        }
        #expect(rows == 504)
        #expect(iterator.cursor == nil)
      }
    }

    @Test("C7: a state remembers what is left of the LIMIT, for every page size below it")
    func limit() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeFlatAndLong(session)
        let query: Statement = "SELECT c FROM long WHERE p = 1 LIMIT 200"
        let first = try await session.fetchPage(PageRequest(query, pageSize: 100))
        let state = try #require(first.nextState)
        for size in [1, 99, 100, 150, 199] {
          let rest = try await session.firstColumn(Int.self, of: query, by: size, from: Cursor(state: state))
          #expect(rest == Array(100..<200), "by \(size)")
        }
        // Another LIMIT, or none, changes nothing: the state has its own.
        for other in ["SELECT c FROM long WHERE p = 1", "SELECT c FROM long WHERE p = 1 LIMIT 400"] {
          let rest = try await session.firstColumn(Int.self, of: Statement(other), by: 60, from: Cursor(state: state))
          #expect(rest == Array(100..<200), "\(other)")
        }
      }
    }

    @Test("C6: a damaged state is a cursor that is no longer valid, and the session goes on")
    func damagedState() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeWide(session)
        let page = try await session.fetchPage(PageRequest(Self.query, pageSize: 50))
        let good = try #require(page.nextState).bytes
        let damaged: [[UInt8]] = [[], [0xFF], good.dropLast(), good + [0], Array(repeating: 0x5A, count: 500)]
        for bytes in damaged {
          let request = PageRequest(Self.query, pageSize: 50, state: PagingState(bytes: bytes))
          let found = await code { _ = try await session.fetchPage(request) }
          #expect(found == .cursorNoLongerValid, "\(bytes.count) bytes")
        }
        #expect(try await session.pageLengths(of: Self.query, by: 504) == [504, 0])
      }
    }

    @Test("F3, F4: ALTER TABLE between pages: prepared again, the same position, columns read right")
    func alter() async throws {
      try await LiveServer.withKeyspace { session, keyspace in
        try await SampleTables.makeFlatAndLong(session)
        try await CassandraSession.withSession(LiveServer.configuration(keyspace: keyspace)) { other in
          for preparation in [Statement.Preparation.always, .never] {
            var query: Statement = "SELECT * FROM flat"
            query.preparation = preparation
            var keys: Set<Int> = []
            var widths: [Int] = []
            for try await page in session.pages(of: query, pageSize: 100) {
              widths.append(page.rows.columns.count)
              for row in page.rows {
                let key = try row.decode(Int.self, named: "k")
                #expect(try row.decode(String.self, named: "v") == "value \(key)")
                if row.columns.count == 3 { #expect(try row.decode(Int?.self, named: "added") == nil) }
                keys.insert(key)
              }
              if widths.count == 1 {
                try await other.execute("ALTER TABLE flat ADD added int")
                // Prepared again by another client, the text has the same id and other columns.
                _ = try await other.prepare(query)
              }
              if widths.count == 3 { try await other.execute("ALTER TABLE flat DROP added") }
            }
            #expect(keys.count == 500)
            #expect(widths == [2, 3, 3, 2, 2, 2], "\(preparation)")
          }
        }
      }
    }
  }
}
