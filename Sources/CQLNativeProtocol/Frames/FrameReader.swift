package import CQLPaging

/// Reads what the protocol's notations describe: v4, section 3. The twin of ``FrameWriter``.
///
/// Nothing is read before it is known to be there, and no room is reserved for more than the bytes that are left can
/// hold. What is small on the wire and larger in memory, texts and types, is counted: see ``maximumPartCount``. Text
/// that is not UTF-8 is repaired with U+FFFD, names included: a server's words are worth showing even where a byte of
/// them is wrong, and no decision depends on them.
package struct FrameReader {
  package let buffer: PageBuffer
  /// The first byte that is not to be read.
  private let end: Int
  /// The next byte to be read.
  package private(set) var offset: Int
  private var partsLeft = Self.maximumPartCount
  /// Columns that need not be made again; nil makes them each time.
  let columnMemory: ColumnMemory?

  /// More texts and types than this are no message, but a server that wants to fill the memory: each has two bytes at
  /// least, and takes ten times as much when it has been read. The largest message with a meaning, a page of 65,535
  /// columns of as many tables, has a quarter of them.
  package static let maximumPartCount = 1 << 20

  /// - Parameter end: where to stop, in a buffer that is still being filled; nil reads all of it.
  package init(_ buffer: PageBuffer, offset: Int = 0, end: Int? = nil, columnMemory: ColumnMemory? = nil) {
    self.buffer = buffer
    self.columnMemory = columnMemory
    self.end = min(max(end ?? buffer.count, 0), buffer.count)
    self.offset = min(max(offset, 0), self.end)
  }

  /// How many bytes are left.
  package var remaining: Int { end - offset }

  /// The bytes that are left; valid as long as the buffer.
  var unread: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer.bytes[offset..<end]) }

  /// Steps over bytes at the beginning of ``unread``.
  mutating func skip(_ count: Int) { offset += count }

  package mutating func readByte(_ what: @autoclosure () -> String) throws(CQLError) -> UInt8 {
    try readInteger(what())
  }

  package mutating func readShort(_ what: @autoclosure () -> String) throws(CQLError) -> UInt16 {
    try readInteger(what())
  }

  package mutating func readInt(_ what: @autoclosure () -> String) throws(CQLError) -> Int32 {
    try readInteger(what())
  }

  package mutating func readLong(_ what: @autoclosure () -> String) throws(CQLError) -> Int64 {
    try readInteger(what())
  }

  private mutating func readInteger<Integer: FixedWidthInteger>(
    _ what: @autoclosure () -> String
  ) throws(CQLError) -> Integer {
    try require(MemoryLayout<Integer>.size, what())
    defer { offset += MemoryLayout<Integer>.size }
    return Integer(bigEndian: buffer.bytes.loadUnaligned(fromByteOffset: offset, as: Integer.self))
  }

  package mutating func readString(_ what: @autoclosure () -> String) throws(CQLError) -> String {
    try readText(Int(try readShort(what())), what())
  }

  package mutating func readLongString(_ what: @autoclosure () -> String) throws(CQLError) -> String {
    try readText(Int(try readInt(what())), what())
  }

  private mutating func readText(_ length: Int, _ what: @autoclosure () -> String) throws(CQLError) -> String {
    try countPart(what())
    return String(decoding: try readRaw(length, what()), as: UTF8.self)
  }

  /// Sixteen bytes.
  package mutating func readUUID(_ what: @autoclosure () -> String) throws(CQLError) -> [UInt8] {
    Array(try readRaw(16, what()))
  }

  /// nil is null, which any negative length means.
  package mutating func readBytes(_ what: @autoclosure () -> String) throws(CQLError) -> [UInt8]? {
    let length = Int(try readInt(what()))
    return length < 0 ? nil : Array(try readRaw(length, what()))
  }

  package mutating func readValue(_ what: @autoclosure () -> String) throws(CQLError) -> EncodedValue {
    switch Int(try readInt(what())) {
    case -1: return .null
    case -2: return .unset
    case let length: return .bytes(Array(try readRaw(length, what())))
    }
  }

  package mutating func readShortBytes(_ what: @autoclosure () -> String) throws(CQLError) -> [UInt8] {
    Array(try readRaw(Int(try readShort(what())), what()))
  }

  /// Steps over a `[bytes]`.
  package mutating func skipBytes(_ what: @autoclosure () -> String) throws(CQLError) {
    let length = Int(try readInt(what()))
    if length > 0 { _ = try readRaw(length, what()) }
  }

  /// Valid as long as the buffer.
  private mutating func readRaw(
    _ length: Int, _ what: @autoclosure () -> String
  ) throws(CQLError) -> UnsafeRawBufferPointer {
    try require(length, what())
    defer { offset += length }
    return UnsafeRawBufferPointer(rebasing: buffer.bytes[offset..<offset + length])
  }

  private func require(_ count: Int, _ what: @autoclosure () -> String) throws(CQLError) {
    guard count >= 0, count <= remaining else { throw malformed(what(), "needs \(count) bytes, \(remaining) are left") }
  }

  /// A count that was read, where each element takes at least `width` bytes.
  package func checkedCount(
    _ count: Int, width: Int, _ what: @autoclosure () -> String
  ) throws(CQLError) -> Int {
    guard count >= 0, count <= remaining / width else {
      throw malformed(what(), "\(count) announced, \(remaining) bytes are left")
    }
    return count
  }

  /// Notes that a text or a type is read.
  mutating func countPart(_ what: @autoclosure () -> String) throws(CQLError) {
    guard partsLeft > 0 else {
      throw malformed(what(), "the message has more than \(Self.maximumPartCount) texts and types")
    }
    partsLeft -= 1
  }

  @inline(never)
  package func malformed(_ what: String, _ problem: String) -> CQLError {
    CQLError(.malformedFrame, "reading \(what) at byte \(offset) of \(buffer.count): \(problem)")
  }
}
