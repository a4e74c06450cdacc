import CQLNativeProtocol
import CQLPaging

// The engine: the same for pages in memory and pages on a socket.
extension FakeCoordinator {
  /// The longest paging state to make, whatever the options say: 16 MiB.
  private static let longestPadding = 16 << 20

  /// What a statement asks for and gives.
  ///
  /// - Throws: 0x2000 for a text that is not understood, 0x2200 for names that do not exist.
  func shape(of text: String, keyspace: String?) throws(ServerError) -> StatementShape {
    switch try statements.statement(text) {
    case .use: return StatementShape()
    case .select(let select): return try plan(select, keyspace: keyspace, view: .single).shape
    }
  }

  /// Answers a query. Nothing waits here: the answer says how long it is to be delayed.
  func answer(_ query: FakeQuery) -> FakeAnswer {
    do {
      switch try statements.statement(query.text) {
      case .use(let keyspace):
        guard isKnown(keyspace, query.view) else { throw ServerError.invalid("Keyspace '\(keyspace)' does not exist") }
        return FakeAnswer(content: .setKeyspace(keyspace))
      case .select(let select):
        return try answer(query, plan: try plan(select, keyspace: query.keyspace, view: query.view))
      }
    } catch {
      return FakeAnswer(content: .failure(error))
    }
  }

  private func answer(_ query: FakeQuery, plan: SelectPlan) throws -> FakeAnswer {
    if query.pageSize == 0 { throw ServerError(code: .protocolError, message: "The page size cannot be 0") }
    let size = query.pageSize.flatMap { $0 < 0 || $0 == .max ? nil : Int($0) }
    let selection = try RowSelection(plan, values: query.values)
    let owner = FakePosition.owner(of: query, keyspace: plan.table.keyspace)
    let given = try query.state.map { bytes throws(ServerError) in try FakePosition(bytes: bytes) }
    if let given, options.checksStateOwner, given.owner != owner { throw ServerError.foreignPagingState }

    let isUserPage = !plan.table.isSystem
    let effects = isUserPage ? record(RecordedRequest(query, size: size), page: given?.page ?? 1) : FaultEffects()
    let maker = PageMaker(
      plan: plan, selection: selection, effects: effects,
      minimumStateLength: min(options.minimumStateLength, Self.longestPadding))
    var answer = FakeAnswer(
      content: .void, delay: effects.delay, cut: effects.cut, isUnprepared: effects.isUnprepared,
      isUserPage: isUserPage)
    if isUserPage {
      answer.route = .init(keyspace: plan.table.keyspace, tokens: selection.tokens, page: given?.page ?? 1)
    }
    if let error = effects.error {
      answer.content = .failure(error)
    } else if !effects.isVoid {
      var position = given ?? FakePosition()
      if given == nil || size == nil || (maker.isLimitWithin(size) && !position.isFromFault) {
        position.place = 0
        position.remaining = selection.limit
      }
      position.owner = owner
      let page = try maker.page(from: position, size: size)
      answer.content = .rows(page)
      check(query, plan, tokens: selection.tokens(from: position.place, to: page.end), answer: &answer)
    }
    return answer
  }

  /// Puts an error in the place of a page for which too few replicas are there.
  private func check(_ query: FakeQuery, _ plan: SelectPlan, tokens: TokenSpan, answer: inout FakeAnswer) {
    guard query.view.topology.needsReplicas, !plan.table.isSystem, let consistency = query.consistency else { return }
    let check = ReadCheck(view: query.view, keyspace: plan.table.keyspace, consistency: consistency)
    guard let failure = check.failure(reading: tokens) else { return }
    answer.content = .failure(failure)
    if failure.code == .readTimeout { answer.delay += query.view.topology.readTimeout }
  }

  private func plan(
    _ select: SelectStatement, keyspace: String?, view: ClusterView
  ) throws(ServerError) -> SelectPlan {
    guard let keyspace = select.keyspace ?? keyspace else {
      throw .invalid("No keyspace has been specified. USE a keyspace, or explicitly specify keyspace.tablename")
    }
    return try SelectPlan(select, in: try table(select.table, in: keyspace, view: view))
  }

