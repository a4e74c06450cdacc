import CQLNativeProtocol
import CQLPaging

/// Bytes as a server sends them, right or wrong.
enum Frames {
  /// A frame with any header at all.
  static func raw(
    version: UInt8 = 0x84, flags: UInt8 = 0, stream: Int16, opcode: UInt8, length: Int32? = nil, body: [UInt8] = []
  ) -> [UInt8] {
    [version, flags] + bigEndian(UInt16(bitPattern: stream)) + [opcode]
      + bigEndian(UInt32(bitPattern: length ?? Int32(body.count))) + body
  }

  /// A frame that is as it should be.
  static func of(_ response: Response, stream: Int16, version: UInt8 = FrameHeader.version) -> [UInt8] {
    var writer = FrameWriter()
    do {
      try ResponseMessage(response).encode(stream: stream, version: version, into: &writer)
    } catch {
      preconditionFailure("\(error)")
    }
    return writer.bytes
  }

  static func error(
    _ code: ServerError.Code, _ message: String, stream: Int16, version: UInt8 = FrameHeader.version
  ) -> [UInt8] {
    of(.error(ServerError(code: code, message: message)), stream: stream, version: version)
  }

  /// A result of one column of ints.
  static func rows(
    announced: Int, cells: [UInt8], noMetadata: Bool = false, stream: Int16
  ) -> [UInt8] {
    let columns = Columns([Column(keyspace: "test", table: "numbers", name: "number", type: .int)])
    return of(
      .result(.rows(RowsResult(columns: columns, rowCount: announced, content: cells, noMetadata: noMetadata))),
      stream: stream)
  }

  private static func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }
}

extension [UInt8] {
  /// The same bytes with one of them changed.
  func with(_ value: UInt8, at position: Int) -> [UInt8] {
    var copy = self
    copy[position] = value
    return copy
  }
}
