import CQLPaging
import CQLSession
import Testing

extension Live {
  /// What goes wrong, and what it is called.
  struct FailureTests {
    @Test("F3: a wrong statement is the server's error, wrong values are found before anything is sent")
    func statements() async throws {
      try await LiveServer.withKeyspace { session in
        try await session.execute("CREATE TABLE t (k int PRIMARY KEY, v int)")
        let rows: [(statement: Statement, code: CQLError.Code, server: ServerError.Code?)] = [
          ("SELECT * FROM missing", .server, .invalid),
          ("SELECT missing FROM t", .server, .invalid),
          ("SELEC * FROM t", .server, .syntaxError),
          (Statement("SELECT * FROM t WHERE k = ?", values: [1, 2]), .wrongValues, nil),
          (Statement("SELECT * FROM t WHERE k = ?", named: ["other": 1]), .wrongValues, nil),
          ("SELECT * FROM t WHERE k = \(1 << 40)", .valueDoesNotFit, nil),
          ("SELECT * FROM t WHERE k = \("text")", .typeMismatch, nil),
        ]
        for row in rows {
          do {
            _ = try await session.fetchPage(PageRequest(row.statement))
            Issue.record("\(row.statement) has an answer")
          } catch let error as CQLError {
            #expect(error.code == row.code, "\(row.statement): \(error)")
            #expect(error.server?.code == row.server, "\(row.statement): \(error)")
          }
        }
        #expect(try await session.pageLengths(of: "SELECT * FROM t", by: 10) == [0])
      }
    }

    @Test("A7: page sizes that mean something else to a server are refused", arguments: [0, -1, Int(Int32.max), .max])
    func pageSizes(size: Int) async throws {
      try await CassandraSession.withSession(LiveServer.configuration()) { session in
        let request = PageRequest("SELECT * FROM system.local", pageSize: PageSize(size))
        #expect(await code { _ = try await session.fetchPage(request) } == .invalidPageSize)
      }
    }

    @Test("F1: a keyspace that is not there is the server's error")
    func missingKeyspace() async throws {
      let found = await code {
        try await CassandraSession.withSession(LiveServer.configuration(keyspace: "no_such_keyspace")) { _ in }
      }
      #expect(found == .server)
    }

    @Test(
      "F2: a wrong password is refused without the user's name in the message; none at all likewise",
      .enabled(if: LiveServer.username != nil, "the server wants no login"))
    func wrongPassword() async throws {
      let username = try #require(LiveServer.username)
      for authenticator in [PasswordAuthenticator(username: username, password: "wr0ng"), nil] {
        var configuration = try LiveServer.configuration()
        configuration.authenticator = authenticator
        do {
          try await CassandraSession.withSession(configuration) { _ in }
          Issue.record("the server has let us in")
        } catch let error as CQLError {
          #expect(error.code == .authenticationFailed)
          if authenticator != nil { #expect(!error.description.contains("wr0ng")) }
          #expect(!error.message.contains("\(username) and/or"))
        }
      }
    }

    @Test("F9: a traced page has a tracing id, and every page its coordinator")
    func tracing() async throws {
      try await CassandraSession.withSession(LiveServer.configuration()) { session in
        var statement: Statement = "SELECT * FROM system.local"
        statement.isTraced = true
        let page = try await session.fetchPage(PageRequest(statement))
        #expect(page.info.tracingID?.count == 16)
        #expect(page.info.coordinator == LiveServer.address)
      }
    }
  }
}
