import CQLPaging

/// The text of `--resume`, both ways: a cursor that knows its statement, and sealed where there are keys.
///
/// A server takes a cursor of another statement without a word and reads from somewhere. Here that is found before
/// anything is sent.
struct CursorTexts: Sendable {
  /// Values stand in it as they were written: what type each of them has, only a server knows.
  private let statement: Statement
  private let keyspace: String?
  /// nil: nobody is kept from making a cursor.
  private let seal: CursorSeal?

  init(statement: String, values: [CQLLiteral] = [], keyspace: String? = nil, seal: CursorSeal? = nil) {
    self.statement = Statement(statement, values: values.map(\.source))
    self.keyspace = keyspace
    self.seal = seal
  }

  /// - Throws: a ``UsageError`` for a key file that cannot be read, or whose keys are none.
  init(of command: QueryCommand) throws(UsageError) {
    self.init(
      statement: command.statement, values: command.values, keyspace: command.server.keyspace,
      seal: try command.cursorKeyFile.map { path throws(UsageError) in
        try Self.seal(keyFile: path, lifetime: .seconds(command.cursorLifetime), keyspace: command.server.keyspace)
      })
  }

  private static func seal(keyFile path: String, lifetime: Duration, keyspace: String?) throws(UsageError) -> CursorSeal
  {
    let option = "--cursor-key-file"
    let text = try TextFile.read(path, of: option)
    do throws(CQLError) {
      var seal = CursorSeal(keys: try CursorKeys(text: text), lifetime: lifetime, keyspace: keyspace)
      // The length of a command line bounds what comes in, and a cursor that could not go out would be lost.
      seal.maximumLength = .max
      return seal
    } catch {
      throw UsageError("\(option) \(path): \(error.message)")
    }
  }

  /// Base64url, which no shell and no JSON needs to escape.
  ///
  /// - Throws: `.invalidConfiguration` for a lifetime below a second, which no option gives.
  func text(_ cursor: Cursor) throws(CQLError) -> String {
    if let seal { return try seal.seal(cursor, for: statement) }
    return try BoundCursor(cursor, for: statement, keyspace: keyspace).text
  }

  /// - Throws: a ``UsageError`` with the exit code of a bad cursor. The cursor itself is not in the message.
  func cursor(_ text: String) throws(UsageError) -> Cursor {
    do throws(CQLError) {
      if let seal { return try seal.open(text, for: statement) }
      return try BoundCursor(text: text).cursor(for: statement, keyspace: keyspace)
    } catch {
      throw UsageError("--resume: \(error.message)\(hint(error.code))", exitCode: .cursor)
    }
  }

  private func hint(_ code: CQLError.Code) -> String {
    switch (code, seal == nil) {
    case (.invalidCursor, true): "; one that was printed with --cursor-key-file needs that option again"
    case (.invalidCursor, false): "; one that was printed without --cursor-key-file is taken without it"
    case (.cursorExpired, _): "; begin again without --resume"
    default: ""
    }
  }
}
