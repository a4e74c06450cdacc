import CQLPaging

/// The flags of a result's metadata: protocol v4, section 4.2.5.2.
struct MetadataFlags: OptionSet {
  let rawValue: Int32
  /// Keyspace and table are written once, for all columns.
  static let globalTable = MetadataFlags(rawValue: 0x0001)
  static let hasMorePages = MetadataFlags(rawValue: 0x0002)
  static let noMetadata = MetadataFlags(rawValue: 0x0004)
}

extension FrameReader {
  /// The columns behind a metadata's counts.
  mutating func readColumns(_ count: Int, flags: MetadataFlags) throws(CQLError) -> Columns {
    let hasGlobalTable = flags.contains(.globalTable)
    var keyspace = ""
    var table = ""
    if hasGlobalTable {
      keyspace = try readString("the columns' keyspace")
      table = try readString("the columns' table")
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
      let type = try readOption("the type of column \"\(name)\"")
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
  /// Whether all are of one table, which servers then write once. Servers do not say so of no columns.
  var areOfOneTable: Bool {
    guard let first else { return false }
    return allSatisfy { $0.keyspace == first.keyspace && $0.table == first.table }
  }
}
