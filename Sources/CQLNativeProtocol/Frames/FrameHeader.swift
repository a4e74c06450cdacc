package import CQLPaging

/// The nine bytes in front of every message: protocol v4, section 2.
package struct FrameHeader: Hashable, Sendable {
  /// The header's length in bytes, in versions 3 and up.
  package static let length = 9
  /// The version that this module speaks.
  package static let version: UInt8 = 4
  /// The longest body that the protocol allows: 256 MiB.
  package static let maximumBodyLength = 256 << 20

  /// The protocol's version, without the direction bit. It is 4, but for the ERROR of a server that speaks another one,
  /// after which the connection is of no use.
  package var version: UInt8
  /// The version byte's highest bit: whether the frame goes from server to client.
  package var isResponse: Bool
  package var flags: FrameFlags
  /// Which request this is, or answers; below zero for what a server sends by itself.
  package var stream: Int16
  package var opcode: Opcode
  /// The number of bytes behind the header.
  package var bodyLength: Int

  /// The header of an opcode's frame, whose direction follows from the opcode.
  package init(
    version: UInt8 = Self.version, flags: FrameFlags = [], stream: Int16, opcode: Opcode, bodyLength: Int
  ) {
    self.version = version
    self.isResponse = !opcode.isRequest
    self.flags = flags
    self.stream = stream
    self.opcode = opcode
    self.bodyLength = bodyLength
  }

  /// Reads the header at the beginning of `bytes`. Versions and directions are the assembler's business.
  ///
  /// - Throws: `.malformedFrame` for an opcode that v4 does not have, a negative length, or too few bytes.
  package init(decoding bytes: UnsafeRawBufferPointer) throws(CQLError) {
    guard bytes.count >= Self.length else {
      throw CQLError(.malformedFrame, "a frame header of \(bytes.count) bytes: it has \(Self.length)")
    }
    version = bytes[0] & 0x7F
    isResponse = bytes[0] & 0x80 != 0
    flags = FrameFlags(rawValue: bytes[1])
    stream = Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: Int16.self))
    guard let opcode = Opcode(rawValue: bytes[4]) else {
      throw CQLError(
        .malformedFrame, "opcode \(bytes[4]) on stream \(stream) is none of protocol v4; close the connection")
    }
    self.opcode = opcode
    bodyLength = Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: 5, as: Int32.self)))
    guard bodyLength >= 0 else {
      throw CQLError(
        .malformedFrame,
        "\(opcode) on stream \(stream) announces a body of \(bodyLength) bytes; close the connection")
    }
  }

  /// Appends the nine bytes.
  package func encode(into writer: inout FrameWriter) {
    writer.writeByte(version | (isResponse ? 0x80 : 0))
    writer.writeByte(flags.rawValue)
    writer.writeShort(UInt16(bitPattern: stream))
    writer.writeByte(opcode.rawValue)
    writer.writeInt(Int32(clamping: bodyLength))
  }
}

extension FrameHeader: CustomStringConvertible {
  package var description: String { "\(opcode) on stream \(stream)" }
}
