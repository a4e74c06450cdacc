/// One value as the server sent it: its type and its bytes, or null.
///
/// A cell points into the page's bytes and lives as long as the call that it is handed to; it cannot be kept.
public struct CQLCell: ~Copyable {
  @usableFromInline let start: UnsafeRawPointer
  /// Below zero: null.
  @usableFromInline let length: Int
  /// The CQL type of the cell's column, or of the part of a value that it is.
  public let type: CQLType
  /// What the bytes are in, for values that keep it.
  @usableFromInline let page: Unmanaged<PageBuffer>

  @inlinable
  package init(start: UnsafeRawPointer, length: Int, type: CQLType, page: Unmanaged<PageBuffer>) {
    self.start = start
    self.length = length
    self.type = type
    self.page = page
  }

  /// Null, which is not the same as empty: a text of no characters is a value of 0 bytes.
  @inlinable public var isNull: Bool { length < 0 }

  /// The value's length in bytes; 0 for null.
  @inlinable public var count: Int { max(length, 0) }

  /// The value's bytes, for the time of the call; none for null.
  @inlinable
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// The bytes, without a closure: for decoders of this module, which use them while the cell is borrowed.
  @inlinable package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  /// The big-endian integer that fills the cell, or nil where the length is another (null included).
  @inlinable
  package func integer<Integer: FixedWidthInteger & BitwiseCopyable>(_: Integer.Type) -> Integer? {
    guard length == MemoryLayout<Integer>.size else { return nil }
    return Integer(bigEndian: start.loadUnaligned(as: Integer.self))
  }
}

// What a decoder throws.
extension CQLCell {
  /// The error for a Swift type that has no meaning for this cell's CQL type.
  public func mismatch<Value>(_: Value.Type) -> CQLError {
    CQLError(.typeMismatch, "a \(type) cannot be read as \(Value.self)")
  }

  /// The error for bytes that are no value of the cell's type, or for null where `Value` has none; `expected` says what
  /// was expected in the place of these bytes: `4 bytes`.
  public func malformed<Value>(_: Value.Type, expected: String) -> CQLError {
    if isNull { return CQLError(.unexpectedNull, "the value is null; read it as \(Value.self)? to allow that") }
    if count == 0 {
      return CQLError(.malformedValue, "the \(type) is empty, of 0 bytes: expected \(expected); CQLValue can hold it")
    }
    return CQLError(.malformedValue, "a \(type) of \(count) bytes: expected \(expected)")
  }
}

// Cells within a cell.
extension CQLCell {
  /// Hands over the parts of a collection, vector, tuple or user-defined type, in their order.
  ///
  /// A map gives each key and then its value. A tuple or user-defined type gives as many parts as were written, which
  /// can be fewer than the type has (protocol v4, section 7). Null has no parts.
  ///
  /// - Throws: `.typeMismatch` for a type without parts; `.malformedValue` where the bytes do not hold what they
  ///   announce; what `body` throws, with the part's place in front.
  public func forEachPart(_ body: (borrowing CQLCell) throws(CQLError) -> Void) throws(CQLError) {
    guard !isNull else { return }
    var reader = PartReader(self)
    switch type {
    case .list(let element), .set(let element):
      try reader.counted(1, type: { _ in element }, body: body)
    case .map(let key, let value):
      try reader.counted(2, type: { $0.isMultiple(of: 2) ? key : value }, body: body)
    case .tuple(let elements):
      try reader.open(elements.count, type: { elements[$0] }, body: body)
    case .udt(let type):
      try reader.open(type.fields.count, type: { type.fields[$0].type }, body: body)
    case .vector(let element, let dimensions):
      try reader.vector(element, dimensions, body: body)
    default:
      throw CQLError(.typeMismatch, "a \(type) has no parts")
    }
  }

  /// How many parts a collection announces, for reserving room: never more than its bytes can hold. 0 for other types.
  @usableFromInline
  package var announcedParts: Int {
    switch type {
    case .list, .set:
      guard count >= 4 else { return 0 }
      return min(max(Int(Int32(bigEndian: start.loadUnaligned(as: Int32.self))), 0), (count - 4) / 4)
    case .vector(_, let dimensions): return min(max(dimensions, 0), count)
    default: return 0
    }
  }
}

/// Walks the parts of a cell with every length checked, because rows are checked only down to their cells.
private struct PartReader {
  private let start: UnsafeRawPointer
  private let count: Int
  private let type: CQLType
  private let page: Unmanaged<PageBuffer>
  private var offset = 0

  init(_ cell: borrowing CQLCell) {
    start = cell.start
    count = cell.count
    type = cell.type
    page = cell.page
  }

