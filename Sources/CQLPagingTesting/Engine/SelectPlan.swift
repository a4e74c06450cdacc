import CQLPaging

/// A SELECT whose names have been looked up in a table.
struct SelectPlan: Sendable {
  let table: FakeTable
  /// The columns asked for, as places in `table.columns`.
  let selected: [Int]
  let statement: SelectStatement

  /// - Throws: 0x2200 in the server's words where a name is unknown or a condition cannot be.
  init(_ statement: SelectStatement, in table: FakeTable) throws(ServerError) {
    self.statement = statement
    self.table = table
    var selected: [Int] = []
    for name in statement.columns ?? table.columns.map(\.name) { selected.append(try Self.column(name, of: table)) }
    self.selected = selected
    try checkRelations()
  }

  fileprivate static func column(_ name: String, of table: FakeTable) throws(ServerError) -> Int {
    guard let place = table.columns.firstIndex(where: { $0.name == name }) else {
      throw .invalid("Undefined column name \(name) in table \(table.keyspace).\(table.name)")
    }
    return place
  }

  private func checkRelations() throws(ServerError) {
    var restricted: Set<Int> = []
    for relation in statement.relations {
      switch relation {
      case .equal(let name, _):
        guard restricted.insert(try Self.column(name, of: table)).inserted else {
          throw .invalid("\(name) cannot be restricted by more than one relation if it includes an Equal")
        }
      case .anyOf(let name, _), .inMarker(let name, _):
        restricted.insert(try Self.column(name, of: table))
        guard table.isSystem else { throw .invalid("this fake understands IN for system tables only") }
      case .token(let names, _, _):
        guard names == table.partitionKey.map({ table.columns[$0].name }) else {
          throw .invalid("The token() function must be applied to all partition key components or none of them")
        }
      }
    }
    guard table.isSystem || statement.allowsFiltering || isWithoutFiltering(restricted) else {
      throw .invalid(
        "Cannot execute this query as it might involve data filtering and thus may have unpredictable performance. "
          + "If you want to execute this query despite the performance unpredictability, use ALLOW FILTERING")
    }
  }

  /// Whether the columns with an `=` are none, or the partition key with the first clustering columns.
  private func isWithoutFiltering(_ restricted: Set<Int>) -> Bool {
    if restricted.isEmpty { return true }
    let key = table.partitionKey + table.clusteringKey
    return restricted.count >= table.partitionKey.count && Set(key.prefix(restricted.count)) == restricted
  }

  /// What a client learns from PREPARE.
  var shape: StatementShape {
    var types = [(name: String, type: CQLType)](
      repeating: (name: "", type: .blob), count: statement.markers.count)
    func note(_ term: SelectStatement.Term, _ name: String, _ type: CQLType) {
      if case .marker(let index) = term { types[index] = (name, type) }
    }
    var keyMarkers: [String: Int] = [:]
    for relation in statement.relations {
      switch relation {
      case .equal(let name, let term):
        note(term, name, type(of: name))
        if case .marker(let index) = term { keyMarkers[name] = index }
      case .anyOf(let name, let terms): for term in terms { note(term, name, type(of: name)) }
      case .inMarker(let name, let index): types[index] = ("in(\(name))", .list(type(of: name)))
      case .token(_, _, let term): note(term, "partition key token", .bigint)
      }
    }
    if let limit = statement.limit { note(limit, "[limit]", .int) }

    let keys = table.partitionKey.compactMap { keyMarkers[table.columns[$0].name] }
    return StatementShape(
      markers: zip(statement.markers, types).map { given, found in
        Column(keyspace: table.keyspace, table: table.name, name: given ?? found.name, type: found.type)
      },
      partitionKeyMarkers: keys.count == table.partitionKey.count ? keys : [],
      columns: selected.map(table.described))
  }

  private func type(of name: String) -> CQLType {
    table.columns.first { $0.name == name }?.type ?? .blob
  }
}
