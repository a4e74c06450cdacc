extension CQLRow {
  /// The row as a `Decodable` type, whose properties are columns by name.
  ///
  /// ```swift
  /// struct User: Decodable { let id: UUID, name: String, age: Int? }
  /// let user = try row.decode(User.self)
  /// ```
  ///
  /// Types that can be read from a cell (``CQLDecodable``) are, by its rules: a `Date` comes from a timestamp, never from
  /// a number. User-defined types are read as `Decodable` types in turn, lists, sets, vectors and tuples as arrays of
  /// those, maps as dictionaries, and text as `URL`. Columns that the type does not ask for are passed over. A property
  /// that is an Optional is nil for null, and, as with other decoders, where there is no such column.
  ///
  /// `naming` says how properties are named in the row, and in user-defined types.
  ///
  /// - Throws: `.unknownColumn`, `.typeMismatch`, `.unexpectedNull`, `.malformedValue` with the column's name and the
  ///   place in it. What the type itself throws is the ``CQLError/cause`` of a `.malformedValue`.
  public func decode<Value: Decodable>(_: Value.Type, naming: ColumnNaming = .exact) throws(CQLError) -> Value {
    try RowCells(storage, storage.base + Int(offset), naming: naming).decode(Value.self)
  }
}

extension PagedRows where Source.Rows == CQLRows {
  /// Each row as a `Decodable` type, whose properties are columns by name: ``CQLRow/decode(_:naming:)``.
  public func decode<Value: Decodable & SendableMetatype>(
    _: Value.Type, naming: ColumnNaming = .exact
  ) -> DecodedRows<Source, DecodableDecoder<Value>> {
    DecodedRows(self, DecodableDecoder(naming: naming))
  }
}

/// Reads rows as a `Decodable` type, and remembers from row to row in which column each property was.
///
/// `@unchecked Sendable`: what is sent has not read a row yet; each iteration remembers in a copy of its own.
public struct DecodableDecoder<Value: Decodable & SendableMetatype>: RowDecoder, @unchecked Sendable {
  private let naming: ColumnNaming
  private var remembered: RowCells?

  init(naming: ColumnNaming) { self.naming = naming }

  public mutating func decode(_ cells: inout CellCursor) throws(CQLError) -> Value {
    let storage = cells.page.takeUnretainedValue()
    // Where a value has kept its decoder, the cells stay with that.
    if isKnownUniquelyReferenced(&remembered), let remembered {
      remembered.move(to: cells.position, in: storage)
      return try remembered.decode(Value.self)
    }
    let row = RowCells(storage, cells.position, naming: naming)
    remembered = row
    return try row.decode(Value.self)
  }

  public mutating func pageEnded() {
    if isKnownUniquelyReferenced(&remembered) { remembered?.leavePage() } else { remembered = nil }
  }
}
