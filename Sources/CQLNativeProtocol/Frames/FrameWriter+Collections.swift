package import CQLPaging

// Notations made of others. Maps are written in the order of their keys, so that equal messages are equal bytes.
extension FrameWriter {
  package mutating func writeConsistency(_ value: Consistency) { writeShort(value.rawValue) }

  package mutating func writeInet(_ value: Inet) throws(CQLError) {
    guard value.address.count == 4 || value.address.count == 16 else {
      throw CQLError(.valueDoesNotFit, "an address of \(value.address.count) bytes: it has 4 or 16")
    }
    writeByte(UInt8(value.address.count))
    bytes.append(contentsOf: value.address)
    writeInt(value.port)
  }

  package mutating func writeStringList(_ values: [String]) throws(CQLError) {
    try writeShort(count: values.count, of: "strings in a list")
    for value in values { try writeString(value) }
  }

  package mutating func writeStringMap(_ values: [String: String]) throws(CQLError) {
    try writeMap(values) { writer, value throws(CQLError) in try writer.writeString(value) }
  }

  package mutating func writeStringMultimap(_ values: [String: [String]]) throws(CQLError) {
    try writeMap(values) { writer, value throws(CQLError) in try writer.writeStringList(value) }
  }

  /// nil values are null.
  package mutating func writeBytesMap(_ values: [String: [UInt8]?]) throws(CQLError) {
    try writeMap(values) { writer, value throws(CQLError) in try writer.writeBytes(value) }
  }

  private mutating func writeMap<Value>(
    _ values: [String: Value], write: (inout FrameWriter, Value) throws(CQLError) -> Void
  ) throws(CQLError) {
    try writeShort(count: values.count, of: "entries in a map")
    for (key, value) in values.sorted(by: { $0.key < $1.key }) {
      try writeString(key)
      try write(&self, value)
    }
  }
}
