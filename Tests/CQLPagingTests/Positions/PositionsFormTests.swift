import Testing

@testable import CQLPaging

@Suite("Positions have one form each")
struct PositionsFormTests {
  @Test("C4: base64url text that no bytes are written as is refused")
  func base64() throws {
    #expect(try Base64URL.decode("AA") == [0])
    #expect(try Base64URL.decode("AAA") == [0, 0])
    #expect(try Base64URL.decode("AAAA") == [0, 0, 0])
    // A letter too many, or bits in the last one that belong to no byte.
    for text in ["A", "_", "AAAAA", "AAAA_", "AB", "AQ9", "AAB", "AAAAAB"] {
      let error = #expect(throws: CQLError.self) { try Base64URL.decode(text) }
      #expect(error?.code == .invalidCursor && error?.message.contains("altered at its end") == true, "\(text)")
    }
  }

  @Test("C4: a cursor's version, flags and number are the ones that are written")
  func cursorBytes() throws {
    func read(_ bytes: [UInt8]) throws -> Cursor { try Cursor(text: Base64URL.encode(bytes)) }
    #expect(try read([1, 0, 0]) == Cursor(state: nil))
    #expect(try read([1, 0, 0x80, 1]) == Cursor(state: nil, rowsConsumed: 128))
    #expect(try read([1, 1, 5]) == Cursor(state: PagingState(bytes: []), rowsConsumed: 5))
    #expect(try read([1, 1, 5, 7]) == Cursor(state: PagingState(bytes: [7]), rowsConsumed: 5))
    let largest = [UInt8](repeating: 0xFF, count: 8) + [0x7F]
    #expect(try read([1, 0] + largest) == Cursor(state: nil, rowsConsumed: .max))
    for bytes in [
      [], [1], [1, 0], [0, 0, 0], [2, 0, 0], [1, 2, 0], [1, 3, 0], [1, 0x81, 0], [1, 0, 0, 0], [1, 0, 0x80],
      // 0 and 1 written too long, and a number of 64 bits.
      [1, 0, 0x80, 0], [1, 0, 0x81, 0], [1, 0, 0x80, 0x80, 0], [1, 1, 0x85, 0, 7],
      [1, 0] + [UInt8](repeating: 0xFF, count: 9) + [1], [1, 0] + [UInt8](repeating: 0x80, count: 9) + [1],
    ] as [[UInt8]] {
      #expect(code { _ = try read(bytes) } == .invalidCursor, "\(bytes)")
    }
  }

  @Test("C4: text that is too short to hold anything sealed is no sealed cursor, rather than a forged one")
  func shortSeals() throws {
    let seal = CursorSeal(keys: .temporary(), lifetime: nil)
    func error(_ bytes: [UInt8]) -> CQLError? {
      #expect(throws: CQLError.self) { try seal.open(Base64URL.encode(bytes), for: "SELECT * FROM t") }
    }
    let longer = [SealingKey.version] + [UInt8](repeating: 7, count: SealingKey.overhead)
    for count in 0..<longer.count {
      let error = error(Array(longer.prefix(count)))
      #expect(error?.code == .invalidCursor)
      #expect(error?.message.contains("is no sealed cursor of this library") == true, "\(count) bytes")
    }
    #expect(error(longer)?.code == .cursorForged)
    #expect(error([0] + longer.dropFirst())?.code == .invalidCursor)
  }

  @Test("C10: a chain remembers 100 pages, no more than there were, and none that is no cursor")
  func chains() throws {
    func chain(number: UInt8, beginnings: Int) throws -> BackChain {
      let cursor: [UInt8] = [3, 1, 0, 0]
      return try BackChain(bytes: [number] + Array(repeating: cursor, count: beginnings).joined())
    }
    #expect(try chain(number: 100, beginnings: 100).pageNumber == 100)
    #expect(try chain(number: 127, beginnings: 100).pageNumber == 127)
    #expect(try chain(number: 1, beginnings: 1) == BackChain())
    for (number, beginnings) in [(101, 101), (127, 101), (127, 127), (99, 100), (1, 2), (0, 1), (1, 0)]
      as [(UInt8, Int)]
    {
      #expect(
        code { _ = try chain(number: number, beginnings: beginnings) } == .invalidCursor, "\(number) \(beginnings)")
    }
  }

  /// Writes a tuple of a set and whatever follows it.
  private struct Raw: CQLEncodable {
    let bytes: [UInt8]
    var naturalType: CQLType { .tuple([.set(.tinyint)]) }
    func encode(as _: CQLType, into writer: inout CellWriter) throws(CQLError) { writer.write(bytes) }
  }

  @Test("C5: the order within a set is no difference, and bytes that belong to no value are one")
  func canonicalTuples() throws {
    func fingerprint(_ bytes: String) throws -> StatementFingerprint {
      try StatementFingerprint(of: Statement("SELECT", values: [Raw(bytes: hex(bytes))]))
    }
    let set = "0000000E 00000002 00000001 01 00000001 02"
    let other = "0000000E 00000002 00000001 02 00000001 01"
    #expect(try fingerprint(set) == fingerprint(other))
    #expect(try fingerprint(set) != fingerprint(set + "FFFFFFFF"))
    #expect(try fingerprint(set + "00") != fingerprint(set + "01"))
    #expect(try fingerprint(set + "00") != fingerprint(other + "00"))
  }

  @Test("bytes are compared as a whole, whatever their number")
  func comparison() {
    let bytes: [UInt8] = [1, 2, 3]
    #expect(equalInConstantTime(bytes, bytes) && equalInConstantTime([] as [UInt8], []))
    for other in [[], [1, 2], [1, 2, 3, 4], [1, 2, 4], [0, 2, 3], [1, 0, 3]] as [[UInt8]] {
      #expect(!equalInConstantTime(bytes, other) && !equalInConstantTime(other, bytes), "\(other)")
    }
  }

  @Test("C8: text in the Java drivers' form is refused for its length where it is longer than any can be")
  func javaLength() throws {
    let longest = (3 + JavaSafeState.maximumStateLength) * 4
    #expect(code { _ = try JavaSafeState(text: String(repeating: "0", count: longest + 1)) } == .cursorTooLong)
    #expect(code { _ = try JavaSafeState(text: String(repeating: "0", count: longest)) } == .invalidCursor)
  }
}
