import CQLPaging

/// AUTH_RESPONSE: protocol v4, section 4.1.2. Its description shows nothing of the token.
package struct AuthResponse: Hashable, Sendable, CustomStringConvertible {
  package var token: [UInt8]?

  package init(token: [UInt8]?) { self.token = token }

  init(decoding reader: inout FrameReader) throws(CQLError) {
    token = try reader.readBytes("the token")
  }

  func encode(into writer: inout FrameWriter) throws(CQLError) {
    try writer.writeBytes(token)
  }

  package var description: String { "token" }
}
