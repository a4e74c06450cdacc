public import CQLPaging

/// A value whose bytes are given as they go over the wire, whatever the column's type: for rows that were recorded, and
/// for rows that are wrong on purpose.
public struct EncodedCell: CQLEncodable {
  /// The bytes; nil is null.
  public let bytes: [UInt8]?

  /// A cell of these bytes; nil is null.
  public init(_ bytes: [UInt8]?) { self.bytes = bytes }

  public var naturalType: CQLType { .blob }

  public func encode(as type: CQLType, into writer: inout CellWriter) {
    if let bytes { writer.write(bytes) } else { writer.writeNull() }
  }
}

extension CQLEncodable {
  /// The value's bytes, nil for null and for "not set".
  func encodedBytes(as type: CQLType) throws(CQLError) -> [UInt8]? {
    var writer = CellWriter()
    try writer.writeCell(self, as: type)
    return writer.bytes[0] >= 0x80 ? nil : Array(writer.bytes[4...])
  }
}
