import CQLPaging

/// The text of `--resume`: a cursor, and a mark of the statement that it belongs to.
///
/// A server takes a cursor of another statement without a word and reads from somewhere. The mark finds that mistake
/// before anything is sent. It protects from mistakes alone: it is no signature.
enum ResumePoint {
  static func text(_ cursor: Cursor, of fingerprint: StatementFingerprint) -> String {
    "\(fingerprint.text).\(cursor.text)"
  }

  /// - Throws: a ``UsageError`` with the exit code of a bad cursor. The cursor itself is not in the message.
  static func cursor(_ text: String, of fingerprint: StatementFingerprint) throws(UsageError) -> Cursor {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == fingerprint.text.utf8.count else {
      throw UsageError("--resume: this is no cursor that cqlpage printed, or not all of it", exitCode: .cursor)
    }
    let cursor: Cursor
    do throws(CQLError) { cursor = try Cursor(text: parts[1]) } catch {
      throw UsageError("--resume: \(error.message)", exitCode: .cursor)
    }
    guard parts[0] == fingerprint.text else {
      throw UsageError(
        "--resume: the cursor belongs to another statement, other values, or another keyspace", exitCode: .cursor)
    }
    return cursor
  }
}

/// Eight bytes that differ, most likely, between statements: FNV-1a over the text, its values and its keyspace.
struct StatementFingerprint: Equatable, Sendable {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  init(statement: String, values: [CQLLiteral], keyspace: String?) {
    add(statement)
    for value in values { add(value.source) }
    if let keyspace { add("keyspace \(keyspace)") }
  }

  /// A length in front of each part, so that `ab`, `c` differs from `a`, `bc`.
  private mutating func add(_ part: String) {
    withUnsafeBytes(of: UInt64(part.utf8.count).littleEndian) { add($0) }
    add(part.utf8)
  }

  private mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
  }

  var text: String { withUnsafeBytes(of: hash.bigEndian) { Base64URL.encode(Array($0)) } }
}

extension QueryCommand {
  var fingerprint: StatementFingerprint {
    StatementFingerprint(statement: statement, values: values, keyspace: keyspace)
  }
}
