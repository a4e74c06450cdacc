internal import CQLPaging

/// How frames are compressed: protocol v4, section 5.
///
/// Compression is part of builds with the package's trait for it; in others a session with this setting is refused with
/// `.unsupported`.
public struct CQLCompression: Hashable, Sendable, CustomStringConvertible {
  /// As STARTUP calls it.
  public let description: String

  /// Fast, and about half the bytes of ordinary rows. Needs the trait `LZ4`.
  public static let lz4 = CQLCompression(description: "lz4")

  /// Whether this build has it.
  public var isSupported: Bool {
    #if LZ4
      true
    #else
      false
    #endif
  }

  /// - Throws: `.unsupported`.
  func check() throws(CQLError) {
    guard isSupported else {
      throw CQLError(
        .unsupported,
        "this build has no LZ4: switch on the package's trait, as in swift build --traits TLS,LZ4 "
          + "(it needs liblz4; on Debian: apt-get install liblz4-dev)")
    }
  }
}
