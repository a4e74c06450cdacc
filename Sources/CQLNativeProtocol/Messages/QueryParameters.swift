package import CQLPaging

/// How a QUERY or EXECUTE is to be run: protocol v4, section 4.1.4. Its description shows no values and no position.
package struct QueryParameters: Equatable, Sendable {
  package var consistency: Consistency
  package var values: EncodedValues
  /// Whether the answer may leave out its columns, which the asker knows.
  package var skipMetadata: Bool
  /// About how many rows; nil asks for all in one answer.
  package var pageSize: Int32?
  package var pagingState: [UInt8]?
  package var serialConsistency: Consistency?
  /// Microseconds since 1970.
  package var timestamp: Int64?

  package init(
    consistency: Consistency, values: EncodedValues = .none, skipMetadata: Bool = false, pageSize: Int32? = nil,
    pagingState: [UInt8]? = nil, serialConsistency: Consistency? = nil, timestamp: Int64? = nil
  ) {
    self.consistency = consistency
    self.values = values
    self.skipMetadata = skipMetadata
    self.pageSize = pageSize
    self.pagingState = pagingState
    self.serialConsistency = serialConsistency
    self.timestamp = timestamp
  }
}

extension QueryParameters {
  private struct Flags: OptionSet {
    let rawValue: UInt8
    static let values = Flags(rawValue: 0x01)
    static let skipMetadata = Flags(rawValue: 0x02)
    static let pageSize = Flags(rawValue: 0x04)
    static let pagingState = Flags(rawValue: 0x08)
    static let serialConsistency = Flags(rawValue: 0x10)
    static let timestamp = Flags(rawValue: 0x20)
    static let names = Flags(rawValue: 0x40)
  }

  private var flags: Flags {
    var flags: Flags =
      switch values {
      case .none: []
      case .positional: .values
      case .named: [.values, .names]
      }
    if skipMetadata { flags.insert(.skipMetadata) }
    if pageSize != nil { flags.insert(.pageSize) }
    if pagingState != nil { flags.insert(.pagingState) }
    if serialConsistency != nil { flags.insert(.serialConsistency) }
    if timestamp != nil { flags.insert(.timestamp) }
    return flags
  }

  init(decoding reader: inout FrameReader) throws(CQLError) {
    consistency = try reader.readConsistency("the consistency")
    let flags = Flags(rawValue: try reader.readByte("the query's flags"))
    values = flags.contains(.values) ? try reader.readValues(named: flags.contains(.names)) : .none
    skipMetadata = flags.contains(.skipMetadata)
    pageSize = flags.contains(.pageSize) ? try reader.readInt("the page size") : nil
    pagingState = flags.contains(.pagingState) ? try reader.readBytes("the paging state") : nil
    serialConsistency =
      flags.contains(.serialConsistency) ? try reader.readConsistency("the serial consistency") : nil
    timestamp = flags.contains(.timestamp) ? try reader.readLong("the timestamp") : nil
  }

  func encode(into writer: inout FrameWriter) throws(CQLError) {
    writer.writeConsistency(consistency)
    writer.writeByte(flags.rawValue)
    try writer.writeValues(values)
    if let pageSize { writer.writeInt(pageSize) }
    if let pagingState { try writer.writeBytes(pagingState) }
    if let serialConsistency { writer.writeConsistency(serialConsistency) }
    if let timestamp { writer.writeLong(timestamp) }
  }
}

extension QueryParameters: CustomStringConvertible {
  package var description: String {
    "\(consistency), \(values), \(pageSize.map { "by \($0) rows" } ?? "unpaged")\(pagingState == nil ? "" : ", continued")"
  }
}

extension FrameReader {
  /// The values behind their flag: a count, then each with or without its name.
  fileprivate mutating func readValues(named: Bool) throws(CQLError) -> EncodedValues {
    guard named else { return .positional(try readPositionalValues()) }
    let count = try readCount(width: 6, "the number of values")
    var values: [(name: String, value: EncodedValue)] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append((try readString("a value's name"), try readValue("a value"))) }
    return .named(values)
  }

  mutating func readPositionalValues() throws(CQLError) -> [EncodedValue] {
    let count = try readCount(width: 4, "the number of values")
    var values: [EncodedValue] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try readValue("a value")) }
    return values
  }
}

extension FrameWriter {
  fileprivate mutating func writeValues(_ values: EncodedValues) throws(CQLError) {
    switch values {
    case .none: break
    case .positional(let values): try writePositionalValues(values)
    case .named(let values):
      try writeShort(count: values.count, of: "values")
      for (name, value) in values {
        try writeString(name)
        try writeValue(value)
      }
    }
  }

  mutating func writePositionalValues(_ values: [EncodedValue]) throws(CQLError) {
    try writeShort(count: values.count, of: "values")
    for value in values { try writeValue(value) }
  }
}
