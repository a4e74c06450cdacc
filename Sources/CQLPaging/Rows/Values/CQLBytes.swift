public import Foundation

/// A cell's bytes where they are, in the page that they came with: nothing is copied until it is asked for.
///
/// ```swift
/// let (id, image) = try row.decode(as: (UUID, CQLBytes).self)
/// try image.withUnsafeBytes { try file.write(contentsOf: $0) }
/// let copy = [UInt8](image)  // or Data(image)
/// ```
///
/// The value keeps the bytes of its whole page in memory, and stays what it is when the iteration goes on. To keep a few
/// of many for long, copy them.
///
/// It is read from a column of any type: what it holds then are the bytes as the server sent them. Values are equal, and
/// ordered, by their bytes, each byte without a sign, as servers compare blobs.
public struct CQLBytes: Sendable {
  @usableFromInline let page: PageBuffer
  /// Where the bytes begin in the page, above their number: 32 bits are enough for a frame of protocol v4. In one word,
  /// because the compiler handles a tuple of many words less well.
  @usableFromInline let place: UInt64

  /// Bytes within a page.
  @inlinable
  init(_ bytes: UnsafeRawBufferPointer, in page: PageBuffer) {
    self.page = page
    let offset = UInt(bitPattern: bytes.baseAddress) &- UInt(bitPattern: page.base)
    place = UInt64(offset) << 32 | UInt64(bytes.count)
  }

  /// A copy of bytes from elsewhere, for example to look them up in a set of others.
  ///
  /// - Precondition: they are fewer than 2³², more than any column can hold.
  public init(_ bytes: some Collection<UInt8>) {
    page = PageBuffer(bytes)
    place = UInt64(UInt32(page.count))
  }

  /// The bytes, for the time of the call.
  @inlinable
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(page) {} }
    return try body(unsafeBytes)
  }

  /// The bytes, valid while the page lives.
  @inlinable var unsafeBytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: UnsafeRawPointer(page.base) + Int(place >> 32), count: count)
  }
}

extension CQLBytes: RandomAccessCollection {
  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { count }
  @inlinable public var count: Int { Int(place & 0xFFFF_FFFF) }

  @inlinable
  public subscript(position: Int) -> UInt8 {
    precondition(position >= 0 && position < count, "index out of range")
    return withUnsafeBytes { $0[position] }
  }

  @inlinable
  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result? {
    try withUnsafeBytes { try $0.withMemoryRebound(to: UInt8.self, body) }
  }
}

/// `Data(bytes)` copies all at once, and functions that take any `ContiguousBytes` take these.
extension CQLBytes: ContiguousBytes {}

extension CQLBytes: Hashable, Comparable {
  @inlinable
  public static func == (left: CQLBytes, right: CQLBytes) -> Bool {
    defer { withExtendedLifetime((left.page, right.page)) {} }
    return left.unsafeBytes.hasSameBytes(as: right.unsafeBytes)
  }

  @inlinable
  public static func < (left: CQLBytes, right: CQLBytes) -> Bool {
    defer { withExtendedLifetime((left.page, right.page)) {} }
    return left.unsafeBytes.isOrderedBefore(right.unsafeBytes)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

extension UnsafeRawBufferPointer {
  @inlinable
  func hasSameBytes(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count, let start = baseAddress, let otherStart = other.baseAddress else {
      return count == other.count
    }
    return memcmp(start, otherStart, count) == 0
  }

  @inlinable
  func isOrderedBefore(_ other: UnsafeRawBufferPointer) -> Bool {
    guard let start = baseAddress, let otherStart = other.baseAddress else { return count < other.count }
    let order = memcmp(start, otherStart, Swift.min(count, other.count))
    return order == 0 ? count < other.count : order < 0
  }
}

extension CQLBytes: CustomStringConvertible {
  /// How many bytes, not which.
  public var description: String { "\(count) bytes" }
}

/// Reads the bytes of any type as they came, and writes blobs.
extension CQLBytes: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .blob }

  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    guard !cell.isNull else { throw cell.malformed(CQLBytes.self, expected: "bytes") }
    self.init(cell.bytes, in: cell.page.takeUnretainedValue())
  }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> CQLBytes {
    // One value on both ways, so that the compiler sees one reference to the page, and can do without it.
    let bytes = if let blob = cursor.nextBytes(if: .blob) { blob } else { try cursor.step().bytes() }
    return CQLBytes(bytes, in: cursor.buffer)
  }

  /// Writes a blob, or the value of a custom type.
  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    switch type {
    case .blob, .custom: writer.write(self)
    default: throw mismatch(type)
    }
  }
}

extension CellPlace {
  /// The cell's bytes, whatever they are.
  @usableFromInline @_effects(releasenone)
  func bytes() throws(CQLError) -> UnsafeRawBufferPointer {
    let cell = try cell()
    guard !cell.isNull else { throw inColumn(cell.malformed(CQLBytes.self, expected: "bytes")) }
    return cell.bytes
  }
}
