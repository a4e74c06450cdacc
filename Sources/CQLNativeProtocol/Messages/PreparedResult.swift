package import CQLPaging

/// The Prepared of a RESULT: protocol v4, section 4.2.5.4.
package struct PreparedResult: Hashable, Sendable {
  /// What EXECUTE sends.
  package var id: [UInt8]
  /// The bind markers, in their order.
  package var bindColumns: Columns
  /// For each column of the partition key, in the key's order, the position of its bind marker; empty where a column
  /// has none.
  package var partitionKeyIndexes: [Int]
  /// What the rows will have; nil where the server does not say, as for statements without rows.
  package var resultColumns: Columns?

  package init(
    id: [UInt8], bindColumns: Columns = Columns([]), partitionKeyIndexes: [Int] = [], resultColumns: Columns? = nil
  ) {
    self.id = id
    self.bindColumns = bindColumns
    self.partitionKeyIndexes = partitionKeyIndexes
    self.resultColumns = resultColumns
  }
}

extension PreparedResult {
  init(decoding reader: inout FrameReader) throws(CQLError) {
    id = try reader.readShortBytes("the statement's id")
    let flags = MetadataFlags(rawValue: try reader.readInt("the bind markers' flags"))
    let count = Int(try reader.readInt("the number of bind markers"))
    let keyCount = Int(try reader.readInt("the number of partition key indexes"))
    _ = try reader.checkedCount(keyCount, width: 2, "the partition key indexes")
    partitionKeyIndexes = []
    partitionKeyIndexes.reserveCapacity(keyCount)
    for _ in 0..<keyCount {
      let index = Int(try reader.readShort("a partition key index"))
      guard index < count else {
        throw reader.malformed("a partition key index", "\(index) of \(count) bind markers")
      }
      partitionKeyIndexes.append(index)
    }
    bindColumns = try reader.readColumns(count, flags: flags)
    resultColumns = try RowsMetadata(decoding: &reader).columns
  }

  func encode(into writer: inout FrameWriter) throws(CQLError) {
    try writer.writeShortBytes(id)
    let flags: MetadataFlags = bindColumns.areOfOneTable ? .globalTable : []
    writer.writeInt(flags.rawValue)
    try writer.writeInt(count: bindColumns.count, of: "bind markers")
    try writer.writeInt(count: partitionKeyIndexes.count, of: "partition key indexes")
    for index in partitionKeyIndexes { try writer.writeShort(count: index, of: "as a partition key index") }
    try writer.writeColumns(bindColumns, flags: flags)
    try encodeResultColumns(into: &writer)
  }

  private func encodeResultColumns(into writer: inout FrameWriter) throws(CQLError) {
    guard let resultColumns else {
      writer.writeInt(MetadataFlags.noMetadata.rawValue)
      return writer.writeInt(0)
    }
    let flags: MetadataFlags = resultColumns.areOfOneTable ? .globalTable : []
    writer.writeInt(flags.rawValue)
    try writer.writeInt(count: resultColumns.count, of: "columns")
    try writer.writeColumns(resultColumns, flags: flags)
  }
}
