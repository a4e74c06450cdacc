public import Foundation

extension UUID: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .uuid }

  /// Reads uuid and timeuuid.
  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    switch cell.type {
    case .uuid, .timeuuid: break
    default: throw cell.mismatch(UUID.self)
    }
    guard let bits = cell.integer(UInt128.self) else { throw cell.malformed(UUID.self, expected: "16 bytes") }
    self.init(bits: bits)
  }

  @inlinable @inline(__always)
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> UUID {
    if let bits = cursor.next(UInt128.self, if: .uuid, or: .timeuuid) { return UUID(bits: bits) }
    return try cursor.decodeBuiltInCell(UUID.self)
  }

  /// Writes a uuid, or a timeuuid.
  ///
  /// - Throws: `.valueDoesNotFit` for a timeuuid column and a UUID that is not of version 1, which has no time.
  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    switch type {
    case .uuid: break
    case .timeuuid:
      guard uuid.6 >> 4 == 1 else { throw doesNotFit(type, "it is not of version 1") }
    default: throw mismatch(type)
    }
    withUnsafeBytes(of: uuid) { writer.write($0) }
  }

  /// A UUID is its sixteen bytes; through `init(uuid:)` they would go one by one.
  @inlinable
  init(bits: UInt128) { self = unsafeBitCast(bits.bigEndian, to: UUID.self) }
}
