internal import CQLNativeProtocol
internal import CQLPaging

/// What is said to one node to get one page: PREPARE where the statement wants it, then QUERY or EXECUTE.
struct Exchange {
  let connection: Connection
  let request: PageRequest
  /// The statement with its values, where the session knows it.
  let bound: BoundStatement?
  let pageSize: Int32?
  let consistency: Consistency
  /// One budget for all of it.
  let deadline: ContinuousClock.Instant
  let prepared: PreparedStatements
  let monitor: SessionMonitor
  /// When it began: the present, for whoever says something at once.
  let begun: ContinuousClock.Instant

  /// ALTER and the like make servers forget a statement at any time, and again between PREPARE and EXECUTE. More often
  /// than this in a row is a server that forgets everything.
  static let preparationLimit = 4

  private var statement: Statement { request.statement }

  func page() async throws -> Page<CQLRows> {
    statement.isPrepared ? try await executed() : try await queried()
  }

  /// What the server says about the statement, from memory where it is known.
  ///
  /// - Parameter unknown: what was known when the server did not know the statement.
  func prepare(unknown: PreparedStatements.Knowledge? = nil) async throws -> PreparedStatements.Knowledge {
    while true {
      do {
        return try await prepared.knowledge(
          of: statement.text, on: connection.name, unknown: unknown, until: deadline
        ) {
          try await prepareAnew(again: unknown != nil)
        }
      } catch let error as CQLError where error.code == .timeout && ContinuousClock.now < deadline {
        // Another task was preparing it, and had less time than there is here.
      }
    }
  }

  private func prepareAnew(again: Bool) async throws -> PreparedResult {
    let message: ResponseMessage
    do {
      (message, _) = try await send(.prepare(Prepare(statement.text)), begun: .now)
    } catch let error as CQLError where error.code == .connectionClosed {
      throw error.ofRequestNotRun  // PREPARE runs nothing, and what it is for has not been sent, or was not run
    }
    guard case .result(.prepared(let result)) = message.response else {
      throw unexpected(message, wanted: "the prepared statement")
    }
    monitor.prepared(at: connection.name, statement, again: again)
    return result
  }

  private func queried() async throws -> Page<CQLRows> {
    let (message, byteCount) = try await send(try query(), begun: begun)
    return try page(message, byteCount: byteCount, expectsRows: statement.looksLikeSelect)
  }

  private func executed() async throws -> Page<CQLRows> {
    var begun = begun
    var bound: BoundStatement
    if let known = self.bound {
      bound = known
    } else {
      bound = try BoundStatement(statement, await prepare())
      begun = .now
    }
    // Whether this node knows the statement is another matter than what it makes of it.
    if let known = prepared.known(statement.text, on: connection.name) {
      bound.knowledge.preparations = known.preparations
    }
    for preparationsLeft in (0..<Self.preparationLimit).reversed() {
      do {
        let (message, byteCount) = try await send(execute(bound), begun: begun)
        return try page(message, byteCount: byteCount, expectsRows: bound.prepared.hasRows)
      } catch let error as CQLError where error.server?.code == .unprepared {
        if preparationsLeft > 0 { bound = try BoundStatement(statement, await prepare(unknown: bound.knowledge)) }
        begun = .now
      }
    }
    throw CQLError(
      .unexpectedResponse,
      "\(connection.name) forgot the prepared statement \(Self.preparationLimit) times in a row")
  }

