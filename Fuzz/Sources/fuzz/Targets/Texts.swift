@testable import CQLPaging
import CQLSession
import Foundation

/// The first byte says what the rest is read as. What can be read is written as text that reads as the same.
func fuzzCursors(_ bytes: UnsafeRawBufferPointer) {
  guard let first = bytes.first else { return }
  let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
  let statement: Statement = "SELECT a FROM b.c"
  switch first % 8 {
  case 0:
    if let cursor = try? Cursor(text: text) {
      require(cursor.text == text, "a cursor has two texts")
      require((try? Cursor(text: cursor.text)) == cursor, "a cursor is read as another")
    }
  case 1:
    if let cursor = try? BoundCursor(text: text) {
      require(cursor.text == text, "a bound cursor has two texts")
      _ = try? cursor.cursor(for: statement)
    }
  case 2:
    if let state = try? JavaSafeState(text: text) {
      require((try? JavaSafeState(text: state.text)) == state, "a Java driver's state is read as another")
      _ = try? state.state(for: statement)
    }
  case 3:
    if let seal {
      require((try? seal.open(text, for: statement)) == nil || !isForged(text), "a forged cursor was opened")
    }
  case 4: if let seal { _ = try? seal.openChain(text, for: statement) }
  case 5:
    // Sealed as it is, so that what is behind the seal is read, too.
    if let seal {
      let sealed = Base64URL.encode(seal.keys.keys[0].seal(Array(bytes.dropFirst())))
      _ = try? seal.open(sealed, for: statement)
      _ = try? seal.openChain(sealed, for: statement)
    }
  case 6:
    if let decoded = try? Base64URL.decode(text) {
      require(Base64URL.encode(decoded) == text, "base64url has two forms")
    }
    if let decoded = try? Hexadecimal.decode(text) {
      require(Hexadecimal.encode(decoded) == text.lowercased(), "hexadecimal digits are read as others")
    }
  default: _ = try? CursorKeys(text: text)
  }
}

private let seal = (try? CursorKeys([Array(0..<32)])).map { CursorSeal(keys: $0, lifetime: nil, now: { 0 }) }

/// Whether the seal's own key did not make it: nothing that is sealed anew is the same text.
private func isForged(_ text: String) -> Bool {
  guard let seal, let cursor = try? seal.open(text, for: "SELECT a FROM b.c") else { return true }
  return (try? seal.seal(cursor, for: "SELECT a FROM b.c")) != text
}

func fuzzCheckpoints(_ bytes: UnsafeRawBufferPointer) {
  let decoder = JSONDecoder()
  guard let checkpoint = try? decoder.decode(ScanCheckpoint.self, from: Data(bytes)) else { return }
  guard let text = try? JSONEncoder().encode(checkpoint),
    let again = try? decoder.decode(ScanCheckpoint.self, from: text)
  else { fatalError("a checkpoint that was read cannot be written and read again") }
  require(again == checkpoint, "a checkpoint is read as another")
}

func fuzzStatements(_ bytes: UnsafeRawBufferPointer) {
  let text = String(decoding: bytes, as: UTF8.self)
  var tokens = 0
  for _ in CQLTokens(text) { tokens += 1 }
  require(tokens <= text.utf8.count, "there are more tokens than bytes")
  require(StatementOutline(text).markers.count <= tokens, "there are more markers than tokens")
  let statement = Statement(text)
  _ = statement.looksLikeSelect
  _ = try? StatementFingerprint(of: statement)
  _ = try? PageRequest(statement).checkResume()
}

func fuzzContactPoints(_ bytes: UnsafeRawBufferPointer) {
  guard let point = try? ContactPoint(String(decoding: bytes, as: UTF8.self)) else { return }
  require((try? ContactPoint(point.description)) == point, "\(point) is read as another contact point")
}
