extension CursorSeal {
  /// Seals a chain. Of its pages, as many are kept as ``maximumLength`` has room for, the current one always.
  ///
  /// - Parameters:
  ///   - chain: the way to the page that the text is to lead to, that page included.
  ///   - statement: what it pages through.
  ///   - audience: whom it is for; it opens for nobody else. nil is for everybody.
  /// - Throws: as for cursors; `.cursorTooLong` where the current page alone is too long.
  public func seal(
    _ chain: BackChain, for statement: Statement, audience: String? = nil
  ) throws(CQLError) -> String {
    let header = try header(.chain, for: statement, audience: audience)
    let room = maximumLength / 4 * 3 - SealingKey.overhead - header.count
    return try seal(.chain, chain.bytes(atMost: room), for: statement, audience: audience)
  }

  /// Opens what `seal(_:for:audience:)` made of a chain.
  ///
  /// - Throws: as ``open(_:for:audience:)``; `.invalidCursor` for a sealed cursor that is no chain.
  public func openChain(
    _ text: some StringProtocol, for statement: Statement, audience: String? = nil
  ) throws(CQLError) -> BackChain {
    try BackChain(bytes: try open(.chain, text, for: statement, audience: audience))
  }
}
