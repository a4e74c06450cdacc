import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

/// Values of the public types that can hold secrets, full of them.
struct SecretSamples {
  private static let keyText = "the-very-secret-key-of-32-bytes!"
  private let state = PagingState(bytes: "secret-primary-key".utf8)
  private let payload = ["k": Array("secret-payload".utf8)]
  /// By the name of their type, without generic arguments.
  private(set) var values: [String: [Any]] = [:]
  /// What must be in no text: in clear, in the forms that cursors are written in, and as arrays of bytes.
  private(set) var secrets: [String]

  /// - Parameter session: of a fake that has given pages of `SELECT number FROM test.numbers`, so that sources and
  ///   iterations are in the middle of something.
  init(_ session: CassandraSession, _ fake: FakeCoordinator) async throws {
    secrets = [
      "secret", "hidden", "115, 101, 99, 114, 101, 116", "104, 105, 100, 100, 101, 110", state.hex, state.base64URL,
    ]
    var statement = Statement("SELECT number FROM test.numbers WHERE a = ?", values: ["hidden-value"])
    statement.customPayload = payload
    let cursor = Cursor(state: state, rowsConsumed: 4)
    let request = PageRequest(statement, state: state)
    let page = try await session.fetchPage(PageRequest(Self.select, pageSize: 5))
    secrets += [page.nextState?.hex, page.nextState?.base64URL].compactMap { $0 }
    positions(statement, cursor, page)
    try sealed(statement, cursor)
    try await sources(session, request)
    try await scans(session)
    errors(statement, cursor)
    try sessions(request)
    fakes(fake)
    try await exchanges()
    add("CassandraSession", session)
    add("FakeCoordinator", fake)
    add("SessionMetrics", session.metrics)
    add("NodeMetrics", session.metrics.nodes)
    add("TrafficMetrics", session.metrics.traffic)
    add("ClusterNode", session.nodes)
  }

  static let select: Statement = "SELECT number FROM test.numbers"

  private mutating func add(_ type: String, _ value: Any) { values[type, default: []].append(value) }

  private mutating func positions(_ statement: Statement, _ cursor: Cursor, _ page: Page<CQLRows>) {
    let request = PageRequest(statement, state: state)
    add("PagingState", state)
    add("Cursor", cursor)
    add("Statement", statement)
    add("BoundValues", [statement.values, .named(["name": "hidden-value"]), .positional([[UInt8]("hidden".utf8)])])
    add("PageRequest", request)
    add("PageRequest", request.next(at: state))
    add("Page", Page(rows: page.rows, nextState: state, info: info))
    add("PageInfo", info)
    add("PreparedStatement", prepared(statement))
  }

  private var info: PageInfo {
    PageInfo(warnings: [], tracingID: Array("secret-tracing-i".utf8), customPayload: payload.mapValues { $0 })
  }

  private func prepared(_ statement: Statement) -> PreparedStatement {
    PreparedStatement(template: statement, bindMarkers: Columns([]), partitionKeyIndexes: [], columns: Columns([]))
  }

  private mutating func sealed(_ statement: Statement, _ cursor: Cursor) throws {
    let keys = try CursorKeys(Array(Self.keyText.utf8))
    let seal = CursorSeal(keys: keys, lifetime: nil)
    let bound = try BoundCursor(cursor, for: statement)
    let java = try JavaSafeState(state, for: statement)
    secrets += [bound.text, cursor.text, java.text, try seal.seal(cursor, for: statement)]
    add("CursorKeys", keys)
    add("CursorSeal", seal)
    add("BoundCursor", bound)
    add("JavaSafeState", java)
    add("StatementFingerprint", try StatementFingerprint(of: statement))
    let chain = BackChain().next(cursor).next(cursor)
    add("BackChain", chain)
    add("BackChain.Previous", chain.previous)
    add("OffsetBookmarks", try OffsetBookmarks(of: statement))
  }

  private mutating func sources(
    _ session: CassandraSession, _ request: PageRequest
  ) async throws {
    let rows = session.rows(of: Self.select, pageSize: 5)
    var iterator = rows.makeAsyncIterator()
    for _ in 0..<7 { _ = try await iterator.next() }
    add("PagedRows", [rows, session.rows(of: request.statement, from: Cursor(state: state))])
    add("PagedRows.AsyncIterator", iterator)
    let allPages = session.pages(of: Self.select, pageSize: 5)
    var pages = allPages.makeAsyncIterator()
    _ = try await pages.next()
    add("Pages", allPages)
    add("Pages.AsyncIterator", pages)
    let limited = session.rows(of: request.statement, from: Cursor(state: state)).limit(3)
    add("LimitedRows", limited)
    add("LimitedRows.AsyncIterator", limited.makeAsyncIterator())
    let decoded = session.rows(of: request.statement, from: Cursor(state: state)).decode(as: Int.self)
    add("DecodedRows", decoded)
    add("DecodedRows.AsyncIterator", decoded.makeAsyncIterator())
    add("MeteredSource", session.metered())
    add("RetryingSource", session.retrying())
    add("DeadlineSource", session.deadline(.seconds(60)))
    let outcome = PageMeasurement.Outcome.page(rows: 5, info: info, isLast: false)
    add("PageMeasurement.Outcome", outcome)
    let measured = Lock<[PageMeasurement]>([])
    let metered = session.metered { measurement in measured.withLock { $0.append(measurement) } }
    _ = try? await metered.fetchPage(request)
    _ = try await metered.fetchPage(PageRequest(Self.select, pageSize: 5))
    add("PageMeasurement", measured.withLock { $0 })
    let kept = Lock<[ScanProgress]>([])
    for try await _ in rows.onProgress({ progress in kept.withLock { $0.append(progress) } }) {}
    add("ScanProgress", kept.withLock { $0 })
    add("ExecutionProfile", ExecutionProfile("bulk", pageSize: 5))
    secrets += [iterator.cursor?.text, iterator.cursor?.state?.hex, iterator.cursor?.state?.base64URL].compactMap { $0 }
  }

