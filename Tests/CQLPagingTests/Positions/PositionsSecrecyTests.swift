import CQLPaging
import Testing

@Suite struct PositionsSecrecyTests {
  static let key = Array("the-very-secret-key-of-32-bytes!".utf8)
  let statement = Statement("SELECT * FROM t WHERE a = ?", values: ["hidden-value"])
  let state = PagingState(bytes: "secret-primary-key".utf8)

  /// All that a logger, a debugger or a failed test would print.
  private func texts(of value: Any) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    var texts = ["\(value)", String(reflecting: value), String(describing: value), dumped]
    for child in Mirror(reflecting: value).children { texts += self.texts(of: child.value) }
    return texts
  }

  private func secrets(_ seal: CursorSeal, _ cursor: Cursor) throws -> [String] {
    let bound = try BoundCursor(cursor, for: statement)
    let fingerprint = try StatementFingerprint(of: statement)
    let java = try JavaSafeState(state, for: statement)
    return [
      "secret", "hidden", "4711", "115, 101", "116, 104, 101", state.hex, state.base64URL, cursor.text, bound.text,
      java.text, Hexadecimal.encode(Self.key), Base64URL.encode(Self.key), Hexadecimal.encode(fingerprint.bytes),
      "\(fingerprint.bytes)".filter { $0 != "[" && $0 != "]" }, try seal.seal(cursor, for: statement),
      String(java.text.dropFirst(8 + state.hex.count).prefix(32)),
    ]
  }

  @Test("C9: nothing that holds a position, a key or a value shows it")
  func values() throws {
    let seal = CursorSeal(keys: try CursorKeys(Self.key), lifetime: nil) { 4711 }
    let cursor = Cursor(state: state, rowsConsumed: 4711)
    let values: [Any] = [
      seal, seal.keys, seal.keys.keys, try BoundCursor(cursor, for: statement), try StatementFingerprint(of: statement),
      BackChain().next(cursor), BackChain().next(cursor).next(cursor).previous,
      try JavaSafeState(state, for: statement), PageRequest(statement, state: state).next(at: state),
      [cursor: 1], [try StatementFingerprint(of: statement)],
    ]
    let secrets = try secrets(seal, cursor)
    for value in values {
      for text in texts(of: value) {
        for secret in secrets { #expect(!text.contains(secret), "\(type(of: value)): \(text)") }
      }
    }
  }

  @Test("C9: no error shows a position, a key, a value or an audience")
  func errors() throws {
    let cursor = Cursor(state: state, rowsConsumed: 4711)
    var seal = CursorSeal(keys: try CursorKeys(Self.key), lifetime: .seconds(10)) { 0 }
    let text = try seal.seal(cursor, for: statement, audience: "hidden-user")
    let java = try JavaSafeState(state, for: statement).text
    let bound = try BoundCursor(cursor, for: statement).text
    let chain = try seal.seal(BackChain().next(cursor), for: statement)
    let other = Statement("SELECT 1")
    var expired = seal
    expired.now = { 10 }
    var short = seal
    short.maximumLength = 20
    seal.keyspace = nil
    let failing: [() throws -> Any] = [
      { try seal.open(text + "A", for: statement) }, { try seal.open("secret, hidden", for: statement) },
      { try seal.open(text, for: other, audience: "hidden-user") },
      { try seal.open(text, for: statement, audience: "x") },
      { try seal.open(chain, for: statement) }, { try expired.open(text, for: statement, audience: "hidden-user") },
      { try short.open(text, for: statement) }, { try short.seal(cursor, for: statement) },
      { try CursorSeal(keys: .temporary()).open(text, for: statement) },
      { try JavaSafeState(text: java + "0") }, { try JavaSafeState(text: java).state(for: other) },
      { try JavaSafeState(text: "secret") }, { try BoundCursor(text: bound + "=") },
      { try BoundCursor(text: bound).cursor(for: other) }, { try CursorKeys(Array(Self.key.dropLast())) },
      { try CursorKeys([Self.key, Self.key]) }, { try CursorKeys(text: "the-very-secret-key-of-32-bytes!!!") },
      { try PageRequest.unpaged(statement).next(at: state).checkResume() },
      { try PageRequest("SELECT 1 LIMIT \(4711)", pageSize: 5000, state: state).checkResume() },
    ]
    let secrets = try secrets(seal, cursor)
    for (index, body) in failing.enumerated() {
      let error = #expect(throws: CQLError.self, "case \(index)") { _ = try body() }
      guard let error else { continue }
      for text in texts(of: error) {
        for secret in secrets { #expect(!text.contains(secret), "\(text)") }
      }
    }
  }
}
