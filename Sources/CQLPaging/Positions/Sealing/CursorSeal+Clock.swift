internal import Foundation

extension CursorSeal {
  /// A seal that goes by the system's clock.
  ///
  /// - Parameters:
  ///   - keys: the first seals, all open.
  ///   - lifetime: how long a cursor is good for: a day where nothing is said; nil is for ever.
  ///   - keyspace: the keyspace in use, where statements do not name it.
  public init(keys: CursorKeys, lifetime: Duration? = .seconds(86_400), keyspace: String? = nil) {
    self.init(keys: keys, lifetime: lifetime, keyspace: keyspace) {
      // A clock beyond what 64 bits hold stands at their end, where everything has expired.
      Int64(exactly: Date().timeIntervalSince1970.rounded(.down)) ?? .max
    }
  }
}
