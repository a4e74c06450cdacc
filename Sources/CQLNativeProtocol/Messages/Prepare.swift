import CQLPaging

/// PREPARE: protocol v4, section 4.1.5.
package struct Prepare: Hashable, Sendable {
  package var text: String

  package init(_ text: String) { self.text = text }

  init(decoding reader: inout FrameReader) throws(CQLError) {
    text = try reader.readLongString("the query")
  }

  func encode(into writer: inout FrameWriter) throws(CQLError) {
    try writer.writeLongString(text)
  }
}
