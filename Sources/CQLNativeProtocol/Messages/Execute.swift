import CQLPaging

/// EXECUTE: protocol v4, section 4.1.6.
package struct Execute: Equatable, Sendable {
  /// What PREPARE gave.
  package var id: [UInt8]
  package var parameters: QueryParameters

  package init(id: [UInt8], parameters: QueryParameters) {
    self.id = id
    self.parameters = parameters
  }

  init(decoding reader: inout FrameReader) throws(CQLError) {
    id = try reader.readShortBytes("the statement's id")
    parameters = try QueryParameters(decoding: &reader)
  }

  func encode(into writer: inout FrameWriter) throws(CQLError) {
    try writer.writeShortBytes(id)
    try parameters.encode(into: &writer)
  }
}
