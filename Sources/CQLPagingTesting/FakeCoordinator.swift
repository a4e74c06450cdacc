import CQLNativeProtocol
public import CQLPaging
import CQLSession

/// A coordinator node without a network: tables, pages and faults as a test wants them.
///
/// ```swift
/// let source = FakeCoordinator(tables: [.numbered(rows: 100)], faults: [Fault(.emptyPage, on: 2)])
/// for try await row in source.rows(of: "SELECT number FROM test.numbers", pageSize: 10) { … }
/// ```
///
/// It pages as Apache Cassandra does, bugs of nobody included: a full page always says that more follows, the page
/// behind it may be empty, a position is ignored where LIMIT is not above the page size. In one thing it is stricter: a
/// paging state is good for the statement and the values that it came from, and refused with others, where a server would
/// read some other rows.
///
/// The statements it understands are `SELECT columns|* FROM [keyspace.]table [WHERE …] [LIMIT n] [ALLOW FILTERING]`, with
/// `=` on columns and comparisons on `token(partition key)`; anything else is a syntax error that says so. The same
/// tables can be served over a socket: see ``WireServer``.
public final class FakeCoordinator: PageSource {
  /// How the coordinator behaves, where tests want it otherwise.
  public struct Options: Sendable {
    /// The page size where a request names none.
    public var defaultPageSize = PageSize.default
    /// Whether a paging state is refused with another statement or other values than its own. A real server does not
    /// notice.
    public var checksStateOwner = true
    /// Paging states are filled up to this many bytes: real ones are as long as the keys in them.
    public var minimumStateLength = 0
    /// Pages above this many bytes are a `CQLError.Code.frameTooLarge`, as behind a session with such a limit; in
    /// memory only.
    public var maximumPageBytes = Int.max

    public init() {}
  }

  /// How many of the latest requests ``requests`` keeps at least.
  public static let recordedRequests = 10_000

  private struct State {
    var tables: [FakeTable]
    var faults: [Fault]
    var requests: [RecordedRequest] = []
    var requestCount = 0
    var schemaVersion = 1
    var schemaObservers: [ObjectIdentifier: @Sendable (SchemaChange) -> Void] = [:]
  }

  /// How it behaves.
  public let options: Options
  let statements = ParsedStatements()
  private let clock: any Clock<Duration>
  private let state: Lock<State>

  /// - Parameters:
  ///   - tables: what can be read. The system tables are there by themselves.
  ///   - faults: what goes wrong, and when.
  ///   - options: how it behaves otherwise.
  ///   - clock: what delays are measured by in memory; a socket always delays by real time.
  public init(
    tables: [FakeTable], faults: [Fault] = [], options: Options = Options(),
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.options = options
    self.clock = clock
    state = Lock(State(tables: tables, faults: faults))
  }

  // MARK: What tests look at and change

  /// The pages that were asked for, the oldest first. System tables are left out, and the oldest requests where there
  /// are more than ``recordedRequests``.
  public var requests: [RecordedRequest] { state.withLock { $0.requests } }

  /// How many pages were asked for, system tables left out.
  public var requestCount: Int { state.withLock { $0.requestCount } }

  /// Puts other faults in the place of those there were.
  public func replaceFaults(_ faults: [Fault]) { state.withLock { $0.faults = faults } }

  /// Puts a table in the place of the one with its name, or adds it: new rows, or other columns, in the middle of a
  /// scan. Positions count rows, so a scan goes on behind as many rows as it has seen. Clients of servers that registered
  /// for it are told.
  public func replaceTable(_ table: FakeTable) {
    let (isNewKeyspace, isNew) = state.withLock { state in
      let isNewKeyspace = !state.tables.contains { $0.keyspace == table.keyspace }
      let count = state.tables.count
      state.tables.removeAll { $0.keyspace == table.keyspace && $0.name == table.name }
      defer { state.tables.append(table) }
      state.schemaVersion += 1
      return (isNewKeyspace, state.tables.count == count)
    }
    if isNewKeyspace { announce(SchemaChange(change: "CREATED", target: .keyspace(table.keyspace))) }
    let target = SchemaChange.Target.table(keyspace: table.keyspace, name: table.name)
    announce(SchemaChange(change: isNew ? "CREATED" : "UPDATED", target: target))
  }