  private mutating func scans(_ session: CassandraSession) async throws {
    var table = try ScanTable(keyspace: "test", name: "numbers", partitionKey: ["part"])
    table.pageSize = 2
    let fake = FakeCoordinator(tables: [.numbered("test.numbers", partitions: 30, rowsInEach: 3)])
    let scan = try fake.scan(table, splits: 4)
    var rows = scan.rows.makeAsyncIterator()
    for _ in 0..<9 { _ = try await rows.next() }
    var pages = scan.pages.makeAsyncIterator()
    let page = try #require(try await pages.next())
    secrets += [page.page.nextState?.hex, page.page.nextState?.base64URL].compactMap { $0 }
    let ledger = scan.ledger()
    ledger.record(page)
    add("ScanTable", table)
    let ranges = Lock<[Any]>([])
    _ = try await scan.forEachRange { _, rows in
      var iterator = rows.makeAsyncIterator()
      _ = try await iterator.next()
      ranges.withLock { $0 += [rows, iterator] }
    }
    let kept = ranges.withLock { $0 }
    add("RangeRows", kept[0])
    add("RangeRows.AsyncIterator", kept[1])
    add("TokenRangeScan", [scan, try fake.scan(table, splits: 4, from: rows.checkpoint)])
    add("ScanRows", scan.rows)
    add("ScanRows.AsyncIterator", rows)
    add("ScanPages", scan.pages)
    add("ScanPages.AsyncIterator", pages)
    add("ScanPage", page)
    add("ScanLedger", ledger)
    add("ScanCheckpoint", [rows.checkpoint, ledger.checkpoint])
    fake.replaceFaults([Fault(.error(ServerError(code: .invalid, message: "no")), on: 2, times: .max)])
    let error = try #require(await scanError { for try await _ in scan.rows {} })
    add("ScanError", error)
    add("ScanError.Failure", error.failures)
  }

  private func scanError(_ body: () async throws -> Void) async -> ScanError? {
    do {
      try await body()
      return nil
    } catch {
      return error as? ScanError
    }
  }

  private mutating func errors(_ statement: Statement, _ cursor: Cursor) {
    let error = CQLError(.timeout, "late", cause: CQLError(.connectionClosed, "gone"))
    add("CQLError", error)
    add(
      "PagingError", PagingError(underlying: error, cursor: cursor, rowsDelivered: 1, pagesDelivered: 1))
    add("ServerError", ServerError(code: .overloaded, message: "busy"))
  }

  private mutating func sessions(_ request: PageRequest) throws {
    var configuration = try SessionConfiguration(contactPoints: ["db"])
    let login = PasswordAuthenticator(username: "hidden-user", password: "secret-password")
    configuration.authenticator = login
    add("PasswordAuthenticator", login)
    add("SessionConfiguration", configuration)
    let refused = CQLError(
      .server, "the server's error", server: ServerError(code: .invalid, message: "no hidden-value here"))
    let statement = request.statement
    add(
      "SessionEvent",
      [
        .retried(at: "db:9042", refused, SessionEvent.Retry(number: 1, isFailover: true)),
        .connectionFailed(to: "db:9042", refused), .connectionLost(to: "db:9042", refused),
        .slowPage(request, at: "db:9042", .seconds(3)), .prepared(at: "db:9042", statement, again: true),
        .warning(from: "db:9042", "rows of 'hidden-value'"),
      ] as [SessionEvent])
  }

  private mutating func fakes(_ fake: FakeCoordinator) {
    add("RecordedRequest", fake.requests)
    add("WireServer.Credentials", WireServer.Credentials(username: "hidden-user", password: "secret-password"))
    var options = WireServer.Options()
    options.credentials = WireServer.Credentials(username: "hidden-user", password: "secret-password")
    add("WireServer.Options", options)
    add("WireServer", WireServer(fake, options: options))
  }

  /// A page with a position behind it, and a statement with a payload, as fakes over sockets see them.
  private mutating func exchanges() async throws {
    let seen = Lock<[WireExchange]>([])
    let coordinator = FakeCoordinator(tables: [.numbered(rows: 50)])
    let fake = FakeCluster(coordinator, nodes: [FakeCluster.Node()]) { _, exchange in
      seen.withLock { $0.append(exchange) }
      return nil
    }
    var statement = Self.select
    statement.customPayload = payload
    let page = try await FakeCluster.withCluster(fake) { [statement] cluster async throws in
      let configuration = try SessionConfiguration(contactPoints: cluster.contactPoints)
      return try await CassandraSession.withSession(configuration) { session async throws in
        try await session.fetchPage(PageRequest(statement, pageSize: 5))
      }
    }
    let state = try #require(page.nextState)
    secrets += [state.hex, state.base64URL, state.bytes.map { "\($0)" }.joined(separator: ", ")]
    add("FakeCluster", fake)
    add("FakeCluster.Request", fake.requests)
    add("WireExchange", seen.withLock { $0 })
  }
}
