public import CQLPaging

/// A table of the fake coordinator: its columns, and rows that are given or made.
///
/// ```swift
/// let users = try FakeTable(
///   "app.users", columns: [.partitionKey("id", .int), .regular("name", .text)],
///   rows: [[1, "Ada"], [2, "Grace"]])
/// ```
///
/// Rows come in the order in which a server sends them: by the token of their partition key (Murmur3). Within a
/// partition they stay in the order in which they were given, which so is the table's clustering order.
public struct FakeTable: Sendable {
  /// The keyspace, in front of the point of the table's full name.
  public let keyspace: String
  public let name: String
  /// The columns as `SELECT *` gives them: the partition key, the clustering columns, then the others by name.
  public let columns: [Column]
  /// How many rows there are.
  public let rowCount: Int

  /// Where each of `columns` stands in what `makeRow` returns.
  private let declared: [Int]
  private let makeRow: @Sendable (Int) -> [any CQLEncodable]
  private let ring: LazyRing
  /// Whether any column can be asked for with `=` and `IN`, as in tables of the system.
  let isSystem: Bool

  /// A table of these rows.
  ///
  /// - Parameters:
  ///   - name: `keyspace.table`, as the server spells it.
  ///   - columns: the columns in the order of the rows' values, at least one of them of the partition key.
  ///   - rows: the values of each row; `nil as Int?` is null.
  /// - Throws: `.invalidConfiguration` for a table that cannot be; `.valueDoesNotFit` or `.typeMismatch` for a value that
  ///   its column cannot hold.
  public init(_ name: String, columns: [Column], rows: [[any CQLEncodable]]) throws(CQLError) {
    try self.init(name, columns: columns, rowCount: rows.count) { rows[$0] }
    for row in rows.indices {
      var writer = CellWriter()
      do throws(CQLError) {
        try write(row, columns: Array(self.columns.indices), into: &writer)
      } catch {
        throw error.at("row \(row) of \(name)")
      }
    }
  }

  /// A table whose rows are made when they are asked for, so that a million of them take no room.
  ///
  /// - Parameters:
  ///   - name: `keyspace.table`, as the server spells it.
  ///   - columns: the columns in the order of the rows' values, at least one of them of the partition key.
  ///   - rowCount: how many rows there are.
  ///   - row: the values of a row, counted from 0; the same for the same number every time.
  /// - Throws: `.invalidConfiguration` for a table that cannot be. A value that its column cannot hold is an error of
  ///   the page it stands in.
  public init(
    _ name: String, columns: [Column], rowCount: Int, row: @escaping @Sendable (Int) -> [any CQLEncodable]
  ) throws(CQLError) {
    try self.init(name, columns: columns, rowCount: rowCount, row: row, key: nil)
  }

  /// - Parameters:
  ///   - isOnePartition: whether all rows have the same partition key, which saves looking at each.
  ///   - key: the values of a row's partition key alone, where they are cheaper to make than the row.
  init(
    _ name: String, columns: [Column], rowCount: Int, isSystem: Bool = false, isOnePartition: Bool = false,
    row: @escaping @Sendable (Int) -> [any CQLEncodable], key: (@Sendable (Int) -> [any CQLEncodable])?
  ) throws(CQLError) {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw CQLError(.invalidConfiguration, "\"\(name)\" is no table's name: write keyspace.table")
    }
    guard Set(columns.map(\.name)).count == columns.count, columns.contains(where: { $0.role == .partitionKey }) else {
      throw CQLError(
        .invalidConfiguration, "\(name) needs a partition key, and each of its columns a name of its own")
    }
    guard rowCount >= 0 else { throw CQLError(.invalidConfiguration, "\(name) cannot have \(rowCount) rows") }
    keyspace = parts[0]
    self.name = parts[1]
    let order = Self.selectionOrder(of: columns)
    self.columns = order.map { columns[$0] }
    declared = order
    self.rowCount = rowCount
    makeRow = row
    self.isSystem = isSystem