  /// A list, set or map: `[int] n`, then n times `width` parts, and nothing behind them.
  mutating func counted(
    _ width: Int, type: (Int) -> CQLType, body: (borrowing CQLCell) throws(CQLError) -> Void
  ) throws(CQLError) {
    if count == 0 { return }  // an empty value, which stands for no elements
    let announced = Int(try int32("the number of elements"))
    guard announced >= 0, announced <= (count - offset) / (4 * width) else {
      throw malformed("\(announced) elements announced, room for at most \((count - offset) / (4 * width))")
    }
    for index in 0..<(announced * width) {
      try part(index, type(index), body)
    }
    try end()
  }

  /// A tuple or user-defined type: parts until the bytes end, at most `limit`.
  mutating func open(
    _ limit: Int, type: (Int) -> CQLType, body: (borrowing CQLCell) throws(CQLError) -> Void
  ) throws(CQLError) {
    var index = 0
    while offset < count, index < limit {
      try part(index, type(index), body)
      index += 1
    }
    try end()
  }

  /// A vector: elements of fixed length stand side by side, others carry an unsigned vint of their length.
  mutating func vector(
    _ element: CQLType, _ dimensions: Int, body: (borrowing CQLCell) throws(CQLError) -> Void
  ) throws(CQLError) {
    if count == 0 { return }
    let width = element.fixedLength
    // Elements that take no room could be announced without end.
    guard dimensions > 0, width.map({ $0 > 0 }) ?? true else { throw malformed("vectors have at least 1 dimension") }
    for index in 0..<dimensions {
      let length = if let width { width } else { try vint() }
      try checkRoom(length, index)
      try hand(length, index, element, body)
    }
    try end()
  }

  private mutating func part(
    _ index: Int, _ type: CQLType, _ body: (borrowing CQLCell) throws(CQLError) -> Void
  ) throws(CQLError) {
    let length = Int(try int32("the length of part \(index)"))
    if length > 0 { try checkRoom(length, index) }
    try hand(length, index, type, body)
  }

  private mutating func hand(
    _ length: Int, _ index: Int, _ type: CQLType, _ body: (borrowing CQLCell) throws(CQLError) -> Void
  ) throws(CQLError) {
    let cell = CQLCell(start: start + offset, length: length, type: type, page: page)
    do throws(CQLError) { try body(cell) } catch { throw error.at("part \(index)") }
    offset += max(length, 0)
  }

  private mutating func int32(_ what: @autoclosure () -> String) throws(CQLError) -> Int32 {
    guard count - offset >= 4 else { throw malformed("\(what()) at byte \(offset) needs 4 bytes") }
    defer { offset += 4 }
    return Int32(bigEndian: (start + offset).loadUnaligned(as: Int32.self))
  }

  /// Cassandra's unsigned vint: the number of leading one bits says how many bytes follow.
  private mutating func vint() throws(CQLError) -> Int {
    guard offset < count else { throw malformed("a length at byte \(offset) is missing") }
    let first = (start + offset).load(as: UInt8.self)
    let extra = (~first).leadingZeroBitCount
    guard count - offset > extra else { throw malformed("a length at byte \(offset) needs \(extra + 1) bytes") }
    var value = extra >= 7 ? 0 : UInt64(first & (0xFF >> (extra + 1)))
    for index in 0..<extra { value = value << 8 | UInt64((start + offset + 1 + index).load(as: UInt8.self)) }
    offset += 1 + extra
    return Int(clamping: value)
  }

  private func checkRoom(_ length: Int, _ index: Int) throws(CQLError) {
    guard length <= count - offset else {
      throw malformed("part \(index) at byte \(offset) needs \(length) bytes")
    }
  }

  private func end() throws(CQLError) {
    guard offset == count else { throw malformed("\(count - offset) bytes left over at byte \(offset)") }
  }

  private func malformed(_ what: String) -> CQLError {
    CQLError(.malformedValue, "a \(type) of \(count) bytes: \(what)")
  }
}

extension CQLType {
  /// The length that Cassandra takes for granted inside a vector; nil where each element says its own.
  package var fixedLength: Int? {
    switch self {
    case .boolean: 1
    case .int, .float: 4
    case .bigint, .double, .timestamp: 8
    case .uuid, .timeuuid: 16
    case .vector(let element, let dimensions):
      // A length beyond what an Int holds is one that no bytes have.
      element.fixedLength.map { length in
        let (product, overflow) = length.multipliedReportingOverflow(by: dimensions)
        return overflow ? Int.max : product
      }
    default: nil
    }
  }
}
