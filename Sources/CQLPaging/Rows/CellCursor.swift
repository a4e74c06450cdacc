/// Reads a row's cells one after the other, each as the Swift type that the caller names.
///
/// The fastest way to read a row, and what tuples and `Decodable` structs are read by. A cursor lives as long as the
/// call that it is handed to; it cannot be kept.
///
/// A page is checked once, when it arrives: every cell of every row lies inside the page's bytes. So a cursor only
/// compares a cell's type and length with what the Swift type demands.
public struct CellCursor: ~Copyable {
  @usableFromInline var position: UnsafeRawPointer
  @usableFromInline var column = 0
  @usableFromInline let columnCount: Int
  @usableFromInline let kinds: UnsafePointer<UInt8>
  @usableFromInline let page: Unmanaged<CQLRows.Storage>

  @inlinable
  init(
    position: UnsafeRawPointer, columnCount: Int, kinds: UnsafePointer<UInt8>, page: Unmanaged<CQLRows.Storage>
  ) {
    self.position = position
    self.columnCount = columnCount
    self.kinds = kinds
    self.page = page
  }

  @usableFromInline var columns: [Column] { page._withUnsafeGuaranteedRef { $0.columnStorage.columns } }

  /// The page's bytes, for values that keep them.
  @inlinable var buffer: PageBuffer { page._withUnsafeGuaranteedRef { $0.buffer } }

  /// The next cell as a value.
  ///
  /// - Throws: ``CQLError`` with the column's name: `.unknownColumn` behind the last column, `.typeMismatch`,
  ///   `.unexpectedNull` or `.malformedValue`.
  @inlinable
  public mutating func decode<Value: CQLDecodable>(_: Value.Type = Value.self) throws(CQLError) -> Value {
    try Value.decode(from: &self)
  }

  /// Steps over the next `count` cells without looking at them.
  ///
  /// - Throws: `.unknownColumn` behind the last column.
  @inlinable
  public mutating func skip(_ count: Int = 1) throws(CQLError) {
    for _ in 0..<count { _ = try nextCell() }
  }

  /// The next cell as it came.
  @inlinable
  package mutating func nextCell() throws(CQLError) -> CQLCell {
    guard column < columnCount else { return try refuseToPassLastColumn() }
    let length = Int(Int32(bigEndian: position.loadUnaligned(as: Int32.self)))
    let cell = CQLCell(
      start: position + 4, length: length,
      type: page._withUnsafeGuaranteedRef { $0.columnStorage.columns[column].type },
      page: page._withUnsafeGuaranteedRef { Unmanaged.passUnretained($0.buffer) })
    position += 4 + max(length, 0)
    column += 1
    return cell
  }

  /// The fast path of types with a fixed length: the next cell's integer, or nil, with nothing consumed, where the
  /// column is of another type or the cell of another length.
  @inlinable
  package mutating func next<Integer: FixedWidthInteger & BitwiseCopyable>(_: Integer.Type, if kind: CQLType.Kind)
    -> Integer?
  {
    guard
      column < columnCount, kinds[column] == kind.byte,
      position.loadUnaligned(as: UInt32.self) == UInt32(MemoryLayout<Integer>.size).bigEndian
    else { return nil }
    let value = Integer(bigEndian: (position + 4).loadUnaligned(as: Integer.self))
    position += 4 + MemoryLayout<Integer>.size
    column += 1
    return value
  }

  /// The fast path of types that are bytes: the next cell's bytes, or nil, with nothing consumed, where the column is
  /// of another type or the cell is null. Valid while the row's page lives.
  @inlinable
  package mutating func nextBytes(if kind: CQLType.Kind) -> UnsafeRawBufferPointer? {
    guard column < columnCount, kinds[column] == kind.byte else { return nil }
    let length = Int(Int32(bigEndian: position.loadUnaligned(as: Int32.self)))
    guard length >= 0 else { return nil }
    let bytes = UnsafeRawBufferPointer(start: position + 4, count: length)
    position += 4 + length
    column += 1
    return bytes
  }

  /// Whether the next cell is null; then it has been consumed.
  @inlinable
  package mutating func consumeNull() -> Bool {
    guard column < columnCount, position.load(as: UInt8.self) >= 0x80 else { return false }  // the length's sign
    position += 4
    column += 1
    return true
  }

  /// The next cell through `Value.init(decoding:)`; what it throws gains the column's name. Not inlined, so that the fast
  /// paths, which end here where they do not apply, stay small enough to be.
  @inlinable @inline(never)
  package mutating func decodeCell<Value: CQLDecodable>(_: Value.Type) throws(CQLError) -> Value {
    let cell = try nextCell()
    do throws(CQLError) { return try Value(decoding: cell) } catch { throw inColumn(column - 1, error) }
  }

  /// The same for types of this library.
  ///
  /// `releasenone`: their decoders let go of nothing that they have not made, so a loop over rows need not hold on to
  /// each row's page, which costs more than reading a small row. Nobody can say that of a decoder from elsewhere.
  @inlinable @inline(never) @_effects(releasenone)
  package mutating func decodeBuiltInCell<Value: CQLDecodable>(_: Value.Type) throws(CQLError) -> Value {
    try decodeCell(Value.self)
  }

  // What follows makes errors, and throws those that are thrown in code that is inlined: a `throw` there, too, would
  // count as letting go of something.

  @usableFromInline @inline(never) @_effects(releasenone)
  func inColumn(_ column: Int, _ error: CQLError) -> CQLError {
    error.at("column \"\(columns[column].name)\"")
  }

  @usableFromInline @inline(never) @_effects(releasenone)
  func refuseToPassLastColumn() throws(CQLError) -> CQLCell {
    throw CQLError(.unknownColumn, "value \(column + 1) was asked of a row that has \(columnCount)")
  }
}
