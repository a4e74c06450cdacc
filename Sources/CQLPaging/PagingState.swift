/// Where a result goes on: bytes that a server made, and that mean something to servers only.
///
/// Keep them, send them back with the same statement and the same values, and look at nothing inside: they hold parts of
/// primary keys and differ between servers. For the same reason no description, log or error shows them. They are not
/// protected: whoever can alter them can read elsewhere in the table, so never take one from the internet as it is.
public struct PagingState: Hashable, Sendable {
  /// The raw bytes, for interoperation with other drivers.
  public let bytes: [UInt8]

  /// A state from raw bytes, as other drivers hand them out. Nothing is checked: a server will.
  public init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  /// The bytes as base64url (RFC 4648, section 5) without padding: safe in URLs and file names.
  public var base64URL: String { Base64URL.encode(bytes) }

  /// The bytes as lowercase hexadecimal digits, as other drivers print them.
  public var hex: String { Hexadecimal.encode(bytes) }

  /// Reads ``base64URL``.
  ///
  /// - Throws: `.invalidCursor` for text that is not base64url.
  public init(base64URL text: some StringProtocol) throws(CQLError) { bytes = try Base64URL.decode(text) }

  /// Reads ``hex``.
  ///
  /// - Throws: `.invalidCursor` for text that is not pairs of hexadecimal digits, in either case.
  public init(hex text: some StringProtocol) throws(CQLError) { bytes = try Hexadecimal.decode(text) }
}

extension PagingState: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The length alone.
  public var description: String { "paging state of \(bytes.count) bytes" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
