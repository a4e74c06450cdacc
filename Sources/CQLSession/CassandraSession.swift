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
/// A session is shared by all tasks of a program: their requests travel side by side, over one connection to each node
/// unless more are wanted.
/// The contact points tell it of the other nodes, and nodes tell it of changes. What can be asked again after a failure
/// is asked of another node.
public final class CassandraSession: PageSource, Sendable {
  public typealias Rows = CQLRows
  /// `CQLError`, or `CancellationError` in a cancelled task.
  public typealias Failure = any Error

  let configuration: SessionConfiguration
  let loop: EventLoop
  let cluster: Cluster
  private let pageSize: Lock<PageSize>
  let preparedStatements: PreparedStatements
  let monitor: SessionMonitor

  private init(_ configuration: SessionConfiguration) throws(CQLError) {
    try configuration.check()
    let layers = try ConnectionLayers(configuration)
    do throws(SystemError) {
      loop = try EventLoop(name: "CQLSession")
    } catch {
      throw CQLError(.connectionClosed, "no event loop can be made: \(error)", cause: error)
    }
    self.configuration = configuration
    monitor = SessionMonitor(configuration)
    cluster = Cluster(configuration, layers: layers, loop: loop, monitor: monitor)
    pageSize = Lock(configuration.pageSize)
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
  ///   cause; `.authenticationFailed`; `.certificateNotTrusted`; `.server` for a keyspace that is not there;
  ///   `.invalidConfiguration`; `.unsupported` for what this build or the server does not have; `CancellationError`.
  public static func connect(_ configuration: SessionConfiguration) async throws -> CassandraSession {
    let session = try CassandraSession(configuration)
    do {
      _ = try await session.cluster.target(of: Route())
      return session
    } catch {
      await session.close()
      throw error
    }
  }

  /// Closes all connections and waits until all are gone. Requests in flight end with
  /// `.sessionClosed`, as do later ones. Closing twice is no error.
  public func close() async {
    loop.requestStop()
    await loop.waitUntilStopped()
  }

  /// Runs `body` on the thread that waits for the session's sockets, so that what arrives is handed to it without a change
  /// of threads: for one small page after the other, and for many small queries at once, which cost much less so.
  ///
  /// What `body` computes keeps all connections of the session waiting, read-ahead among them, and what blocks there
  /// blocks them all. That is so for the child tasks of `body`, and for actors that it calls, too. Only actors with an
  /// executor of their own, as the main actor, run elsewhere, and what is put elsewhere: heavy work belongs in
  /// `withTaskExecutorPreference(globalConcurrentExecutor) { … }`.
  ///
  /// - Throws: what `body` throws.
  public func onNetworkThread<Result>(
    _ body: @Sendable @concurrent () async throws -> sending Result
  ) async rethrows -> sending Result {
    try await withTaskExecutorPreference(loop, operation: body)
  }

  /// The nodes of the cluster, as one of them told of them last, and what the session has to do with each.
  public var nodes: [ClusterNode] { cluster.nodes }

  /// What the session has done so far, and what it is doing at the moment; also after it was closed.
  public var metrics: SessionMetrics {
    var metrics = monitor.metrics
    (metrics.nodes, metrics.formerNodes) = cluster.accounts.metrics
    metrics.requestsWaitingForConnection = cluster.waitingCount
    return metrics
  }

  // Asking.

  /// The page size where neither call nor statement says one. A change holds for requests that come after it.
  public var defaultPageSize: PageSize { pageSize.withLock { $0 } }

  /// Changes the page size for requests that come after it and leave the size to the session.
  ///
  /// - Throws: `CQLError` `.invalidPageSize` for a size outside of `PageSize.bounds`, and leaves it as it was.
  public func setDefaultPageSize(_ size: PageSize) throws(CQLError) {
    _ = try size.checked()
    pageSize.withLock { $0 = size }
  }

  /// The profile that the session's configuration holds under a name, for `Statement.profile`.
  ///
  /// - Throws: `.invalidConfiguration` where there is none, with the names there are.
  public func profile(_ name: String) throws(CQLError) -> ExecutionProfile {
    try configuration.profile(name)
  }

  /// Fetches one page. Nothing is kept between pages: the next one needs `Page.nextState` alone.
  ///
  /// The page is asked of the node that gave the page before, where there is one, else of a replica in the local data
  /// centre, where that is known, else of any node there. Where a node cannot answer, the same page is asked of the next
  /// one, unless the statement might be run twice by that and must not; `PageInfo.retries` counts.
  ///
  /// - Throws: `CQLError`, `.cursorNoLongerValid` and `.server` among its codes; `CancellationError`.
  public func fetchPage(_ request: PageRequest) async throws -> Page<CQLRows> {
    let start = ContinuousClock.now
    do {
      let pageSize = try request.checkedPageSize(default: defaultPageSize)
      let deadline = deadline(of: request, start: start)
      var bound = try bound(request.statement)
      var begun = start
      if request.statement.isPrepared, bound == nil {
        let knowledge = try await prepare(request, until: deadline)
        bound = try BoundStatement(request.statement, knowledge)
        begun = .now
      }
      var (page, retries) = try await ask(
        along: route(of: request, bound), mayRunTwice: request.statement.mayRunTwice, begun: begun, until: deadline
      ) {
        let page = try await exchange(request, bound, pageSize: pageSize, over: $0, begun: $1, until: deadline).page()
        if page.info.changesSchema { try await agreeOnSchema(over: $0, until: deadline) }
        return page
      }
      page.info.retries += retries
      monitor.arrived(request, from: page.info.coordinator, since: start)
      return page
    } catch {
      monitor.failed(request, error, since: start)
      throw error
    }
  }

  private func agreeOnSchema(over connection: Connection, until deadline: ContinuousClock.Instant) async throws {
    let others = Set(nodes.filter { $0.state == .up && $0.address != connection.contactPoint }.map(\.hostID))
    if others.isEmpty { return }
    try await SchemaAgreement(connection: connection, deadline: deadline) { others.contains($0) }.wait()
  }

  /// Sends the request at once where there is a connection, and the statement is prepared if it needs to be.
  public func startFetching(
    _ request: PageRequest, announce: @escaping @Sendable (PagingState, _ coordinator: String?) -> Void,
    completion: @escaping @Sendable (Result<Page<CQLRows>, any Error>) -> Void
  ) -> FetchHandle? {
    guard let pageSize = try? request.checkedPageSize(default: defaultPageSize) else { return nil }
    let bound = try? bound(request.statement)
    guard let target = try? cluster.targetNow(of: route(of: request, bound)) else { return nil }
    let start = ContinuousClock.now
    let exchange = exchange(
      request, bound, pageSize: pageSize, over: target.connection, begun: start,
      until: deadline(of: request, start: start))
    return exchange.start(announce: announce) { [monitor] result in
      switch result {
      case .success(let page): monitor.arrived(request, from: page.info.coordinator, since: start)
      case .failure(let error): monitor.failedAhead(error)
      }
      completion(result)
    }
  }

  private func exchange(
    _ request: PageRequest, _ bound: BoundStatement?, pageSize: Int32?, over connection: Connection,
    begun: ContinuousClock.Instant, until deadline: ContinuousClock.Instant
  ) -> Exchange {
    Exchange(
      connection: connection, request: request, bound: bound, pageSize: pageSize,
      consistency: request.statement.effectiveConsistency ?? configuration.consistency, deadline: deadline,
      prepared: preparedStatements, monitor: monitor, begun: begun)
  }

  private func deadline(of request: PageRequest, start: ContinuousClock.Instant) -> ContinuousClock.Instant {
    start + min(request.timeout(default: configuration.timeout), .tenYears)
  }

  private func prepare(
    _ request: PageRequest, until deadline: ContinuousClock.Instant
  ) async throws -> PreparedStatements.Knowledge {
    try await ask(along: route(of: request, nil), mayRunTwice: true, begun: .now, until: deadline) {
      try await exchange(request, nil, pageSize: nil, over: $0, begun: $1, until: deadline).prepare()
    }.answer
  }

  /// Runs a statement for its effect, such as INSERT or CREATE. One that changes the schema ends when the nodes that are
  /// up have heard of that, or its time is over: what comes next may be asked of any of them.
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
    let request = PageRequest(statement)
    let result = try await prepare(request, until: deadline(of: request, start: .now)).result
    return PreparedStatement(
      template: statement, bindMarkers: result.bindColumns, partitionKeyIndexes: result.partitionKeyIndexes,
      columns: result.resultColumns ?? Columns([]))
  }
}

extension CassandraSession: CustomStringConvertible, CustomReflectable {
  public var description: String { "session with \(configuration.contactPoints)" }
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .class) }
}
