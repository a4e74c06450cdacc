extension Float: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .float }

  /// Reads a float.
  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    guard case .float = cell.type else { throw cell.mismatch(Float.self) }
    guard let bits = cell.integer(UInt32.self) else { throw cell.malformed(Float.self, expected: "4 bytes") }
    self.init(bitPattern: bits)
  }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> Float {
    if let bits = cursor.next(UInt32.self, if: .float) { return Float(bitPattern: bits) }
    return try cursor.decodeBuiltInCell(Float.self)
  }

  /// Writes a float, or a double, which holds every float.
  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    switch type {
    case .float: writer.write(bitPattern)
    case .double: writer.write(Double(self).bitPattern)
    default: throw mismatch(type)
    }
  }
}

extension Double: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .double }

  /// Reads a double or a float.
  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    switch cell.type {
    case .double:
      guard let bits = cell.integer(UInt64.self) else { throw cell.malformed(Double.self, expected: "8 bytes") }
      self.init(bitPattern: bits)
    case .float:
      guard let bits = cell.integer(UInt32.self) else { throw cell.malformed(Double.self, expected: "4 bytes") }
      self.init(Float(bitPattern: bits))
    default: throw cell.mismatch(Double.self)
    }
  }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> Double {
    if let bits = cursor.next(UInt64.self, if: .double) { return Double(bitPattern: bits) }
    return try cursor.decodeBuiltInCell(Double.self)
  }

  /// Writes a double, or a float where that is the same number: what is read back is what was bound.
  ///
  /// - Throws: `.valueDoesNotFit` where a float would be another number; bind a `Float` to have it rounded.
  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    switch type {
    case .double: writer.write(bitPattern)
    case .float:
      let narrow = Float(self)
      guard isNaN || Double(narrow) == self else {
        throw doesNotFit(type, "it would be rounded; bind a Float where that is meant")
      }
      writer.write(narrow.bitPattern)
    default: throw mismatch(type)
    }
  }
}
