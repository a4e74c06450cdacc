import CQLPaging
import CQLSession
import Testing

extension Live {
  /// What a scan sees of what is changed while it runs: there is no snapshot, and no row comes twice.
  struct ChangeTests {
    @Test("F4: rows are deleted and inserted in the middle of a scan", arguments: LineChange.all)
    func rows(change: LineChange) async throws {
      for preparation in [Statement.Preparation.never, .always] {
        try await LiveServer.withKeyspace { session in
          try await ScenarioTables.makeLine(session)
          var query: Statement = "SELECT c FROM line WHERE p = 1"
          query.preparation = preparation
          var rows = session.rows(of: query, pageSize: 10).makeAsyncIterator()
          var seen: [Int] = []
          for _ in 0..<10 { seen.append(try #require(try await rows.next()).decode(at: 0)) }
          try await session.executeAll(change.statements)
          while let row = try await rows.next() { seen.append(try row.decode(at: 0)) }
          #expect(seen == Array(stride(from: 0, to: 20, by: 2)) + change.rest, "prepared: \(preparation)")
          #expect(rows.summary.isComplete)
        }
      }
    }

    @Test("F4: rows that expire between pages are passed over")
    func expiry() async throws {
      try await LiveServer.withKeyspace { session in
        try await ScenarioTables.makeLine(session)
        let query: Statement = "SELECT c FROM line WHERE p = 1"
        let first = try await session.fetchPage(PageRequest(query, pageSize: 10))
        try await session.insert(
          "INSERT INTO line (p, c, v) VALUES (?, ?, ?) USING TTL 1", stride(from: 20, to: 40, by: 2).map { [1, $0, 0] })
        try await session.waitForRows(0, of: "SELECT c FROM line WHERE p = 1 AND c >= 20 AND c < 40")
        let state = try #require(first.nextState)
        let next = try await session.fetchPage(PageRequest(query, pageSize: 10, state: state))
        #expect(try next.rows.map { try $0.decode(Int.self, at: 0) } == Array(stride(from: 40, to: 60, by: 2)))
      }
    }

    @Test("F4: a scan over partitions goes on behind the last one seen, also when that and the next ones are deleted")
    func partitions() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeFlatAndLong(session)
        let query: Statement = "SELECT k FROM flat"
        let keys = try await session.firstColumn(Int.self, of: query, by: 501)
        let first = try await session.fetchPage(PageRequest(query, pageSize: 100))
        try await session.insert("DELETE FROM flat WHERE k = ?", keys[99..<110].map { [$0] })
        let state = try #require(first.nextState)
        let rest = try await session.firstColumn(Int.self, of: query, by: 100, from: Cursor(state: state))
        #expect(rest == Array(keys[110...]))
      }
    }

    @Test("F4: a static column has its old value on page one and the new one on page two")
    func staticColumn() async throws {
      try await LiveServer.withKeyspace { session in
        try await ScenarioTables.makeLine(session)
        var pages = session.pages(of: "SELECT s FROM line WHERE p = 1", pageSize: 50).makeAsyncIterator()
        let old = try #require(try await pages.next())
        try await session.execute("INSERT INTO line (p, s) VALUES (1, 'new')")
        let new = try #require(try await pages.next())
        #expect(try old.rows.map { try $0.decode(String.self, at: 0) } == Array(repeating: "old", count: 50))
        #expect(try new.rows.map { try $0.decode(String.self, at: 0) } == Array(repeating: "new", count: 50))
      }
    }

    static let schemaChanges: [String] = [
      "ALTER TABLE line ADD added int", "ALTER TABLE line DROP v", "CREATE INDEX by_v ON line (v)",
      "ALTER TABLE line WITH comment = 'other'", "CREATE TABLE bystander (k int PRIMARY KEY)",
    ]

    @Test("F3, F4: the schema changes between pages: simple and prepared statements go on", arguments: schemaChanges)
    func alterations(change: String) async throws {
      for preparation in [Statement.Preparation.never, .always] {
        try await LiveServer.withKeyspace { session, keyspace in
          try await ScenarioTables.makeLine(session)
          try await CassandraSession.withSession(LiveServer.configuration(keyspace: keyspace)) { other in
            for query in ["SELECT c FROM line WHERE p = 1", "SELECT p, c, s FROM line"] {
              var statement = Statement(query)
              statement.preparation = preparation
              let all = try await session.fetchUnpaged(statement).rows.map { try $0.values() }
              var pages = session.pages(of: statement, pageSize: 30).makeAsyncIterator()
              var seen: [[CQLValue]] = []
              while let page = try await pages.next() {
                seen += try page.rows.map { try $0.values() }
                if seen.count == 60, query.hasSuffix("p = 1") { try await other.execute(Statement(change)) }
              }
              #expect(seen == all, "\(query), prepared: \(preparation)")
            }
          }
        }
      }
    }