  private func table(_ name: String, in keyspace: String, view: ClusterView) throws(ServerError) -> FakeTable {
    let tables = tables
    if let table = tables.first(where: { $0.keyspace == keyspace && $0.name == name }) { return table }
    let system = SystemTables(tables: tables, schemaVersion: schemaVersion, view: view)
    if let table = try? system.table(name, in: keyspace) { return table }
    guard isKnown(keyspace, view) else { throw .invalid("keyspace \(keyspace) does not exist") }
    throw .invalid("table \(name) does not exist")
  }

  private func isKnown(_ keyspace: String, _ view: ClusterView) -> Bool {
    SystemTables.keyspaces(of: view.topology.release).contains(keyspace) || view.topology.keyspaces[keyspace] != nil
      || tables.contains { $0.keyspace == keyspace }
  }
}

// A request as the wire would carry it.
extension FakeCoordinator {
  func query(for request: PageRequest) throws(CQLError) -> FakeQuery {
    let statement = request.statement
    var query = FakeQuery(text: statement.text)
    query.pageSize = try request.checkedPageSize(default: options.defaultPageSize)
    query.state = request.state?.bytes
    query.consistency = statement.effectiveConsistency
    query.isPrepared = statement.isPrepared
    query.values = try values(of: statement)
    return query
  }

  /// Values of prepared statements are encoded as their markers' types, others as their natural ones.
  private func values(of statement: Statement) throws(CQLError) -> EncodedValues {
    guard !statement.values.isEmpty else { return .none }
    let markers: [Column]
    do throws(ServerError) {
      markers = try shape(of: statement.text, keyspace: nil).markers
    } catch {
      throw CQLError(error)
    }
    guard markers.count == statement.values.count else {
      throw CQLError(
        .wrongValues, "the statement has \(markers.count) bind markers and \(statement.values.count) values")
    }
    switch statement.values {
    case .none: return .none
    case .positional(let values):
      var encoded: [EncodedValue] = []
      for (value, marker) in zip(values, markers) {
        encoded.append(try Self.encoded(value, for: marker, isPrepared: statement.isPrepared))
      }
      return .positional(encoded)
    case .named(let values):
      var encoded: [(name: String, value: EncodedValue)] = []
      for marker in markers {
        guard let value = values[marker.name] else {
          throw CQLError(.wrongValues, "the statement's marker \(marker.name) has no value")
        }
        encoded.append((marker.name, try Self.encoded(value, for: marker, isPrepared: statement.isPrepared)))
      }
      return .named(encoded)
    }
  }

  private static func encoded(
    _ value: any CQLEncodable, for marker: Column, isPrepared: Bool
  ) throws(CQLError) -> EncodedValue {
    var writer = CellWriter()
    do throws(CQLError) {
      try writer.writeCell(value, as: isPrepared ? marker.type : value.naturalType)
    } catch {
      throw error.at("value for \"\(marker.name)\"")
    }
    guard writer.bytes[0] >= 0x80 else { return .bytes(Array(writer.bytes[4...])) }
    return writer.bytes[3] == 0xFF ? .null : .unset
  }
}

extension RecordedRequest {
  init(_ query: FakeQuery, size: Int?) {
    self.init(
      text: query.text, values: query.values.all.map(\.content), pageSize: size,
      state: query.state.map { PagingState(bytes: $0) }, consistency: query.consistency,
      isPrepared: query.isPrepared, node: query.node)
  }
}

extension CQLError {
  /// The error that a session makes of an ERROR message.
  init(_ error: ServerError) {
    let code: Code =
      switch error.code {
      case .protocolError where error.message.hasPrefix("Invalid value for the paging state"): .cursorNoLongerValid
      case .badCredentials: .authenticationFailed
      default: .server
      }
    self.init(code, error.message, server: error)
  }
}
