/// A column of a result, or a bind marker of a prepared statement.
public struct Column: Hashable, Sendable, CustomStringConvertible {
  /// The keyspace of the column's table.
  public let keyspace: String
  /// The table; empty for columns that were made up.
  public let table: String
  /// The name as the server gives it: an alias, a column's name without quotes, or an expression such as `count`.
  public let name: String
  /// What its values are.
  public let type: CQLType

  public init(keyspace: String = "", table: String = "", name: String, type: CQLType) {
    self.keyspace = keyspace
    self.table = table
    self.name = name
    self.type = type
  }

  public var description: String { "\(name) \(type)" }
}

/// The columns of a result, shared by all rows of a page.
public struct Columns: RandomAccessCollection, Sendable {
  @usableFromInline let storage: Storage

  @usableFromInline
  final class Storage: Sendable {
    @usableFromInline let columns: [Column]
    /// Only where a walk over the names would be slower than a hash.
    let positions: [String: Int]?

    init(_ columns: [Column]) {
      self.columns = columns
      positions =
        columns.count > 12
        ? Dictionary(columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first }) : nil
    }
  }

  /// Columns in the order in which rows have them.
  public init(_ columns: [Column]) { storage = Storage(columns) }

  public var startIndex: Int { 0 }
  public var endIndex: Int { storage.columns.count }
  public subscript(position: Int) -> Column { storage.columns[position] }

  /// The position of the first column with this name, exactly as the server spells it; nil where there is none.
  public func position(of name: String) -> Int? {
    if let positions = storage.positions { return positions[name] }
    return storage.columns.firstIndex { $0.name == name }
  }
}

extension Columns: Hashable, CustomStringConvertible {
  public static func == (left: Columns, right: Columns) -> Bool {
    left.storage === right.storage || left.storage.columns == right.storage.columns
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(storage.columns) }

  public var description: String { storage.columns.description }
}