    @Test("F4: a table that is dropped in the middle is an error with its place, asked once or again, and never an end")
    func drop() async throws {
      for preparation in [Statement.Preparation.never, .always] {
        try await LiveServer.withKeyspace { session in
          try await ScenarioTables.makeLine(session)
          var query: Statement = "SELECT c FROM line WHERE p = 1"
          query.preparation = preparation
          var rows = session.rows(of: query, pageSize: 10).makeAsyncIterator()
          for _ in 0..<10 { #expect(try await rows.next() != nil) }
          try await session.execute("DROP TABLE line")
          for _ in 0..<2 {
            let error = await #expect(throws: PagingError.self) { _ = try await rows.next() }
            #expect((error?.underlying as? CQLError)?.server?.code == .invalid)
            #expect(error?.rowsDelivered == 10)
          }
          #expect(!rows.summary.isComplete)
        }
      }
    }

    @Test("F4: made again with another type, a table gives its own rows or a typed error, and no garbage")
    func otherType() async throws {
      for preparation in [Statement.Preparation.never, .always] {
        try await LiveServer.withKeyspace { session in
          try await ScenarioTables.makeLine(session)
          var query: Statement = "SELECT c FROM line WHERE p = 1"
          query.preparation = preparation
          var rows = session.rows(of: query, pageSize: 10).makeAsyncIterator()
          for _ in 0..<10 { #expect(try await rows.next() != nil) }
          try await session.executeAll([
            "DROP TABLE line", "CREATE TABLE line (p int, c text, PRIMARY KEY (p, c))",
            "INSERT INTO line (p, c) VALUES (1, 'text')",
          ])
          do {
            while let row = try await rows.next() {
              #expect(try row.decode(String.self, at: 0) == "text")
              #expect(throws: CQLError.self) { try row.decode(Int.self, at: 0) }
            }
          } catch let error as PagingError {
            #expect((error.underlying as? CQLError)?.server != nil, "\(error)")
          }
        }
      }
    }

    @Test(
      "F2: a permission that is taken away in the middle is the server's error, and never an end",
      .enabled(if: LiveServer.username != nil, "the server knows no permissions"))
    func revoked() async throws {
      try await LiveServer.withKeyspace { session, keyspace in
        try await ScenarioTables.makeLine(session)
        let role = "\(keyspace)_joe"
        try await session.executeAll([
          "CREATE ROLE \(role) WITH PASSWORD = 'joe' AND LOGIN = true", "GRANT SELECT ON line TO \(role)",
        ])
        var configuration = try LiveServer.configuration(keyspace: keyspace)
        configuration.authenticator = PasswordAuthenticator(username: role, password: "joe")
        try await CassandraSession.withSession(configuration) { joe in
          let query: Statement = "SELECT c FROM line WHERE p = 1"
          let first = try await joe.fetchPage(PageRequest(query, pageSize: 10))
          let state = try #require(first.nextState)
          let next = PageRequest(query, pageSize: 10, state: state)
          try await session.execute("REVOKE SELECT ON line FROM \(cql: role)")
          // Servers remember permissions for a while.
          let deadline = ContinuousClock.now + .seconds(30)
          var found: CQLError?
          while found == nil, ContinuousClock.now < deadline {
            do { _ = try await joe.fetchPage(next) } catch let error as CQLError { found = error }
          }
          #expect(found?.server?.code == .unauthorized)
        }
        try await session.execute("DROP ROLE \(cql: role)")
      }
    }
  }
}

/// What is done to the table `line` when ten rows of it have been read, and what a scan sees of it.
struct LineChange: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let statements: [String]
  /// What follows the first ten rows, 0 to 18.
  let rest: [Int]

  init(_ sentence: String, _ statements: [String], leaves rest: [Int]) {
    (testDescription, self.statements, self.rest) = (sentence, statements, rest)
  }

  private static func evens(from first: Int) -> [Int] { Array(stride(from: first, to: 200, by: 2)) }

  static let all: [LineChange] = [
    LineChange("nothing", [], leaves: evens(from: 20)),
    LineChange(
      "the next ten rows are deleted", ["DELETE FROM line WHERE p = 1 AND c >= 20 AND c < 40"],
      leaves: evens(from: 40)),
    LineChange("the last row seen is deleted", ["DELETE FROM line WHERE p = 1 AND c = 18"], leaves: evens(from: 20)),
    LineChange(
      "all rows seen are deleted", ["DELETE FROM line WHERE p = 1 AND c < 20"], leaves: evens(from: 20)),
    LineChange(
      "rows are inserted before the position",
      ["INSERT INTO line (p, c) VALUES (1, -5)", "INSERT INTO line (p, c) VALUES (1, 17)"], leaves: evens(from: 20)),
    LineChange(
      "a row is inserted right behind the position", ["INSERT INTO line (p, c) VALUES (1, 19)"],
      leaves: [19] + evens(from: 20)),
    LineChange("the partition is deleted", ["DELETE FROM line WHERE p = 1"], leaves: []),
    LineChange("the table is truncated", ["TRUNCATE line"], leaves: []),
    LineChange(
      "the table is dropped and made again with the same rows",
      [
        "DROP TABLE line", "CREATE TABLE line (p int, c int, s text static, v int, PRIMARY KEY (p, c))",
        "INSERT INTO line (p, c) VALUES (1, 18)", "INSERT INTO line (p, c) VALUES (1, 20)",
      ], leaves: [20]),
  ]
}