  /// Asks for the page without waiting for it.
  ///
  /// - Returns: nil where the statement would have to be prepared first, or cannot be sent: ``page()`` says why.
  func start(
    announce: @escaping @Sendable (PagingState, _ coordinator: String?) -> Void,
    completion: @escaping @Sendable (Result<Page<CQLRows>, any Error>) -> Void
  ) -> FetchHandle? {
    let message: RequestMessage
    if statement.isPrepared {
      guard let bound else { return nil }
      message = self.message(execute(bound))
    } else {
      guard let query = try? query() else { return nil }
      message = self.message(query)
    }
    let name = connection.name
    let id = connection.start(message, deadline: deadline, begun: begun, announce: { announce($0, name) }) { frame in
      completion(
        Result {
          let (message, byteCount) = try response(in: frame.get())
          return try page(
            message, byteCount: byteCount, expectsRows: bound?.prepared.hasRows ?? statement.looksLikeSelect)
        })
    }
    return FetchHandle { [connection] in connection.cancel(id) }
  }

  private func query() throws(CQLError) -> Request {
    .query(Query(statement.text, parameters: parameters(try statement.values.naturallyEncoded())))
  }

  /// Metadata is never skipped: v4 has no sign for columns that changed since the statement was prepared.
  private func execute(_ bound: BoundStatement) -> Request {
    .execute(Execute(id: bound.prepared.id, parameters: parameters(bound.values)))
  }

  private func parameters(_ values: EncodedValues) -> QueryParameters {
    QueryParameters(
      consistency: consistency, values: values, skipMetadata: false, pageSize: pageSize,
      pagingState: request.state?.bytes, serialConsistency: statement.effectiveSerialConsistency,
      timestamp: statement.timestamp)
  }

  private func message(_ request: Request) -> RequestMessage {
    RequestMessage(request, isTraced: statement.isTraced, customPayload: statement.customPayload)
  }

  private func send(
    _ request: Request, begun: ContinuousClock.Instant
  ) async throws -> (ResponseMessage, byteCount: Int) {
    try response(in: try await connection.send(message(request), deadline: deadline, begun: begun))
  }

  private func response(in frame: Frame) throws(CQLError) -> (ResponseMessage, byteCount: Int) {
    let response: ResponseMessage
    do throws(CQLError) { response = try ResponseMessage(decoding: frame, columnMemory: connection.columnMemory) } catch
    {
      throw error.at(connection.name)
    }
    if case .error(let error) = response.response {
      throw CQLError(server: error, doing: connection.name, withState: request.state != nil)
    }
    return (response, frame.body.count)
  }

  /// - Parameter expectsRows: looked at only where there are none, because it can cost a walk over the statement.
  private func page(
    _ message: ResponseMessage, byteCount: Int, expectsRows: @autoclosure () -> Bool
  ) throws(CQLError) -> Page<CQLRows> {
    var info = PageInfo(
      byteCount: byteCount, warnings: message.warnings, tracingID: message.tracingID,
      coordinator: connection.name, customPayload: message.customPayload)
    if case .paged(nil) = request.paging { info.chosenPageSize = pageSize.map { PageSize(Int($0)) } }
    switch message.response {
    case .result(.rows(let result)):
      do throws(CQLError) {
        let rows = try result.rows()
        monitor.received(rows: rows.count, warnings: message.warnings, from: connection.name)
        return Page(rows: rows, nextState: result.pagingState.map(PagingState.init(bytes:)), info: info)
      } catch {
        throw error.at(connection.name)
      }
    case .result:
      // Without an error here, a result would seem to end where the server has lost it.
      guard request.state == nil, !expectsRows() else { throw unexpected(message, wanted: "a page of rows") }
      monitor.received(rows: 0, warnings: message.warnings, from: connection.name)
      if case .result(.schemaChange) = message.response { info.changesSchema = true }
      return Page(rows: CQLRows.none, nextState: nil, info: info)
    default:
      throw unexpected(message, wanted: "a result")
    }
  }

  private func unexpected(_ message: ResponseMessage, wanted: String) -> CQLError {
    CQLError(
      .unexpectedResponse,
      "\(connection.name) answered \(message.response.name) where \(wanted) was expected")
  }
}

extension PreparedResult {
  /// Whether the statement's answers are rows.
  fileprivate var hasRows: Bool { resultColumns?.isEmpty == false }
}
