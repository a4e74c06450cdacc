package import CQLPaging

/// A header and the bytes behind it, which nothing has looked into yet.
package struct Frame: Sendable {
  package let header: FrameHeader
  package let body: PageBuffer

  package init(header: FrameHeader, body: PageBuffer) {
    self.header = header
    self.body = body
  }
}

extension Frame: CustomStringConvertible {
  package var description: String { "\(header), \(body.count) bytes" }
}

/// What comes out of a ``FrameAssembler``.
package enum AssembledFrame: Sendable {
  case frame(Frame)
  /// A request in a version that this module does not speak, to be answered with an ERROR 0x000A. Its body is passed
  /// over, so the connection can go on.
  case unsupportedVersion(UInt8, stream: Int16)
}
