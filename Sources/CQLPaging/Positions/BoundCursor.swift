/// A cursor that knows its statement: kept with another one, it is refused before anything is sent.
///
/// ```swift
/// let bound = try BoundCursor(cursor, for: query)
/// try file.write(bound.text)
/// …
/// let cursor = try BoundCursor(text: file.read()).cursor(for: query)
/// ```
///
/// It protects from mistakes only: nobody is kept from making one. For the internet, use ``CursorSeal``.
public struct BoundCursor: Hashable, Sendable {
  private let cursor: Cursor
  private let fingerprint: StatementFingerprint

  /// - Parameters:
  ///   - cursor: the place to go on at.
  ///   - statement: what it belongs to, with its values.
  ///   - keyspace: the keyspace in use, where the statement does not name it.
  /// - Throws: `.valueDoesNotFit`, `.typeMismatch` for values that cannot be bound as they are.
  public init(_ cursor: Cursor, for statement: Statement, keyspace: String? = nil) throws(CQLError) {
    self.cursor = cursor
    fingerprint = try StatementFingerprint(of: statement, keyspace: keyspace)
  }

  /// The cursor, if this is its statement, with its values and its keyspace.
  ///
  /// - Throws: `.cursorForeign` where it is not; `.valueDoesNotFit`, `.typeMismatch` for values that cannot be bound as
  ///   they are.
  public func cursor(for statement: Statement, keyspace: String? = nil) throws(CQLError) -> Cursor {
    guard try StatementFingerprint(of: statement, keyspace: keyspace) == fingerprint else {
      throw CQLError(.cursorForeign, "the cursor belongs to another statement, other values or another keyspace")
    }
    return cursor
  }

  // A version (2: not the one of a cursor alone), a check, the fingerprint, the cursor. Any beginning of a position is a
  // position, somewhere else: the check finds what was copied in part.
  private static let version: UInt8 = 2
  private static let checkLength = 4

  private static func check(of content: some Sequence<UInt8>) -> ArraySlice<UInt8> {
    SHA256.hash(Array("cql-paging bound cursor 1".utf8) + content).prefix(checkLength)[...]
  }

  /// As base64url text, neither signed nor encrypted: for your own files and terminals.
  public var text: String {
    let content = fingerprint.bytes + cursor.bytes
    return Base64URL.encode([Self.version] + Self.check(of: content) + content)
  }

  /// Reads ``text``.
  ///
  /// - Throws: `.invalidCursor` for anything that ``text`` does not make, such as a part of it.
  public init(text: some StringProtocol) throws(CQLError) {
    var reader = PositionReader(try Base64URL.decode(text)[...])
    guard try reader.byte() == Self.version else {
      throw CQLError(.invalidCursor, "a text of \(text.utf8.count) characters is no bound cursor of this library")
    }
    guard try reader.bytes(Self.checkLength).elementsEqual(Self.check(of: reader.rest)) else {
      throw CQLError(
        .invalidCursor, "a text of \(text.utf8.count) characters is a bound cursor in part, or was altered")
    }
    fingerprint = StatementFingerprint(bytes: try reader.bytes(StatementFingerprint.byteCount))
    cursor = try Cursor(bytes: reader.rest)
  }
}

extension BoundCursor: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// What it is, not where it stands.
  public var description: String { "bound cursor" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
