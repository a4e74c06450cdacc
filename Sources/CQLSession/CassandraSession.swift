internal import CQLNativeProtocol
public import CQLPaging

/// A client's way to Apache Cassandra, and to whatever else speaks the native protocol v4: the `PageSource` that asks
/// real servers.
///
/// ```swift
/// try await CassandraSession.withSession(contactPoints: ["127.0.0.1:9042"]) { session in
///   for try await row in session.rows(of: "SELECT id, name FROM app.users WHERE org = \(org)") {
///     let (id, name) = try row.decode(as: (UUID, String).self)
///   }
/// }
/// ```
///
/// A session is shared by all tasks of a program: their requests travel over one connection side by side. When the
/// connection breaks, requests in flight fail and the next one opens a new connection, to the first contact point that
/// answers.
public final class CassandraSession: PageSource, Sendable {
  public typealias Rows = CQLRows
  /// `CQLError`, or `CancellationError` in a cancelled task.
  public typealias Failure = any Error

  private struct State {
    var connection: Connection?
    var pageSize: PageSize
    var isClosed = false
  }

  private let configuration: SessionConfiguration
  private let loop: EventLoop
  private let state: Lock<State>
  private let connecting = SingleFlight<Connection>()
  private let preparedStatements: PreparedStatements

  private init(_ configuration: SessionConfiguration) throws(CQLError) {
    try configuration.check()
    do throws(SystemError) {
      loop = try EventLoop(name: "CQLSession")
    } catch {
      throw CQLError(.connectionClosed, "no event loop can be made: \(error)", cause: error)
    }
    self.configuration = configuration
    state = Lock(State(pageSize: configuration.pageSize))
    preparedStatements = PreparedStatements(limit: configuration.maximumPreparedStatements)
  }

  deinit {
    // For sessions that were never closed: the loop's thread would outlive them.
    loop.requestStop()
  }

  // Opening and closing.

  /// Opens a session, lends it to `body`, and closes it again, however `body` ends.
  ///
  /// - Parameters:
  ///   - configuration: how to reach the servers.
  ///   - body: uses the session, which is closed when it returns or throws.
  /// - Throws: what ``connect(_:)`` and `body` throw.
  public static func withSession<Result>(
    _ configuration: SessionConfiguration, _ body: (CassandraSession) async throws -> Result
  ) async throws -> Result {
    let session = try await connect(configuration)
    do {
      let result = try await body(session)
      await session.close()
      return result
    } catch {
      await session.close()
      throw error
    }
  }

  /// Opens a session to the first of some servers that answers, lends it to `body`, and closes it again.
  ///
  /// - Parameters:
  ///   - contactPoints: `host`, `host:port` or `[IPv6]:port` each.
  ///   - body: uses the session, which is closed when it returns or throws.
  /// - Throws: `CQLError` `.invalidConfiguration` for a text that is no contact point; what ``connect(_:)`` and `body`
  ///   throw.
  public static func withSession<Result>(
    contactPoints: [String], _ body: (CassandraSession) async throws -> Result
  ) async throws -> Result {
    try await withSession(SessionConfiguration(contactPoints: contactPoints), body)
  }

  /// Opens a session that lives until ``close()``. Prefer ``withSession(_:_:)``, which cannot forget to close it.
  ///
  /// - Throws: `CQLError` `.noHostAvailable` with each contact point and its reason, and the last one's error as its
  ///   cause; `.authenticationFailed`; `.server` for a keyspace that is not there; `.invalidConfiguration`;
  ///   `CancellationError`.
  public static func connect(_ configuration: SessionConfiguration) async throws -> CassandraSession {
    let session = try CassandraSession(configuration)
    do {
      _ = try await session.usableConnection()
      return session
    } catch {
      await session.close()
      throw error
    }
  }

  /// Closes the connection and waits until nothing of the session is left. Requests in flight end with
  /// `.sessionClosed`, as do later ones. Closing twice is no error.
  public func close() async {
    state.withLock { state in
      state.isClosed = true
      state.connection = nil
    }
    loop.requestStop()
    await loop.waitUntilStopped()
  }

  // Asking.

  /// The page size where neither call nor statement says one. A change holds for requests that come after it.
  public var defaultPageSize: PageSize { state.withLock { $0.pageSize } }

  /// Changes the page size for requests that come after it and leave the size to the session.
  ///
  /// - Throws: `CQLError` `.invalidPageSize` for a size outside of `PageSize.bounds`, and leaves it as it was.
  public func setDefaultPageSize(_ size: PageSize) throws(CQLError) {
    _ = try size.checked()
    state.withLock { $0.pageSize = size }
  }

