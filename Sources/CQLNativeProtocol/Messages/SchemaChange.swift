import CQLPaging

/// What happened to a schema, in an EVENT or as a RESULT: protocol v4, sections 4.2.6 and 4.2.5.5.
package struct SchemaChange: Hashable, Sendable {
  package enum Target: Hashable, Sendable {
    case keyspace(String)
    /// Views are tables, too, and indexes are changes of theirs.
    case table(keyspace: String, name: String)
    case type(keyspace: String, name: String)
    case function(keyspace: String, name: String, argumentTypes: [String])
    case aggregate(keyspace: String, name: String, argumentTypes: [String])
    /// A kind of target that v4 does not have; what follows its name is not understood.
    case unknown(String)
  }

  /// `CREATED`, `UPDATED` or `DROPPED`.
  package var change: String
  package var target: Target

  package init(change: String, target: Target) {
    self.change = change
    self.target = target
  }
}

extension SchemaChange {
  init(decoding reader: inout FrameReader) throws(CQLError) {
    change = try reader.readString("the change")
    target = try Target(decoding: &reader)
  }

  func encode(into writer: inout FrameWriter) throws(CQLError) {
    try writer.writeString(change)
    try target.encode(into: &writer)
  }
}

extension SchemaChange.Target {
  fileprivate init(decoding reader: inout FrameReader) throws(CQLError) {
    switch try reader.readString("the change's target") {
    case "KEYSPACE":
      self = .keyspace(try reader.readString("the keyspace"))
    case "TABLE":
      self = .table(keyspace: try reader.readString("the keyspace"), name: try reader.readString("the table"))
    case "TYPE":
      self = .type(keyspace: try reader.readString("the keyspace"), name: try reader.readString("the type"))
    case "FUNCTION":
      self = .function(
        keyspace: try reader.readString("the keyspace"), name: try reader.readString("the function"),
        argumentTypes: try reader.readStringList("the argument types"))
    case "AGGREGATE":
      self = .aggregate(
        keyspace: try reader.readString("the keyspace"), name: try reader.readString("the aggregate"),
        argumentTypes: try reader.readStringList("the argument types"))
    case let name:
      self = .unknown(name)
    }
  }

  fileprivate func encode(into writer: inout FrameWriter) throws(CQLError) {
    switch self {
    case .keyspace(let keyspace):
      try writer.writeString("KEYSPACE")
      try writer.writeString(keyspace)
    case .table(let keyspace, let name):
      try writer.writeTarget("TABLE", keyspace, name)
    case .type(let keyspace, let name):
      try writer.writeTarget("TYPE", keyspace, name)
    case .function(let keyspace, let name, let argumentTypes):
      try writer.writeTarget("FUNCTION", keyspace, name)
      try writer.writeStringList(argumentTypes)
    case .aggregate(let keyspace, let name, let argumentTypes):
      try writer.writeTarget("AGGREGATE", keyspace, name)
      try writer.writeStringList(argumentTypes)
    case .unknown(let target):
      try writer.writeString(target)
    }
  }
}

extension FrameWriter {
  fileprivate mutating func writeTarget(_ kind: String, _ keyspace: String, _ name: String) throws(CQLError) {
    try writeString(kind)
    try writeString(keyspace)
    try writeString(name)
  }
}
