internal import CQLNativeProtocol
internal import CQLPaging

/// What lies between a session's sockets and its frames, the same for all connections.
struct ConnectionLayers: Sendable {
  /// Nil for plain text.
  var security: (any ConnectionSecurity)?
  /// What to ask the server for; nil for none.
  var compression: BodyCompression?

  init() {}

  /// Reads the files that the configuration names.
  ///
  /// - Throws: `.invalidConfiguration`; `.unsupported` for what this build does not have.
  init(_ configuration: SessionConfiguration) throws(CQLError) {
    security = try configuration.tls.map { tls throws(CQLError) in try Self.security(tls) }
    compression = try configuration.compression.map { compression throws(CQLError) in
      try Self.compression(compression, limit: configuration.maximumFrameLength)
    }
  }

  private static func security(_ tls: TLSConfiguration) throws(CQLError) -> any ConnectionSecurity {
    try tls.check()
    #if TLS
      return try TLSContext(tls)
    #else
      throw CQLError(.unsupported, "this build has no TLS")
    #endif
  }

  private static func compression(_ compression: CQLCompression, limit: Int) throws(CQLError) -> BodyCompression {
    try compression.check()
    #if LZ4
      return BodyCompression(codec: LZ4Codec(), limit: limit)
    #else
      throw CQLError(.unsupported, "this build has no LZ4")
    #endif
  }
}
