package import CQLPaging

/// BATCH: protocol v4, section 4.1.7. Names for values, which the specification itself calls impossible, are not read.
package struct Batch: Hashable, Sendable {
  package enum Kind: UInt8, Sendable {
    case logged, unlogged, counter
  }

  package struct Entry: Hashable, Sendable {
    package enum Statement: Hashable, Sendable {
      case text(String)
      case prepared(id: [UInt8])
    }

    package var statement: Statement
    package var values: [EncodedValue]

    package init(_ statement: Statement, values: [EncodedValue] = []) {
      self.statement = statement
      self.values = values
    }
  }

  package var kind: Kind
  package var entries: [Entry]
  package var consistency: Consistency
  package var serialConsistency: Consistency?
  /// Microseconds since 1970.
  package var timestamp: Int64?

  package init(
    kind: Kind, entries: [Entry], consistency: Consistency, serialConsistency: Consistency? = nil,
    timestamp: Int64? = nil
  ) {
    self.kind = kind
    self.entries = entries
    self.consistency = consistency
    self.serialConsistency = serialConsistency
    self.timestamp = timestamp
  }
}

extension Batch {
  private static let serialConsistencyFlag: UInt8 = 0x10
  private static let timestampFlag: UInt8 = 0x20

  init(decoding reader: inout FrameReader) throws(CQLError) {
    let kind = try reader.readByte("the batch's type")
    guard let known = Kind(rawValue: kind) else {
      throw reader.malformed("the batch's type", "\(kind) is none of 0, 1, 2")
    }
    self.kind = known
    let count = try reader.readCount(width: 5, "the number of queries")
    entries = []
    entries.reserveCapacity(count)
    for _ in 0..<count { entries.append(try Entry(decoding: &reader)) }
    consistency = try reader.readConsistency("the consistency")
    let flags = try reader.readByte("the batch's flags")
    guard flags & ~(Self.serialConsistencyFlag | Self.timestampFlag) == 0 else {
      throw reader.malformed("the batch's flags", "\(flags) has bits that a batch cannot have")
    }
    serialConsistency =
      flags & Self.serialConsistencyFlag != 0 ? try reader.readConsistency("the serial consistency") : nil
    timestamp = flags & Self.timestampFlag != 0 ? try reader.readLong("the timestamp") : nil
  }

  func encode(into writer: inout FrameWriter) throws(CQLError) {
    writer.writeByte(kind.rawValue)
    try writer.writeShort(count: entries.count, of: "queries in a batch")
    for entry in entries { try entry.encode(into: &writer) }
    writer.writeConsistency(consistency)
    writer.writeByte(
      (serialConsistency == nil ? 0 : Self.serialConsistencyFlag) | (timestamp == nil ? 0 : Self.timestampFlag))
    if let serialConsistency { writer.writeConsistency(serialConsistency) }
    if let timestamp { writer.writeLong(timestamp) }
  }
}

extension Batch.Entry {
  fileprivate init(decoding reader: inout FrameReader) throws(CQLError) {
    switch try reader.readByte("a query's kind") {
    case 0: statement = .text(try reader.readLongString("a query"))
    case 1: statement = .prepared(id: try reader.readShortBytes("a statement's id"))
    case let kind: throw reader.malformed("a query's kind", "\(kind) is neither 0 nor 1")
    }
    values = try reader.readPositionalValues()
  }

  fileprivate func encode(into writer: inout FrameWriter) throws(CQLError) {
    switch statement {
    case .text(let text):
      writer.writeByte(0)
      try writer.writeLongString(text)
    case .prepared(let id):
      writer.writeByte(1)
      try writer.writeShortBytes(id)
    }
    try writer.writePositionalValues(values)
  }
}
