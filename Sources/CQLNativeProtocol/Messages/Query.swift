import CQLPaging

/// QUERY: protocol v4, section 4.1.4.
package struct Query: Equatable, Sendable {
  package var text: String
  package var parameters: QueryParameters

  package init(_ text: String, parameters: QueryParameters) {
    self.text = text
    self.parameters = parameters
  }

  init(decoding reader: inout FrameReader) throws(CQLError) {
    text = try reader.readLongString("the query")
    parameters = try QueryParameters(decoding: &reader)
  }

  func encode(into writer: inout FrameWriter) throws(CQLError) {
    try writer.writeLongString(text)
    try parameters.encode(into: &writer)
  }
}
