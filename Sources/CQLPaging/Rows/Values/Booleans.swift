extension Bool: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .boolean }

  /// Reads a boolean: 0 is false, every other byte true (protocol v4, section 6.4).
  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    guard case .boolean = cell.type else { throw cell.mismatch(Bool.self) }
    guard let byte = cell.integer(UInt8.self) else { throw cell.malformed(Bool.self, expected: "1 byte") }
    self = byte != 0
  }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> Bool {
    if let byte = cursor.next(UInt8.self, if: .boolean) { return byte != 0 }
    return try cursor.decodeBuiltInCell(Bool.self)
  }

  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    guard case .boolean = type else { throw mismatch(type) }
    writer.write(self ? UInt8(1) : 0)
  }
}
