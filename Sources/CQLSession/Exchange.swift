internal import CQLNativeProtocol
internal import CQLPaging

/// What is said on a connection to get one page: PREPARE where the statement wants it, then QUERY or EXECUTE.
struct Exchange {
  let connection: Connection
  let request: PageRequest
  let pageSize: Int32?
  let consistency: Consistency
  /// One budget for all of it.
  let deadline: ContinuousClock.Instant
  let prepared: PreparedStatements

  /// ALTER and the like make servers forget a statement at any time, and again between PREPARE and EXECUTE. More often
  /// than this in a row is a server that forgets everything.
  private static let preparationLimit = 4

  private var statement: Statement { request.statement }

  func page() async throws -> Page<CQLRows> {
    statement.isPrepared ? try await executed() : try await queried()
  }

  /// What the server says about the statement, from memory where it is known.
  func prepare() async throws -> PreparedResult {
    while true {
      do {
        return try await prepared.result(for: statement.text, until: deadline) { try await prepareAnew() }
      } catch let error as CQLError where error.code == .timeout && ContinuousClock.now < deadline {
        // Another task was preparing it, and had less time than there is here.
      }
    }
  }

  private func prepareAnew() async throws -> PreparedResult {
    let (message, _) = try await send(.prepare(Prepare(statement.text)))
    guard case .result(.prepared(let result)) = message.response else {
      throw unexpected(message, wanted: "the prepared statement")
    }
    return result
  }

  private func queried() async throws -> Page<CQLRows> {
    let query = Query(statement.text, parameters: parameters(try statement.values.naturallyEncoded()))
    let (message, byteCount) = try await send(.query(query))
    return try page(message, byteCount: byteCount, expectsRows: statement.looksLikeSelect)
  }

  private func executed() async throws -> Page<CQLRows> {
    for _ in 0..<Self.preparationLimit {
      let known = try await prepare()
      let values = try statement.values.encoded(for: known.bindColumns)
      do {
        // Metadata is never skipped: v4 has no sign for columns that changed since the statement was prepared.
        let (message, byteCount) = try await send(.execute(Execute(id: known.id, parameters: parameters(values))))
        return try page(message, byteCount: byteCount, expectsRows: known.resultColumns?.isEmpty == false)
      } catch let error as CQLError where error.server?.code == .unprepared {
        prepared.forget(statement.text, id: known.id)
      }
    }
    throw CQLError(
      .unexpectedResponse,
      "\(connection.contactPoint) forgot the prepared statement \(Self.preparationLimit) times in a row")
  }

  private func parameters(_ values: EncodedValues) -> QueryParameters {
    QueryParameters(
      consistency: consistency, values: values, skipMetadata: false, pageSize: pageSize,
      pagingState: request.state?.bytes, serialConsistency: statement.serialConsistency, timestamp: statement.timestamp)
  }

  private func send(_ request: Request) async throws -> (ResponseMessage, byteCount: Int) {
    let message = RequestMessage(request, isTraced: statement.isTraced, customPayload: statement.customPayload)
    let frame = try await connection.send(message, deadline: deadline)
    let response: ResponseMessage
    do throws(CQLError) { response = try ResponseMessage(decoding: frame) } catch {
      throw error.at("\(connection.contactPoint)")
    }
    if case .error(let error) = response.response {
      throw CQLError(server: error, doing: "\(connection.contactPoint)", withState: self.request.state != nil)
    }
    return (response, frame.body.count)
  }

  private func page(_ message: ResponseMessage, byteCount: Int, expectsRows: Bool) throws(CQLError) -> Page<CQLRows> {
    let info = PageInfo(
      byteCount: byteCount, warnings: message.warnings, tracingID: message.tracingID,
      coordinator: connection.contactPoint.description, customPayload: message.customPayload)
    switch message.response {
    case .result(.rows(let result)):
      do throws(CQLError) {
        return Page(rows: try result.rows(), nextState: result.pagingState.map(PagingState.init(bytes:)), info: info)
      } catch {
        throw error.at("\(connection.contactPoint)")
      }
    case .result:
      // Without an error here, a result would seem to end where the server has lost it.
      guard request.state == nil, !expectsRows else { throw unexpected(message, wanted: "a page of rows") }
      return Page(rows: CQLRows.none, nextState: nil, info: info)
    default:
      throw unexpected(message, wanted: "a result")
    }
  }

  private func unexpected(_ message: ResponseMessage, wanted: String) -> CQLError {
    CQLError(
      .unexpectedResponse,
      "\(connection.contactPoint) answered \(message.response.name) where \(wanted) was expected")
  }
}

extension Statement {
  /// Whether the answer must be rows, as far as the text tells. Comments often stand in front, to tell who asks.
  fileprivate var looksLikeSelect: Bool {
    var rest = text[...]
    while true {
      rest = rest.drop(while: \.isWhitespace)
      if rest.hasPrefix("--") || rest.hasPrefix("//") {
        rest = rest.drop { !$0.isNewline }
      } else if rest.hasPrefix("/*"), let end = rest.firstRange(of: "*/") {
        rest = rest[end.upperBound...]
      } else {
        return rest.prefix(6).uppercased() == "SELECT"
      }
    }
  }
}
