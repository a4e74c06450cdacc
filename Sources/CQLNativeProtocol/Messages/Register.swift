import CQLPaging

/// REGISTER: protocol v4, section 4.1.8.
package struct Register: Hashable, Sendable {
  /// `TOPOLOGY_CHANGE`, `STATUS_CHANGE`, `SCHEMA_CHANGE`.
  package var events: [String]

  package init(events: [String]) { self.events = events }

  init(decoding reader: inout FrameReader) throws(CQLError) {
    events = try reader.readStringList("the event types")
  }

  func encode(into writer: inout FrameWriter) throws(CQLError) {
    try writer.writeStringList(events)
  }
}
