import CQLPaging
import Testing

/// Where other drivers' safe paging states break, each line once.
@Suite struct PositionsPitfallTests {
  private static func statement(_ values: any CQLEncodable...) -> Statement {
    Statement("SELECT n FROM t WHERE a = ? AND b = ?", values: values)
  }

  static let collisions: [(Statement, Statement)] = [
    (statement("ab", "c"), statement("a", "bc")),
    (statement("ab", ""), statement("", "ab")),
    (statement("a", nil as String?), statement("a", "")),
    (statement("a", nil as String?), statement("a", CQLUnset())),
    (statement("a", ""), statement("a", CQLUnset())),
    (Statement("SELECT 1a", values: ["b"]), Statement("SELECT 1", values: ["ab"])),
  ]

  @Test("C3, C4: statements whose parts are the same bytes behind one another do not collide", arguments: collisions)
  func noCollision(first: Statement, second: Statement) throws {
    let cursor = Cursor(state: PagingState(bytes: [1, 2, 3]))
    let seal = CursorSeal(keys: .temporary(), lifetime: nil, now: { 0 })
    for (own, other) in [(first, second), (second, first)] {
      let bound = try BoundCursor(cursor, for: own)
      #expect(try bound.cursor(for: own) == cursor)
      #expect(throws: CQLError.self) { try bound.cursor(for: other) }
      let sealed = try seal.seal(cursor, for: own)
      #expect(try seal.open(sealed, for: own) == cursor)
      #expect(throws: CQLError.self) { try seal.open(sealed, for: other) }
    }
  }

  @Test(
    "C8: malformed safe states of Java's form are errors, and none is a crash",
    arguments: ["0101", "", "ffff00010000", "0001ffff0000", "0", "zz", "7fff0010", "80000000", "00000000"])
  func malformed(text: String) {
    let statement: Statement = "Q"
    #expect(throws: CQLError.self) { try JavaSafeState(text: text).state(for: statement) }
  }
}
