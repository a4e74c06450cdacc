extension ScanTable {
  /// A table by its name: its partition key is read from `system_schema.columns`. A materialized view is found as well.
  ///
  /// - Parameters:
  ///   - name: `keyspace.table`, as CQL writes it: names with capital letters stand in double quotes.
  ///   - columns: the columns to read, as the server spells them; nil for all.
  ///   - source: where to look it up, and to scan it later.
  /// - Throws: ``CQLError`` `.invalidStatement` for a text that is no table's name, `.unknownTable`, `.unknownColumn`,
  ///   `.unexpectedResponse` for a schema without end; ``PagingError`` where the schema cannot be read; `CancellationError`.
  public static func named<Source: PageSource>(
    _ name: String, columns: [String]? = nil, in source: Source
  ) async throws -> ScanTable where Source.Rows == CQLRows {
    guard let names = CQLIdentifier.parse(name), names.count == 2 else {
      throw CQLError(
        .invalidStatement,
        "\"\(name)\" is no table's name: write keyspace.table, with double quotes around names with capital letters")
    }
    var rows: [CQLRow] = []
    let schema = source.rows(of: schemaStatement(keyspace: names[0], name: names[1]))
    for try await row in schema.allowingEmptyPages(maximumEmptyPageCount) {
      guard rows.count < maximumColumnCount else {
        throw CQLError(.unexpectedResponse, "the schema has more than \(maximumColumnCount) columns for \(name)")
      }
      rows.append(row)
    }
    return try ScanTable(keyspace: names[0], name: names[1], columns: columns, schema: rows)
  }

  /// More columns than this are no table, but a server that wants to fill the memory. Servers keep them in one partition,
  /// and themselves become slow long before.
  package static let maximumColumnCount = Int(UInt16.max)
  package static let maximumEmptyPageCount = 100

  /// The query for the rows that ``init(keyspace:name:columns:schema:)`` takes.
  public static func schemaStatement(keyspace: String, name: String) -> Statement {
    """
    SELECT column_name, kind, position FROM system_schema.columns \
    WHERE keyspace_name = \(keyspace) AND table_name = \(name)
    """
  }

  /// A table from its rows of `system_schema.columns`.
  ///
  /// - Parameters:
  ///   - keyspace: the table's keyspace, as the server spells it.
  ///   - name: the table's or the view's name, as the server spells it.
  ///   - columns: the columns to read; nil for all.
  ///   - rows: with the columns `column_name`, `kind` and `position` among theirs.
  /// - Throws: `.unknownTable` where there are no rows, `.unknownColumn` for a column that the table does not have;
  ///   `.unexpectedResponse` for rows without a partition key; what decoding the rows throws.
  public init(
    keyspace: String, name: String, columns: [String]? = nil, schema rows: some Sequence<CQLRow>
  ) throws(CQLError) {
    var key: [(position: Int, name: String)] = []
    var known: Set<String> = []
    for row in rows {
      let column = try row.decode(String.self, named: "column_name")
      known.insert(column)
      guard try row.decode(String.self, named: "kind") == "partition_key" else { continue }
      key.append((Int(try row.decode(Int32.self, named: "position")), column))
    }
    guard !known.isEmpty else {
      throw CQLError(
        .unknownTable,
        "there is no table \(CQLIdentifier.quoted(keyspace)).\(CQLIdentifier.quoted(name)): names with capital letters "
          + "need double quotes")
    }
    guard !key.isEmpty else {
      throw CQLError(.unexpectedResponse, "the schema has no partition key for \(keyspace).\(name)")
    }
    for column in columns ?? [] where !known.contains(column) {
      throw CQLError(
        .unknownColumn,
        "\(keyspace).\(name) has no column \"\(column)\"; it has \(known.sorted().joined(separator: ", "))")
    }
    key.sort { $0.position < $1.position }
    try self.init(keyspace: keyspace, name: name, partitionKey: key.map(\.name), columns: columns)
  }
}
