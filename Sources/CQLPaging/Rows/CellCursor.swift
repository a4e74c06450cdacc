/// Reads a row's cells one after the other, each as the Swift type that the caller names.
///
/// What tuples and `Decodable` structs are read by. A cursor lives as long as the call that it is handed to. It cannot be
/// copied or kept, and must not be exchanged with the cursor of another row, whose page may be gone before it.
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

  /// The page's bytes, for values that keep them.
  @inlinable var buffer: PageBuffer { page._withUnsafeGuaranteedRef { $0.buffer } }

  /// The next cell as a value.
  ///
  /// - Throws: ``CQLError`` with the column's name: `.unknownColumn` behind the last column, `.typeMismatch`,
  ///   `.unexpectedNull` or `.malformedValue`.
  @inlinable @inline(__always)
  public mutating func decode<Value: CQLDecodable>(_: Value.Type = Value.self) throws(CQLError) -> Value {
    try Value.decode(from: &self)
  }

  /// Lends the next cell's text, found to be UTF-8, for the time of the call: what is looked at and not kept costs neither
  /// a copy nor a reference to its page.
  ///
  /// - Throws: as `decode(String.self)`, and what `body` throws.
  @inlinable
  public mutating func withText<Result>(
    _ body: (Span<UInt8>) throws(CQLError) -> Result
  ) throws(CQLError) -> Result {
    try body(step().textBytes(for: String.self).assumingMemoryBound(to: UInt8.self).span)
  }

  /// Lends the next cell's bytes as they came, whatever their type, for the time of the call.
  ///
  /// - Throws: `.unexpectedNull`, `.unknownColumn` behind the last column, and what `body` throws.
  @inlinable
  public mutating func withBytes<Result>(
    _ body: (Span<UInt8>) throws(CQLError) -> Result
  ) throws(CQLError) -> Result {
    let bytes = if let blob = nextBytes(if: .blob) { blob } else { try step().bytes() }
    return try body(bytes.assumingMemoryBound(to: UInt8.self).span)
  }

  /// Steps over the next `count` cells, 0 or more, without looking at them.
  ///
  /// - Throws: `.unknownColumn` behind the last column.
  @inlinable
  public mutating func skip(_ count: Int = 1) throws(CQLError) {
    for _ in 0..<count { _ = try nextCell() }
  }

  /// The next cell as it came.
  @inlinable
  package mutating func nextCell() throws(CQLError) -> CQLCell { try step().cell() }

  /// The fast path of types with a fixed length: the next cell's integer, or nil, with nothing consumed, where the
  /// column is of another type or the cell of another length.
  @inlinable @inline(__always)
  package mutating func next<Integer: FixedWidthInteger & BitwiseCopyable>(
    _: Integer.Type, if kind: CQLType.Kind, or other: CQLType.Kind? = nil
  ) -> Integer? {
    guard
      column < columnCount, kinds[column] == kind.byte || kinds[column] == other?.byte,
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

  /// Goes on to the next cell, and says where the one before stands.
  ///
  /// The slow paths are told that, and not the cursor: so a loop keeps its cursor in registers.
  @inlinable @inline(__always)
  mutating func step() -> CellPlace {
    let place = CellPlace(position: position, column: column, page: page)
    if column < columnCount {
      position += 4 + max(Int(Int32(bigEndian: position.loadUnaligned(as: Int32.self))), 0)
      column += 1
    }
    return place
  }

  /// The next cell through `Value.init(decoding:)`; what it throws gains the column's name.
  @inlinable
  package mutating func decodeCell<Value: CQLDecodable>(_: Value.Type) throws(CQLError) -> Value {
    try step().decode(Value.self)
  }

  /// The same for types of this library.
  @inlinable
  package mutating func decodeBuiltInCell<Value: CQLDecodable>(_: Value.Type) throws(CQLError) -> Value {
    try step().decodeBuiltIn(Value.self)
  }
}
