import CQLPaging
import CQLSession
import Testing

extension Live {
  /// Many at once, and the end of a session.
  struct SessionTests {
    @Test("F5: a hundred scans at once on one session each get their own rows")
    func concurrentScans() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeWide(session)
        let expected = Array(0..<72)
        try await withThrowingTaskGroup { group in
          for scan in 0..<100 {
            group.addTask {
              let query: Statement = "SELECT c FROM wide WHERE p = \(scan % 7)"
              return try await session.firstColumn(Int.self, of: query, by: 1 + scan % 20)
            }
          }
          for try await rows in group { #expect(rows == expected) }
        }
      }
    }

    @Test("F5: 10,000 queries at once over one connection are all answered, each with its own row")
    func manyQueries() async throws {
      try await LiveServer.withKeyspace { session in
        try await SampleTables.makeWide(session)
        #expect(try await session.askForWideRows(10_000).count == 1)
      }
    }

    @Test("B6: a session that is closed ends scans with an error, or leaves them complete; none hangs or is cut short")
    func closedInFlight() async throws {
      try await LiveServer.withKeyspace { session, keyspace in
        try await SampleTables.makeWide(session)
        let doomed = try await CassandraSession.connect(LiveServer.configuration(keyspace: keyspace))
        await withTaskGroup { group in
          for _ in 0..<50 {
            group.addTask {
              await code {
                let rows = try await doomed.firstColumn(Int.self, of: "SELECT c FROM wide", by: 5)
                #expect(rows.count == 504)
              }
            }
          }
          group.addTask {
            await doomed.close()
            return nil
          }
          for await found in group { #expect(found == nil || found == .sessionClosed) }
        }
        #expect(await code { try await doomed.execute("SELECT * FROM wide") } == .sessionClosed)
      }
    }
  }
}
