extension CQLRow {
  /// The row's values as a tuple, in the order of its columns.
  ///
  /// ```swift
  /// let (id, name, age) = try row.decode(as: (UUID, String, Int?).self)
  /// ```
  ///
  /// Up to 20 values are read as fast as by hand; each more costs some nanoseconds.
  ///
  /// - Throws: `.unknownColumn` where the row has fewer columns than the tuple, `.typeMismatch` where it has more: what
  ///   was selected and not asked for is more often forgotten than meant. `.typeMismatch`, `.unexpectedNull` and
  ///   `.malformedValue` with the column's name.
  @inlinable
  public func decode<each Value: CQLDecodable>(
    as _: (repeat each Value).Type
  ) throws(CQLError) -> (repeat each Value) {
    var cursor = storage.cursor(at: offset)
    defer { withExtendedLifetime(storage) {} }
    return try cursor.decodeRow(as: (repeat each Value).self)
  }
}

extension CellCursor {
  /// The row's values in their order.
  @inlinable
  mutating func decodeRow<each Value: CQLDecodable>(
    as _: (repeat each Value).Type
  ) throws(CQLError) -> (repeat each Value) {
    var count = 0
    for _ in repeat (each Value).self { count += 1 }
    try checkColumnCount(count)
    return (repeat try (each Value).decode(from: &self))
  }

  @inlinable
  func checkColumnCount(_ asked: Int) throws(CQLError) {
    guard asked == columnCount else { try Self.refuseColumnCount(asked, page) }
  }

  @usableFromInline @inline(never) @_effects(releasenone)
  static func refuseColumnCount(_ asked: Int, _ page: Unmanaged<CQLRows.Storage>) throws(CQLError) -> Never {
    let names = page._withUnsafeGuaranteedRef { $0.columns.map(\.name) }
    throw CQLError(
      asked > names.count ? .unknownColumn : .typeMismatch,
      "\(asked) values were asked of a row that has \(names.count): \(names.joined(separator: ", "))")
  }
}