    let keys = order.filter { columns[$0].role == .partitionKey }
    ring = LazyRing(rowCount: rowCount, isOnePartition: isOnePartition) { index throws(CQLError) in
      let values: [any CQLEncodable]
      if let key { values = key(index) } else { values = try Self.values(of: row(index), at: keys, in: name) }
      var components: [[UInt8]] = []
      for (value, column) in zip(values, keys) {
        guard let bytes = try value.encodedBytes(as: columns[column].type) else {
          throw CQLError(.invalidConfiguration, "row \(index) of \(name) has no partition key")
        }
        components.append(bytes)
      }
      return Murmur3.token(ofKey: components)
    }
  }

  /// The places of the columns in the order of `SELECT *`.
  private static func selectionOrder(of columns: [Column]) -> [Int] {
    columns.indices.sorted { left, right in
      let (first, second) = (columns[left], columns[right])
      guard first.role == second.role else { return first.role < second.role }
      return first.role == .regular ? first.name < second.name : left < right
    }
  }

  private static func values(
    of row: [any CQLEncodable], at places: [Int], in table: String
  ) throws(CQLError) -> [any CQLEncodable] {
    guard places.allSatisfy(row.indices.contains) else {
      throw CQLError(.invalidConfiguration, "a row of \(table) has \(row.count) values, fewer than it has columns")
    }
    return places.map { row[$0] }
  }
}

// What the engine asks of a table.
extension FakeTable {
  var partitionKey: [Int] { columns.indices.filter { columns[$0].role == .partitionKey } }
  var clusteringKey: [Int] { columns.indices.filter { columns[$0].role == .clustering } }

  /// The rows in the order of their tokens.
  func inTokenOrder() throws(CQLError) -> TokenRing { try ring.ring() }

  /// A column as a result describes it.
  func described(_ column: Int) -> CQLPaging.Column {
    CQLPaging.Column(keyspace: keyspace, table: name, name: columns[column].name, type: columns[column].type)
  }

  /// Appends the cells of a row.
  func write(_ row: Int, columns selected: [Int], into writer: inout CellWriter) throws(CQLError) {
    let made = makeRow(row)
    guard made.count == declared.count else {
      throw CQLError(
        .invalidConfiguration, "row \(row) of \(self) has \(made.count) values for \(declared.count) columns")
    }
    for column in selected {
      do throws(CQLError) {
        try writer.writeCell(made[declared[column]], as: columns[column].type)
      } catch {
        throw error.at("column \"\(columns[column].name)\"")
      }
    }
  }

  /// The bytes of one value of a row, nil for null.
  func cell(_ row: Int, _ column: Int) throws(CQLError) -> [UInt8]? {
    let values = try Self.values(of: makeRow(row), at: [declared[column]], in: "\(keyspace).\(name)")
    return try values[0].encodedBytes(as: columns[column].type)
  }
}

extension FakeTable {
  /// A column and what it is for.
  public struct Column: Hashable, Sendable {
    /// What a column is for.
    public enum Role: Int, Comparable, Sendable {
      case partitionKey, clustering, regular

      public static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
    }

    public let name: String
    /// What its values are.
    public let type: CQLType
    /// What it is for.
    public let role: Role

    public init(_ name: String, _ type: CQLType, role: Role) {
      self.name = name
      self.type = type
      self.role = role
    }

    /// A column of the partition key, which says where on the ring a row lies.
    public static func partitionKey(_ name: String, _ type: CQLType) -> Column {
      Column(name, type, role: .partitionKey)
    }

    /// A column by which the rows of a partition are ordered.
    public static func clustering(_ name: String, _ type: CQLType) -> Column {
      Column(name, type, role: .clustering)
    }

    /// A column outside the primary key.
    public static func regular(_ name: String, _ type: CQLType) -> Column { Column(name, type, role: .regular) }
  }
}

extension FakeTable: CustomStringConvertible {
  public var description: String { "\(keyspace).\(name), \(rowCount) rows" }
}
