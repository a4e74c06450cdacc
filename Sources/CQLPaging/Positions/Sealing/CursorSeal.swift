/// Makes cursors that can go to a web page and come back: nobody can read them, alter them, or use them for another
/// query.
///
/// ```swift
/// let seal = CursorSeal(keys: try CursorKeys(text: secret), lifetime: .seconds(3600))
///
/// let query: Statement = "SELECT id, name FROM app.users WHERE org = \(org)"
/// let after = try parameters["after"].map { try seal.open($0, for: query, audience: user) }
/// var rows = session.rows(of: query, pageSize: 50, from: after).makeAsyncIterator()
/// …
/// let next = try rows.cursor.map { try seal.seal($0, for: query, audience: user) }
/// ```
///
/// A server trusts whatever position it is given: of all altered bits, three of four go unnoticed. And positions hold
/// the keys of the rows in clear. So a sealed cursor is authenticated and encrypted (the SIV construction, with
/// HMAC-SHA256 for both), bound to the statement with its values and its keyspace, to an audience, and to a time. What it
/// still shows is how long it is, which depends on how long the keys are: see <doc:CursorsOnTheInternet>.
///
/// Every way in which a text can be wrong is a ``CQLError`` whose code ``CQLError/Code/concernsCursor``: answer 400, and
/// link to the first page. Nothing of such a text reaches a server.
public struct CursorSeal: Sendable {
  /// The first seals, all open.
  public var keys: CursorKeys
  /// How long a cursor is good for, in whole seconds; nil is for ever. Keys can be retired that long after their
  /// successor has come.
  public var lifetime: Duration?
  /// The keyspace in use, where statements do not name it.
  public var keyspace: String?
  /// How long a sealed text may be, in characters. Longer ones are refused before they are looked at, and are not made:
  /// a position is as long as the keys in it, which have up to 64 KiB each, so a table with such keys needs more, or
  /// cursors that stay on the server.
  public var maximumLength = 2048
  /// The time, in seconds since 1970.
  public var now: @Sendable () -> Int64

  /// - Parameters:
  ///   - keys: the first seals, all open.
  ///   - lifetime: how long a cursor is good for; nil is for ever.
  ///   - keyspace: the keyspace in use, where statements do not name it.
  ///   - now: the time, in seconds since 1970.
  public init(keys: CursorKeys, lifetime: Duration?, keyspace: String? = nil, now: @escaping @Sendable () -> Int64) {
    self.keys = keys
    self.lifetime = lifetime
    self.keyspace = keyspace
    self.now = now
  }

  /// Seals a cursor.
  ///
  /// - Parameters:
  ///   - cursor: the place to go on at.
  ///   - statement: what it goes on with.
  ///   - audience: whom it is for, such as a user's id; it opens for nobody else. nil is for everybody.
  /// - Returns: text of the base64url alphabet, which needs no escaping in URLs. The same in the same second.
  /// - Throws: `.cursorTooLong` above ``maximumLength``; `.invalidConfiguration` for a lifetime below a second;
  ///   `.valueDoesNotFit`, `.typeMismatch` for values that cannot be bound as they are.
  public func seal(
    _ cursor: Cursor, for statement: Statement, audience: String? = nil
  ) throws(CQLError) -> String {
    try seal(.cursor, cursor.bytes, for: statement, audience: audience)
  }

  /// Opens what `seal(_:for:audience:)` made of a cursor.
  ///
  /// - Throws: `.cursorTooLong` above ``maximumLength``; `.invalidCursor` for what is no sealed cursor; `.cursorForged`
  ///   for one that none of the keys has sealed, or that was altered; `.cursorForeign` for one of another statement,
  ///   other values, another keyspace or another audience; `.cursorExpired`. `.valueDoesNotFit`, `.typeMismatch` for
  ///   values that cannot be bound as they are.
  public func open(
    _ text: some StringProtocol, for statement: Statement, audience: String? = nil
  ) throws(CQLError) -> Cursor {
    try Cursor(bytes: try open(.cursor, text, for: statement, audience: audience))
  }
}

extension CursorSeal: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "cursor seal with \(keys)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["keys": keys, "maximumLength": maximumLength]) }
}
