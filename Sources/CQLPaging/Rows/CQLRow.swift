/// A row: its place in a page's bytes. Decode it as a tuple, through a closure, as a `Decodable` type, or cell by cell.
public struct CQLRow: Sendable {
  @usableFromInline let storage: CQLRows.Storage
  @usableFromInline let offset: UInt32

  @inlinable
  init(storage: CQLRows.Storage, offset: UInt32) {
    self.storage = storage
    self.offset = offset
  }

  /// The row's columns, the same for every row of its page.
  public var columns: Columns { storage.columns }

  /// Reads the row through a cursor, cell after cell.
  ///
  /// ```swift
  /// let user = try row.decode { cells throws(CQLError) in User(id: try cells.decode(), name: try cells.decode()) }
  /// ```
  ///
  /// - Throws: what `body` throws.
  @inlinable
  public func decode<Value>(_ body: (inout CellCursor) throws(CQLError) -> Value) throws(CQLError) -> Value {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try body(&cursor)
  }

  /// The value at a position, counted from 0.
  ///
  /// - Throws: `.unknownColumn` where the row is shorter; `.typeMismatch`, `.unexpectedNull`, `.malformedValue`.
  @inlinable
  public func decode<Value: CQLDecodable>(_: Value.Type = Value.self, at position: Int) throws(CQLError) -> Value {
    guard position >= 0 && position < storage.columnCount else { return try refuse(position) }
    return try decode { cursor throws(CQLError) in
      try cursor.skip(position)
      return try Value.decode(from: &cursor)
    }
  }

  /// The value of the first column with this name, exactly as the server spells it.
  ///
  /// - Throws: `.unknownColumn` with the names there are; `.typeMismatch`, `.unexpectedNull`, `.malformedValue`.
  public func decode<Value: CQLDecodable>(_: Value.Type = Value.self, named name: String) throws(CQLError) -> Value {
    guard let position = columns.position(of: name) else { throw noColumn(named: name) }
    return try decode(at: position)
  }

  @usableFromInline @inline(never) @_effects(releasenone)
  func refuse<Value>(_ position: Int) throws(CQLError) -> Value {
    throw CQLError(.unknownColumn, "there is no column at position \(position): the row has \(storage.columnCount)")
  }

  @inline(never)
  package func noColumn(named name: String) -> CQLError {
    CQLError(
      .unknownColumn, "there is no column \"\(name)\"; the row has \(columns.map(\.name).joined(separator: ", "))")
  }
}

extension CQLRow: CustomStringConvertible, CustomReflectable {
  /// What the row is, not what it holds.
  public var description: String { "row of \(columns)" }

  public var customMirror: Mirror { Mirror(self, children: ["columns": columns], displayStyle: .struct) }
}
