package import CQLPaging

/// Appends what the protocol's notations describe: v4, section 3. The twin of ``FrameReader``.
///
/// What is too long for its length field is an error, never cut; ``frame(_:stream:flags:version:body:)`` then leaves no
/// trace of its frame.
package struct FrameWriter: Sendable {
  package var bytes: [UInt8]

  package init(bytes: [UInt8] = []) { self.bytes = bytes }

  /// Appends a frame whose length is filled in when the body is written.
  ///
  /// - Throws: what `body` throws; `.frameTooLarge` above 256 MiB. Then nothing has been appended.
  package mutating func frame(
    _ opcode: Opcode, stream: Int16, flags: FrameFlags = [], version: UInt8 = FrameHeader.version,
    body: (inout FrameWriter) throws(CQLError) -> Void
  ) throws(CQLError) {
    let start = bytes.count
    let header = FrameHeader(version: version, flags: flags, stream: stream, opcode: opcode, bodyLength: 0)
    header.encode(into: &self)
    do throws(CQLError) {
      try body(&self)
      let length = bytes.count - start - FrameHeader.length
      guard length <= FrameHeader.maximumBodyLength else {
        throw CQLError(.frameTooLarge, "\(header) would have \(length) bytes; the protocol allows 256 MiB")
      }
      patch(Int32(length), at: start + FrameHeader.length - 4)
    } catch {
      bytes.removeSubrange(start...)
      throw error
    }
  }

  private mutating func patch(_ value: Int32, at offset: Int) {
    withUnsafeBytes(of: value.bigEndian) { bytes.replaceSubrange(offset..<offset + 4, with: $0) }
  }
}

extension FrameWriter {
  package mutating func writeByte(_ value: UInt8) { bytes.append(value) }
  package mutating func writeShort(_ value: UInt16) { write(value) }
  package mutating func writeInt(_ value: Int32) { write(value) }
  package mutating func writeLong(_ value: Int64) { write(value) }

  private mutating func write(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// A count or length as a `[short]`.
  package mutating func writeShort(count: Int, of what: @autoclosure () -> String) throws(CQLError) {
    guard let short = UInt16(exactly: count) else {
      throw CQLError(.valueDoesNotFit, "\(count) \(what()): the protocol allows 65,535")
    }
    writeShort(short)
  }

  /// A count or length as an `[int]`.
  package mutating func writeInt(count: Int, of what: @autoclosure () -> String) throws(CQLError) {
    guard let int = Int32(exactly: count) else {
      throw CQLError(.valueDoesNotFit, "\(count) \(what()): the protocol allows 2,147,483,647")
    }
    writeInt(int)
  }

  package mutating func writeString(_ value: String) throws(CQLError) {
    try writeShort(count: value.utf8.count, of: "bytes in a string")
    bytes.append(contentsOf: value.utf8)
  }

  package mutating func writeLongString(_ value: String) throws(CQLError) {
    try writeInt(count: value.utf8.count, of: "bytes in a text")
    bytes.append(contentsOf: value.utf8)
  }

  /// Sixteen bytes.
  package mutating func writeUUID(_ value: [UInt8]) throws(CQLError) {
    guard value.count == 16 else { throw CQLError(.valueDoesNotFit, "a uuid of \(value.count) bytes: it has 16") }
    bytes.append(contentsOf: value)
  }

  /// nil is null.
  package mutating func writeBytes(_ value: [UInt8]?) throws(CQLError) {
    guard let value else { return writeInt(-1) }
    try writeInt(count: value.count, of: "bytes in a value")
    bytes.append(contentsOf: value)
  }

  package mutating func writeValue(_ value: EncodedValue) throws(CQLError) {
    switch value {
    case .bytes(let bytes): try writeBytes(bytes)
    case .null: writeInt(-1)
    case .unset: writeInt(-2)
    }
  }

  package mutating func writeShortBytes(_ value: [UInt8]) throws(CQLError) {
    try writeShort(count: value.count, of: "bytes in an id")
    bytes.append(contentsOf: value)
  }
}