  /// The profile that the session's configuration holds under a name, for `Statement.profile`.
  ///
  /// - Throws: `.invalidConfiguration` where there is none, with the names there are.
  public func profile(_ name: String) throws(CQLError) -> ExecutionProfile {
    try configuration.profile(name)
  }

  /// Fetches one page. Nothing is kept between pages: the next one needs `Page.nextState` alone.
  ///
  /// - Throws: `CQLError`, `.cursorNoLongerValid` and `.server` among its codes; `CancellationError`.
  public func fetchPage(_ request: PageRequest) async throws -> Page<CQLRows> {
    let pageSize = try request.checkedPageSize(default: defaultPageSize)
    return try await exchange(request, pageSize: pageSize, over: usableConnection()).page()
  }

  /// Sends the request at once where there is a connection, and the statement is prepared if it needs to be.
  public func startFetching(
    _ request: PageRequest, completion: @escaping @Sendable (Result<Page<CQLRows>, any Error>) -> Void
  ) -> FetchHandle? {
    guard
      let pageSize = try? request.checkedPageSize(default: defaultPageSize),
      let connection = try? openConnection()
    else { return nil }
    return exchange(request, pageSize: pageSize, over: connection).start(completion)
  }

  private func exchange(_ request: PageRequest, pageSize: Int32?, over connection: Connection) -> Exchange {
    Exchange(
      connection: connection, request: request, pageSize: pageSize,
      consistency: request.statement.effectiveConsistency ?? configuration.consistency,
      deadline: .now + request.timeout(default: configuration.timeout), prepared: preparedStatements)
  }

  /// Runs a statement for its effect, such as INSERT or CREATE.
  ///
  /// - Returns: the first page of its result, which has rows for conditional writes (`[applied]` and what was there).
  /// - Throws: `CQLError`; `CancellationError`.
  @discardableResult
  public func execute(_ statement: Statement) async throws -> Page<CQLRows> {
    try await fetchPage(PageRequest(statement))
  }

  /// Has a server parse a statement and say what its bind markers and columns are. Statements with values are prepared
  /// by themselves; this is for those who want to see the markers, or to bind one statement many times.
  ///
  /// - Parameter statement: its text and settings become the prepared statement's; its values are left out.
  /// - Throws: `CQLError`; `CancellationError`.
  public func prepare(_ statement: Statement) async throws -> PreparedStatement {
    let exchange = try await exchange(PageRequest(statement), pageSize: nil, over: usableConnection())
    let result = try await exchange.prepare()
    return PreparedStatement(
      template: statement, bindMarkers: result.bindColumns, partitionKeyIndexes: result.partitionKeyIndexes,
      columns: result.resultColumns ?? Columns([]))
  }

  // Connecting.

  private func usableConnection() async throws -> Connection {
    if let connection = try openConnection() { return connection }
    return try await connecting.run {
      // Another task may have connected while this one waited for its turn.
      if let connection = try openConnection() { return connection }
      let connection = try await connectToFirst()
      state.withLock { $0.connection = connection }
      return connection
    }
  }

  private func openConnection() throws(CQLError) -> Connection? {
    let (connection, isClosed) = state.withLock { ($0.connection, $0.isClosed) }
    if isClosed { throw CQLError.sessionClosed }
    return connection.flatMap { $0.isUsable ? $0 : nil }
  }

  private func connectToFirst() async throws -> Connection {
    var reasons: [String] = []
    var cause: CQLError?
    for contactPoint in configuration.contactPoints {
      do {
        return try await Connection.open(contactPoint, configuration: configuration, loop: loop)
      } catch let error as CQLError {
        if error.holdsForAllNodes { throw error }
        reasons.append(error.message)
        cause = error
      }
    }
    throw CQLError(.noHostAvailable, "no contact point answers: " + reasons.joined(separator: "; "), cause: cause)
  }
}

extension CQLError {
  /// Whether another node would refuse the connection, too: the same login, the same keyspace. A node that is only just
  /// starting, or has too much to do, says nothing about the others.
  fileprivate var holdsForAllNodes: Bool {
    switch code {
    case .authenticationFailed, .sessionClosed: true
    case .server: server.map { [.invalid, .unauthorized, .syntaxError].contains($0.code) } ?? false
    default: false
    }
  }
}

extension CassandraSession: CustomStringConvertible, CustomReflectable {
  public var description: String { "session with \(configuration.contactPoints)" }
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .class) }
}
