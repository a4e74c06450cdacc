import CQLPaging
import CQLSession
import Foundation
import Testing

extension Live {
  /// Positions outlive the server's process: `.ci/restart` runs the first test, restarts the server, and runs the second.
  ///
  /// `CQLPAGING_LIVE_SAVE` and `CQLPAGING_LIVE_RESUME` name the file in between.
  struct RestartTests {
    struct Saved: Codable {
      var keyspace: String
      var positions: [Position] = []

      struct Position: Codable {
        let query: String
        let isPrepared: Bool
        let cursor: String
        let size: Int
        /// The rows that are to follow.
        let rest: [String]
      }
    }

    private static func file(_ name: String) -> URL? {
      ProcessInfo.processInfo.environment[name].map { URL(fileURLWithPath: $0) }
    }

    private static func statement(_ query: String, isPrepared: Bool) -> Statement {
      var statement = Statement(query)
      statement.preparation = isPrepared ? .always : .never
      return statement
    }

    @Test(
      "C1, C5: cursors after every few rows of every kind of statement are saved",
      .enabled(if: file("CQLPAGING_LIVE_SAVE") != nil, "CQLPAGING_LIVE_SAVE names no file"))
    func save() async throws {
      let file = try #require(Self.file("CQLPAGING_LIVE_SAVE"))
      var saved = Saved(keyspace: "live_restart")
      try await CassandraSession.withSession(LiveServer.configuration()) { maker in
        try await maker.execute("DROP KEYSPACE IF EXISTS live_restart")
        try await maker.execute(
          """
          CREATE KEYSPACE live_restart WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}
          """)
      }
      try await CassandraSession.withSession(LiveServer.configuration(keyspace: saved.keyspace)) { session in
        try await ResumeTests.makeTables(session)
        for (query, size, other) in ResumeTests.statements {
          for isPrepared in [false, true] {
            let statement = Self.statement(query, isPrepared: isPrepared)
            let all = try await session.fetchUnpaged(statement).rows.map { "\(try $0.values())" }
            var rows = session.rows(of: statement, pageSize: PageSize(size)).makeAsyncIterator()
            var read = 0
            while try await rows.next() != nil {
              read += 1
              guard read % (size + 1) == 0 || read == size, let cursor = rows.cursor, cursor.state != nil else {
                continue
              }
              saved.positions.append(
                Saved.Position(
                  query: query, isPrepared: isPrepared, cursor: cursor.text, size: other, rest: Array(all[read...])))
            }
          }
        }
      }
      #expect(saved.positions.count >= 2 * ResumeTests.statements.count)
      try JSONEncoder().encode(saved).write(to: file)
    }

    @Test(
      "C1, C5: cursors go on exactly where they were taken, when the server has been restarted since",
      .enabled(if: file("CQLPAGING_LIVE_RESUME") != nil, "CQLPAGING_LIVE_RESUME names no file"))
    func resume() async throws {
      let file = try #require(Self.file("CQLPAGING_LIVE_RESUME"))
      let saved = try JSONDecoder().decode(Saved.self, from: Data(contentsOf: file))
      #expect(!saved.positions.isEmpty)
      try await CassandraSession.withSession(LiveServer.configuration(keyspace: saved.keyspace)) { session in
        for position in saved.positions {
          let statement = Self.statement(position.query, isPrepared: position.isPrepared)
          var rest: [String] = []
          let rows = session.rows(
            of: statement, pageSize: PageSize(position.size), from: try Cursor(text: position.cursor))
          for try await row in rows { rest.append("\(try row.values())") }
          #expect(rest == position.rest, "\(position.query), prepared: \(position.isPrepared)")
        }
      }
    }
  }
}
