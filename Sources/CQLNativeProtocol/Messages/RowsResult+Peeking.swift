import CQLPaging

extension RowsResult {
  /// Where the next page begins, as a page says near its beginning.
  ///
  /// - Parameters:
  ///   - frame: a page, of which maybe only the beginning is here.
  ///   - count: how many bytes of its body are here.
  /// - Returns: nil where the bytes do not reach so far, where no page follows, and for anything but rows. Behind
  ///   warnings or a custom payload nothing is looked for before all bytes are here: these are of any size, and would be
  ///   read again with each part that arrives.
  package static func nextState(in frame: Frame, count: Int) -> [UInt8]? {
    let flags = frame.header.flags
    guard frame.header.opcode == .result, !flags.contains(.compression) else { return nil }
    guard count == frame.body.count || flags.isDisjoint(with: [.warning, .customPayload]) else { return nil }
    var reader = FrameReader(frame.body, end: count)
    do throws(CQLError) {
      if flags.contains(.tracing) { _ = try reader.readUUID("the tracing id") }
      if flags.contains(.warning) { _ = try reader.readStringList("the warnings") }
      if flags.contains(.customPayload) { _ = try reader.readBytesMap("the custom payload") }
      return try QueryResult.nextState(&reader)
    } catch {
      return nil  // for lack of bytes, or because the page is broken: whoever reads all of it says how
    }
  }
}

extension QueryResult {
  fileprivate static func nextState(_ reader: inout FrameReader) throws(CQLError) -> [UInt8]? {
    guard Kind(rawValue: try reader.readInt("the result's kind")) == .rows else { return nil }
    let flags = MetadataFlags(rawValue: try reader.readInt("the metadata's flags"))
    _ = try reader.readInt("the number of columns")
    return flags.contains(.hasMorePages) ? try reader.readBytes("the paging state") : nil
  }
}
