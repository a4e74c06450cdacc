import CQLPaging

/// EVENT: protocol v4, section 4.2.6.
package enum ServerEvent: Hashable, Sendable {
  /// `NEW_NODE` or `REMOVED_NODE`.
  case topologyChange(change: String, address: Inet)
  /// `UP` or `DOWN`.
  case statusChange(change: String, address: Inet)
  case schemaChange(SchemaChange)
  /// An event that v4 does not have; what follows its name is not understood. No reason to end a connection.
  case unknown(String)
}

extension ServerEvent {
  init(decoding reader: inout FrameReader) throws(CQLError) {
    switch try reader.readString("the event's type") {
    case "TOPOLOGY_CHANGE":
      self = .topologyChange(
        change: try reader.readString("the change"), address: try reader.readInet("the node's address"))
    case "STATUS_CHANGE":
      self = .statusChange(
        change: try reader.readString("the change"), address: try reader.readInet("the node's address"))
    case "SCHEMA_CHANGE":
      self = .schemaChange(try SchemaChange(decoding: &reader))
    case let type:
      self = .unknown(type)
    }
  }

  func encode(into writer: inout FrameWriter) throws(CQLError) {
    switch self {
    case .topologyChange(let change, let address):
      try writer.writeString("TOPOLOGY_CHANGE")
      try writer.writeString(change)
      try writer.writeInet(address)
    case .statusChange(let change, let address):
      try writer.writeString("STATUS_CHANGE")
      try writer.writeString(change)
      try writer.writeInet(address)
    case .schemaChange(let change):
      try writer.writeString("SCHEMA_CHANGE")
      try change.encode(into: &writer)
    case .unknown(let type):
      try writer.writeString(type)
    }
  }
}
