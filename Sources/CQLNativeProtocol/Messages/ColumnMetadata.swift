package import CQLPaging

/// The flags of a result's metadata: protocol v4, section 4.2.5.2.
package struct MetadataFlags: OptionSet, Hashable, Sendable {
  package let rawValue: Int32
  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// Keyspace and table are written once, for all columns.
  package static let globalTable = MetadataFlags(rawValue: 0x0001)
  package static let hasMorePages = MetadataFlags(rawValue: 0x0002)
  package static let noMetadata = MetadataFlags(rawValue: 0x0004)
}

extension FrameReader {
  /// The columns behind a metadata's counts.
  mutating func readColumns(_ count: Int, flags: MetadataFlags) throws(CQLError) -> Columns {
    let flags = flags.intersection(.globalTable)
    guard let columnMemory else { return try readNewColumns(count, flags: flags) }
    if let (columns, length) = columnMemory.columns(count, flags: flags, in: unread) {
      skip(length)
      return columns
    }
    let bytes = unread
    let columns = try readNewColumns(count, flags: flags)
    let length = bytes.count - remaining
    columnMemory.remember(columns, flags: flags, read: UnsafeRawBufferPointer(rebasing: bytes.prefix(length)))
    return columns
  }

  private mutating func readNewColumns(_ count: Int, flags: MetadataFlags) throws(CQLError) -> Columns {
    let hasGlobalTable = flags.contains(.globalTable)
    var keyspace = ""
    var table = ""
    if hasGlobalTable {
      keyspace = try readString("the columns' keyspace")
      table = try readString("the columns' table")
    }
    guard count <= Columns.maximumCount else {
      throw malformed("the columns", "\(count) announced, and a result has \(Columns.maximumCount) at most")
    }
    // Name and type of a column have two bytes at least, and so have its keyspace and table.
    _ = try checkedCount(count, width: hasGlobalTable ? 4 : 8, "the columns")
    var columns: [Column] = []
    columns.reserveCapacity(count)
    for index in 0..<count {
      if !hasGlobalTable {
        keyspace = try readString("the keyspace of column \(index)")
        table = try readString("the table of column \(index)")
      }
      let name = try readString("the name of column \(index)")
      let type = try readOption("the type of column \(index)")
      columns.append(Column(keyspace: keyspace, table: table, name: name, type: type))
    }
    return Columns(columns)
  }
}

extension FrameWriter {
  mutating func writeColumns(_ columns: Columns, flags: MetadataFlags) throws(CQLError) {
    let hasGlobalTable = flags.contains(.globalTable)
    if hasGlobalTable {
      try writeString(columns.first?.keyspace ?? "")
      try writeString(columns.first?.table ?? "")
    }
    for column in columns {
      if !hasGlobalTable {
        try writeString(column.keyspace)
        try writeString(column.table)
      }
      try writeString(column.name)
      try writeOption(column.type)
    }
  }
}

extension Columns {
  /// More columns than this are no result: values are counted by a `[short]`.
  package static let maximumCount = Int(UInt16.max)

  /// Whether all are of one table, which servers then write once. Servers do not say so of no columns.
  var areOfOneTable: Bool {
    guard let first else { return false }
    return allSatisfy { $0.keyspace == first.keyspace && $0.table == first.table }
  }
}