  /// Removes a table, as `DROP TABLE` does.
  ///
  /// - Parameter name: `keyspace.table`.
  public func dropTable(_ name: String) {
    let dropped = state.withLock { state in
      defer { state.tables.removeAll { "\($0.keyspace).\($0.name)" == name } }
      state.schemaVersion += 1
      return state.tables.first { "\($0.keyspace).\($0.name)" == name }
    }
    guard let dropped else { return }
    announce(SchemaChange(change: "DROPPED", target: .table(keyspace: dropped.keyspace, name: dropped.name)))
  }

  /// Calls `observer` after each change of a table, until nil takes its place.
  func observeSchema(_ id: ObjectIdentifier, _ observer: (@Sendable (SchemaChange) -> Void)?) {
    state.withLock { $0.schemaObservers[id] = observer }
  }

  func announce(_ change: SchemaChange) {
    for observer in state.withLock({ Array($0.schemaObservers.values) }) { observer(change) }
  }

  var tables: [FakeTable] { state.withLock { $0.tables } }

  /// Changes whenever a table does: prepared statements are good for one version.
  var schemaVersion: Int { state.withLock { $0.schemaVersion } }

  /// Notes a request, and takes the faults that hit it.
  func record(_ request: RecordedRequest, page: Int) -> FaultEffects {
    state.withLock { state in
      state.requestCount += 1
      if state.requests.count >= 2 * Self.recordedRequests { state.requests.removeFirst(Self.recordedRequests) }
      state.requests.append(request)
      var effects = FaultEffects()
      for index in state.faults.indices where state.faults[index].times > 0 && state.faults[index].pages.contains(page)
      {
        state.faults[index].times -= 1
        effects.kinds.append(state.faults[index].kind)
      }
      return effects
    }
  }

  // MARK: PageSource

  /// The page that a server with these tables would answer with.
  ///
  /// - Throws: `CQLError` as a session does, with the server's own error in `CQLError.server`; the error of a
  ///   ``Fault``, as it is; `CancellationError` in a cancelled task.
  public func fetchPage(_ request: PageRequest) async throws -> Page<CQLRows> {
    try Task.checkCancellation()
    let answer = answer(try query(for: request))
    if answer.delay > .zero { try await clock.sleep(for: min(answer.delay, .tenYears)) }
    if let cut = answer.cut, cut != .afterwards {
      throw CQLError(.connectionClosed, "the connection was cut before the page was complete")
    }
    switch answer.content {
    case .rows(let rows): return try page(rows)
    case .void: throw CQLError(.unexpectedResponse, "VOID came where rows were expected")
    case .setKeyspace: throw CQLError(.invalidStatement, "USE gives no rows: name the keyspace in the statement")
    case .failure(let error as ServerError): throw CQLError(error)
    case .failure(let error): throw error
    }
  }

  private func page(_ rows: FakeRows) throws(CQLError) -> Page<CQLRows> {
    guard rows.content.count <= options.maximumPageBytes else {
      throw CQLError(
        .frameTooLarge,
        "a page of \(rows.content.count) bytes, above the limit of \(options.maximumPageBytes): ask for fewer rows")
    }
    let storage = try CQLRows.Storage(
      buffer: PageBuffer(rows.content), start: 0, rowCount: rows.rowCount, columns: Columns(rows.columns))
    return Page(
      rows: CQLRows(storage: storage), nextState: rows.state.map { PagingState(bytes: $0) },
      info: PageInfo(byteCount: rows.content.count, warnings: rows.warnings))
  }
}
