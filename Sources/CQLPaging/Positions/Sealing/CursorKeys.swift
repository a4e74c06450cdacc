/// The keys that seal cursors: the first one seals, and each of them opens.
///
/// To change keys, put the new one in front and leave the old one behind it, until every cursor that it sealed has
/// expired. All servers of a web service need the same keys; servers that do not have the new one yet cannot open what it
/// sealed, so bring it to them as the last key first. `openssl rand -hex 32` makes one.
public struct CursorKeys: Sendable {
  /// How short a key may be, in bytes.
  public static let minimumKeyLength = 32

  /// The newest first; at least one.
  package let keys: [SealingKey]

  /// - Parameter keys: secret random bytes, 32 or more for each key; the one that seals first.
  /// - Throws: `.invalidConfiguration` for no key, a short one, one that is a single byte over and over, or one that
  ///   comes twice.
  public init(_ keys: [[UInt8]]) throws(CQLError) {
    guard !keys.isEmpty else { throw CQLError(.invalidConfiguration, "there is no key to seal cursors with") }
    for (index, key) in keys.enumerated() {
      let place = "cursor key \(index + 1) of \(keys.count)"
      guard key.count >= Self.minimumKeyLength else {
        throw CQLError(
          .invalidConfiguration, "\(place) has \(key.count) bytes: \(Self.minimumKeyLength) or more are needed")
      }
      guard Set(key).count > 1 else { throw CQLError(.invalidConfiguration, "\(place) is one byte over and over") }
      guard !keys[..<index].contains(key) else { throw CQLError(.invalidConfiguration, "\(place) is there twice") }
    }
    self.keys = keys.map(SealingKey.init)
  }

  /// One key, for the beginning.
  ///
  /// - Throws: `.invalidConfiguration`, as for several.
  public init(_ key: [UInt8]) throws(CQLError) { try self.init([key]) }

  /// A new key that nobody else has: cursors do not outlive the process, nor work on another server. For tests, and for
  /// trying things out.
  public static func temporary() -> CursorKeys {
    var generator = SystemRandomNumberGenerator()
    return CursorKeys(keys: [SealingKey((0..<4).flatMap { _ in withUnsafeBytes(of: generator.next(), Array.init) })])
  }

  private init(keys: [SealingKey]) { self.keys = keys }
}

extension CursorKeys: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// How many keys there are.
  public var description: String { keys.count == 1 ? "1 cursor key" : "\(keys.count) cursor keys" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["count": keys.count], displayStyle: .struct) }
}
