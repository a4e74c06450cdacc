public import Foundation

/// Reads the bytes of any type as they came, and writes blobs.
extension Data: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .blob }

  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    guard !cell.isNull else { throw cell.malformed(Data.self, expected: "bytes") }
    self.init(cell.bytes)
  }

  /// Writes a blob, or the value of a custom type.
  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    switch type {
    case .blob, .custom: writer.write(self)
    default: throw mismatch(type)
    }
  }
}
