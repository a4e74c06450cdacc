package import CQLPaging

/// The Rows of a RESULT: protocol v4, section 4.2.5.2. The rows themselves stay bytes until ``rows(columns:)``.
package struct RowsResult: Sendable {
  /// How many cells a row has; known even where the columns are not.
  package let columnCount: Int
  /// nil where the server left them out, as it was asked to.
  package let columns: Columns?
  /// Where the next page begins; nil means, and alone means, that the result has ended.
  package let pagingState: [UInt8]?
  /// As announced, and no more than the bytes can hold.
  package let rowCount: Int
  /// The bytes that hold the rows, from ``contentOffset`` on.
  package let buffer: PageBuffer
  package let contentOffset: Int
  /// Whether the metadata says that all columns are of one table; servers say so also where they leave out the columns.
  private let isOfOneTable: Bool

  /// A result to be sent.
  ///
  /// - Parameters:
  ///   - content: the rows' cells, each a `[bytes]`, row after row.
  ///   - noMetadata: whether to leave out the columns.
  package init(
    columns: Columns, rowCount: Int, content: [UInt8], pagingState: [UInt8]? = nil, noMetadata: Bool = false
  ) {
    columnCount = columns.count
    self.columns = noMetadata ? nil : columns
    self.pagingState = pagingState
    self.rowCount = rowCount
    buffer = PageBuffer(content)
    contentOffset = 0
    isOfOneTable = columns.areOfOneTable
  }
}

extension RowsResult {
  private var flags: MetadataFlags {
    var flags: MetadataFlags = isOfOneTable ? .globalTable : []
    if pagingState != nil { flags.insert(.hasMorePages) }
    if columns == nil { flags.insert(.noMetadata) }
    return flags
  }

  init(decoding reader: inout FrameReader) throws(CQLError) {
    let metadata = try RowsMetadata(decoding: &reader)
    columnCount = metadata.columnCount
    columns = metadata.columns
    pagingState = metadata.pagingState
    isOfOneTable = metadata.flags.contains(.globalTable)
    rowCount = Int(try reader.readInt("the number of rows"))
    // Each cell has a length of four bytes. Rows without a cell would be endless, and mean nothing.
    let room = columnCount > 0 ? reader.remaining / 4 / columnCount : 0
    guard (0...room).contains(rowCount) else {
      throw reader.malformed(
        "the rows", "\(rowCount) rows of \(columnCount) columns announced, \(reader.remaining) bytes are left")
    }
    buffer = reader.buffer
    contentOffset = reader.offset
  }

  func encode(into writer: inout FrameWriter) throws(CQLError) {
    writer.writeInt(flags.rawValue)
    try writer.writeInt(count: columnCount, of: "columns")
    if let pagingState { try writer.writeBytes(pagingState) }
    if let columns { try writer.writeColumns(columns, flags: flags) }
    try writer.writeInt(count: rowCount, of: "rows")
    writer.bytes.append(contentsOf: buffer.bytes[contentOffset...])
  }
}

extension RowsResult {
  /// The rows, after every cell of them has been found to lie within the bytes.
  ///
  /// - Parameter known: the columns to use where the message has none, as a prepared statement gave them.
  /// - Throws: `.malformedFrame` where a cell does not fit; `.unexpectedResponse` where no columns are known, or their
  ///   number is another one.
  package func rows(columns known: Columns? = nil) throws(CQLError) -> CQLRows {
    guard let used = columns ?? known else {
      throw CQLError(.unexpectedResponse, "rows came without their columns, and no earlier answer gave them")
    }
    guard used.count == columnCount else {
      throw CQLError(
        .unexpectedResponse,
        "rows of \(columnCount) columns came where \(used.count) are known: prepare the statement again")
    }
    return CQLRows(
      storage: try CQLRows.Storage(buffer: buffer, start: contentOffset, rowCount: rowCount, columns: used))
  }

  /// How many bytes follow the last row; the specification tells readers to ignore them.
  ///
  /// - Throws: `.malformedFrame` where a cell does not fit.
  package func trailingBytes() throws(CQLError) -> Int {
    var reader = FrameReader(buffer, offset: contentOffset)
    for row in 0..<rowCount {
      for column in 0..<columnCount { try reader.skipBytes("row \(row), column \(column)") }
    }
    return reader.remaining
  }
}

extension RowsResult: CustomStringConvertible {
  package var description: String {
    "\(rowCount) rows of \(columnCount) columns\(pagingState == nil ? "" : ", more follow")"
  }
}

/// The metadata of rows, also within a Prepared result.
struct RowsMetadata {
  let flags: MetadataFlags
  let columnCount: Int
  let columns: Columns?
  let pagingState: [UInt8]?

  init(decoding reader: inout FrameReader) throws(CQLError) {
    flags = MetadataFlags(rawValue: try reader.readInt("the metadata's flags"))
    columnCount = Int(try reader.readInt("the number of columns"))
    guard columnCount >= 0 else { throw reader.malformed("the columns", "\(columnCount) announced") }
    if flags.contains(.hasMorePages) {
      guard let state = try reader.readBytes("the paging state") else {
        throw reader.malformed("the paging state", "more pages follow, but it is null: the result cannot go on")
      }
      pagingState = state
    } else {
      pagingState = nil
    }
    columns = flags.contains(.noMetadata) ? nil : try reader.readColumns(columnCount, flags: flags)
  }
}
