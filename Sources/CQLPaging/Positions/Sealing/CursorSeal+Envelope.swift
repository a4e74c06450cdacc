// What is sealed: what it is good for, and the position behind that.
//
//     kind and flags (1 byte) ‖ [time of expiry, seconds since 1970 (8)] ‖ statement's fingerprint (16)
//       ‖ [audience: SHA-256, cut (16)] ‖ position
extension CursorSeal {
  enum Kind: UInt8 {
    case cursor = 1
    case chain = 2
  }

  private static let kinds: UInt8 = 0x0F
  private static let expires: UInt8 = 0x10
  private static let hasAudience: UInt8 = 0x20
  private static let audienceLength = 16

  func seal(
    _ kind: Kind, _ position: [UInt8], for statement: Statement, audience: String?
  ) throws(CQLError) -> String {
    let content = try header(kind, for: statement, audience: audience) + position
    let length = ((content.count + SealingKey.overhead) * 4 + 2) / 3
    guard length <= maximumLength else {
      throw CQLError(
        .cursorTooLong,
        "the sealed cursor would have \(length) characters, above the limit of \(maximumLength): raise the seal's "
          + "maximumLength, or keep such cursors on the server")
    }
    return Base64URL.encode(keys.keys[0].seal(content))
  }

  func header(_ kind: Kind, for statement: Statement, audience: String?) throws(CQLError) -> [UInt8] {
    var flags = kind.rawValue
    var bytes: [UInt8] = []
    if let lifetime {
      guard lifetime.components.seconds > 0 else {
        throw CQLError(.invalidConfiguration, "a cursor's lifetime must be a second or more")
      }
      flags |= Self.expires
      let (expiry, overflow) = now().addingReportingOverflow(lifetime.components.seconds)
      bytes.append(bigEndian: overflow ? .max : expiry)
    }
    bytes += try StatementFingerprint(of: statement, keyspace: keyspace).bytes
    if let audience {
      flags |= Self.hasAudience
      bytes += Self.hash(ofAudience: audience)
    }
    return [flags] + bytes
  }

  func open(
    _ kind: Kind, _ text: some StringProtocol, for statement: Statement, audience: String?
  ) throws(CQLError) -> ArraySlice<UInt8> {
    var reader = PositionReader(try authenticated(text)[...])
    let flags = try reader.byte()
    guard flags & Self.kinds == kind.rawValue else {
      throw CQLError(
        .invalidCursor, "the sealed text is of another kind: cursors and chains are opened by their own method")
    }
    let expiry = flags & Self.expires == 0 ? nil : try reader.integer(Int64.self)
    let fingerprint = StatementFingerprint(bytes: try reader.bytes(StatementFingerprint.byteCount))
    let owner = flags & Self.hasAudience == 0 ? nil : try reader.bytes(Self.audienceLength)
    guard equalInConstantTime(owner ?? [], audience.map(Self.hash)?[...] ?? []) else {
      throw CQLError(.cursorForeign, "the cursor was made for another audience")
    }
    guard try StatementFingerprint(of: statement, keyspace: keyspace) == fingerprint else {
      throw CQLError(.cursorForeign, "the cursor belongs to another statement, other values or another keyspace")
    }
    if let expiry, now() >= expiry { throw CQLError(.cursorExpired, "the cursor's time is over") }
    return reader.rest
  }

  /// The content, once it is known that one of the keys has sealed it. The text's length is looked at before anything
  /// else is.
  private func authenticated(_ text: some StringProtocol) throws(CQLError) -> [UInt8] {
    guard text.utf8.count <= maximumLength else {
      throw CQLError(
        .cursorTooLong,
        "a text of \(text.utf8.count) characters, above the limit of \(maximumLength) for sealed cursors")
    }
    var reader = PositionReader(try Base64URL.decode(text)[...])
    guard reader.rest.count > SealingKey.overhead, try reader.byte() == SealingKey.version else {
      throw CQLError(.invalidCursor, "a text of \(text.utf8.count) characters is no sealed cursor of this library")
    }
    let id = try reader.bytes(SealingKey.idLength)
    let tag = Array(try reader.bytes(HMAC.byteCount))
    let sealed = Array(reader.rest)
    // An id is short, and no secret: two keys may share one.
    for key in keys.keys where key.id.elementsEqual(id) {
      if let content = key.open(tag: tag, sealed: sealed) { return content }
    }
    throw CQLError(
      .cursorForged,
      "the cursor was altered, or sealed with a key that is not among the \(keys.keys.count) of this seal")
  }

  private static func hash(ofAudience audience: String) -> [UInt8] {
    Array(SHA256.hash(Array("cql-paging audience 1".utf8) + audience.utf8).prefix(audienceLength))
  }
}
