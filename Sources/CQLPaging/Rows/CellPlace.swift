/// Where a cell of a row is that a cursor has gone past: what the slow paths of decoding begin with.
///
/// They are not inlined, so that the fast paths, which end here where they do not apply, stay small enough to be.
@usableFromInline
struct CellPlace {
  /// Where the cell's length stands.
  @usableFromInline let position: UnsafeRawPointer
  @usableFromInline let column: Int
  @usableFromInline let page: Unmanaged<CQLRows.Storage>

  @inlinable
  init(position: UnsafeRawPointer, column: Int, page: Unmanaged<CQLRows.Storage>) {
    self.position = position
    self.column = column
    self.page = page
  }

  /// The cell as it came.
  ///
  /// - Throws: `.unknownColumn` behind the last column.
  @inlinable
  func cell() throws(CQLError) -> CQLCell {
    guard column < page._withUnsafeGuaranteedRef({ $0.columnCount }) else { return try refuseToPassLastColumn() }
    return CQLCell(
      start: position + 4, length: Int(Int32(bigEndian: position.loadUnaligned(as: Int32.self))),
      type: page._withUnsafeGuaranteedRef { $0.columnStorage.columns[column].type },
      page: page._withUnsafeGuaranteedRef { Unmanaged.passUnretained($0.buffer) })
  }

  /// The cell through `Value.init(decoding:)`; what it throws gains the column's name.
  @inlinable @inline(never)
  func decode<Value: CQLDecodable>(_: Value.Type) throws(CQLError) -> Value {
    let cell = try cell()
    do throws(CQLError) { return try Value(decoding: cell) } catch { throw inColumn(error) }
  }

  /// The same for types of this library.
  ///
  /// `releasenone`: their decoders let go of nothing that they have not made, so a loop over rows need not hold on to
  /// each row's page, which costs more than reading a small row. Nobody can say that of a decoder from elsewhere.
  @inlinable @inline(never) @_effects(releasenone)
  func decodeBuiltIn<Value: CQLDecodable>(_: Value.Type) throws(CQLError) -> Value {
    try decode(Value.self)
  }

  // What follows makes errors, and throws those that are thrown in code that is inlined: a `throw` there, too, would
  // count as letting go of something.

  @usableFromInline @inline(never) @_effects(releasenone)
  func inColumn(_ error: CQLError) -> CQLError {
    page._withUnsafeGuaranteedRef { error.at("column \"\($0.columns[column].name)\"") }
  }

  @usableFromInline @inline(never) @_effects(releasenone)
  func refuseToPassLastColumn() throws(CQLError) -> CQLCell {
    let count = page._withUnsafeGuaranteedRef(\.columnCount)
    throw CQLError(.unknownColumn, "value \(count + 1) was asked of a row that has \(count)")
  }
}
