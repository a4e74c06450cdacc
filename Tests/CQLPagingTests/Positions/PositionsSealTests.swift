import CQLPaging
import Synchronization
import Testing

@Suite struct PositionsSealTests {
  static let key = (0..<32).map { UInt8($0) }
  static let otherKey = (0..<32).map { UInt8($0) ^ 0xA5 }

  let statement = Statement("SELECT * FROM t WHERE a = ?", values: ["ab"])
  let cursor = Cursor(state: PagingState(bytes: "secret-primary-key".utf8), rowsConsumed: 42)

  func seal(_ keys: [[UInt8]] = [key], lifetime: Duration? = .seconds(100), at time: Int64 = 1000) throws -> CursorSeal
  {
    CursorSeal(keys: try CursorKeys(keys), lifetime: lifetime, keyspace: "ks") { time }
  }

  func code(_ body: () throws -> some Any) -> CQLError.Code? {
    do {
      _ = try body()
      return nil
    } catch {
      return (error as? CQLError)?.code
    }
  }

  @Test(
    "C4, C5: what was sealed opens, with its rows, whatever the position",
    arguments: [nil, [], [0], Array(1...100)] as [[UInt8]?], [0, 1, 5000, .max])
  func roundTrip(state: [UInt8]?, rows: Int) throws {
    let cursor = Cursor(state: state.map { PagingState(bytes: $0) }, rowsConsumed: rows)
    for lifetime in [nil, .seconds(1), .seconds(Int64.max)] as [Duration?] {
      for audience in [nil, "", "user 42"] {
        let seal = try seal(lifetime: lifetime)
        let text = try seal.seal(cursor, for: statement, audience: audience)
        #expect(try seal.open(text, for: statement, audience: audience) == cursor)
      }
    }
  }

  @Test("C4: the construction is what is documented: any change to it breaks the cursors that are out there")
  func recorded() throws {
    let text = try seal().seal(cursor, for: statement, audience: "user 42")
    // Made by another program, from the documentation.
    let recorded =
      "A-kPy09X2S7L7qcP49cxU541V-K4FZGTu3GOs-n7LZRPhWsqtL-owXeXR1jK8z5ypdyg"
      + "D6kepl1YC0ydgh0dKRhD9s0GI-8tDhOYvHiBw8c1nz47B7ywLX-IVEotYlTu3Rfa"
    #expect(text == recorded)
  }

  @Test("C4: the same at the same time, another text for anything else; and safe in a URL")
  func texts() throws {
    let seal = try seal()
    let text = try seal.seal(cursor, for: statement)
    #expect(try seal.seal(cursor, for: statement) == text)
    #expect(try self.seal(at: 1001).seal(cursor, for: statement) != text)
    #expect(try self.seal([Self.otherKey]).seal(cursor, for: statement) != text)
    #expect(try seal.seal(cursor, for: statement, audience: "user 42") != text)
    #expect(
      text.utf8.allSatisfy { "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8.contains($0) })
  }

  @Test("C9: a sealed text has no byte of the position in clear")
  func encrypted() throws {
    let other = Cursor(state: PagingState(bytes: [UInt8](repeating: 0, count: 200)))
    let sealed = try [cursor, other].map { try Base64URL.decode(try seal().seal($0, for: statement)) }
    #expect(!String(decoding: sealed[0], as: UTF8.self).contains("secret"))
    // Blocks of the key stream differ: equal content of two blocks is not equal any more.
    let blocks = stride(from: 64, to: 224, by: 32).map { Array(sealed[1][$0..<$0 + 32]) }
    #expect(Set(blocks).count == blocks.count)
  }

  // What forgers do.

  @Test("C4: every change of a single bit is noticed, in the bytes and in the text")
  func bitFlips() throws {
    let seal = try seal()
    let text = try seal.seal(cursor, for: statement, audience: "user 42")
    let bytes = try Base64URL.decode(text)
    for bit in 0..<bytes.count * 8 {
      var altered = bytes
      altered[bit / 8] ^= 1 << UInt8(bit % 8)
      let code = code { try seal.open(Base64URL.encode(altered), for: statement, audience: "user 42") }
      #expect(code == (bit < 8 ? .invalidCursor : .cursorForged), "bit \(bit)")
    }
    for bit in 0..<text.utf8.count * 8 {
      var altered = Array(text.utf8)
      altered[bit / 8] ^= 1 << UInt8(bit % 8)
      let code = code { try seal.open(String(decoding: altered, as: UTF8.self), for: statement, audience: "user 42") }
      #expect(code == .cursorForged || code == .invalidCursor, "bit \(bit)")
    }
  }

  @Test("C4: every truncation is noticed, at both ends, and every byte more")
  func truncations() throws {
    let seal = try seal()
    let text = try seal.seal(cursor, for: statement)
    let bytes = try Base64URL.decode(text)
    var wrong = (0..<text.utf8.count).flatMap { [String(text.prefix($0)), String(text.suffix($0))] }
    for length in bytes.indices {
      wrong += [Base64URL.encode(Array(bytes.prefix(length))), Base64URL.encode(Array(bytes.suffix(length)))]
    }
    for byte in UInt8.min...UInt8.max { wrong += [Base64URL.encode(bytes + [byte]), Base64URL.encode([byte] + bytes)] }
    wrong += ["=", "==", " ", "\n", "\0", "A", "%"].flatMap { [text + $0, $0 + text] }
    for wrong in wrong {
      let code = code { try seal.open(wrong, for: statement) }
      #expect(code == .cursorForged || code == .invalidCursor)
    }
  }

  @Test("C4: 100,000 random texts are refused, and nothing is asked of the server", arguments: UInt64(1)...4)
  func randomTexts(seed: UInt64) async throws {
    let seal = try seal()
    let source = NumberSource(count: 10)
    let text = try seal.seal(cursor, for: statement)
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var random = SeededNumbers(seed: seed)
    var codes: [CQLError.Code: Int] = [:]
    for round in 0..<25_000 {
      let bytes = random.bytes(Int(random.next() % 120))
      let letters = bytes.map { alphabet[Int($0 & 63)] }
      let wrong: String
      switch round % 20 {
      case 0...9: wrong = String(decoding: bytes, as: UTF8.self)
      case 10...17: wrong = String(decoding: letters, as: UTF8.self)
      case 18: wrong = text.prefix(Int(random.next() % 52)) + String(decoding: letters, as: UTF8.self)
      default:
        var altered = Array(text.utf8)
        for letter in letters.prefix(4) { altered[Int(random.next()) % altered.count] = letter }
        wrong = String(decoding: altered, as: UTF8.self)
      }
      if wrong == text { continue }
      do {
        for try await _ in source.rows(of: statement, from: try seal.open(wrong, for: statement)) {}
        Issue.record("a random text was opened in round \(round)")
      } catch let error as CQLError {
        codes[error.code, default: 0] += 1
      }
    }
    #expect(source.requests.isEmpty)
    #expect(codes.keys.filter { !$0.concernsCursor }.isEmpty)
    #expect(codes[.cursorForged, default: 0] > 300 && codes[.invalidCursor, default: 0] > 1000)
  }

  @Test("C4: 10 MB of text are refused for their length, before they are read")
  func longText() throws {
    let seal = try seal()
    let texts = [
      String(repeating: "A", count: 10_000_000), String(repeating: "é", count: 5_000_000),
      try seal.seal(cursor, for: statement) + String(repeating: "A", count: 10_000_000),
    ]
    for text in texts {
      // Where it was read first, the letters would be what is wrong with the second one.
      #expect(code { try seal.open(text, for: statement) } == .cursorTooLong)
      #expect(code { try seal.open(text.dropFirst(), for: statement) } == .cursorTooLong)
      #expect(code { try seal.openChain(text, for: statement) } == .cursorTooLong)
    }
  }

  // Length.

  @Test("C4: what would be too long is not made, and never cut; a seal that allows it carries 120 kB")
  func lengthLimit() throws {
    var seal = try seal()
    let long = Cursor(state: PagingState(bytes: [UInt8](repeating: 7, count: 120_021)), rowsConsumed: 3)
    #expect(code { try seal.seal(long, for: statement) } == .cursorTooLong)
    seal.maximumLength = .max
    let text = try seal.seal(long, for: statement)
    #expect(try seal.open(text, for: statement) == long)
    seal.maximumLength = text.utf8.count
    #expect(try seal.open(try seal.seal(long, for: statement), for: statement) == long)
    seal.maximumLength -= 1
    #expect(code { try seal.seal(long, for: statement) } == .cursorTooLong)
    #expect(code { try seal.open(text, for: statement) } == .cursorTooLong)
    for length in [0, -1, .min] {
      seal.maximumLength = length
      #expect(code { try seal.seal(cursor, for: statement) } == .cursorTooLong)
      #expect(code { try seal.seal(BackChain(), for: statement) } == .cursorTooLong)
      #expect(code { try seal.open("A", for: statement) } == .cursorTooLong)
    }
  }

  // Whom and what it is for.

  @Test("C4: a cursor of another statement, other values, another keyspace or another audience is foreign")
  func foreign() throws {
    let seal = try seal()
    let text = try seal.seal(cursor, for: statement, audience: "user 42")
    #expect(code { try seal.open(text, for: statement, audience: "user 42") } == nil)
    for audience in [nil, "", "user 4", "user 43", "User 42", "user 42 "] {
      #expect(code { try seal.open(text, for: statement, audience: audience) } == .cursorForeign)
    }
    let others = [
      Statement("SELECT * FROM u WHERE a = ?", values: ["ab"]), Statement(statement.text, values: ["ac"]),
      Statement(statement.text, named: ["a": "ab"]), Statement(statement.text),
    ]
    for other in others {
      #expect(code { try seal.open(text, for: other, audience: "user 42") } == .cursorForeign)
    }
    for keyspace in [nil, "", "k", "ks2"] {
      var other = seal
      other.keyspace = keyspace
      #expect(code { try other.open(text, for: statement, audience: "user 42") } == .cursorForeign)
    }
    let everybodys = try seal.seal(cursor, for: statement)
    #expect(code { try seal.open(everybodys, for: statement, audience: "user 42") } == .cursorForeign)
  }

  @Test(
    "C4: a cursor opens until its time, and not from then on",
    arguments: [
      (1000, nil), (1099, nil), (1100, .cursorExpired), (1101, .cursorExpired), (.max, .cursorExpired), (0, nil),
    ]
      as [(Int64, CQLError.Code?)])
  func expiry(time: Int64, expected: CQLError.Code?) throws {
    let text = try seal().seal(cursor, for: statement)
    #expect(code { try seal(at: time).open(text, for: statement) } == expected)
    let lasting = try seal(lifetime: nil).seal(cursor, for: statement)
    #expect(code { try seal(at: time).open(lasting, for: statement) } == nil)
  }

  @Test(
    "C4: lifetimes at the edges",
    arguments: [.zero, .seconds(-1), .milliseconds(999), .seconds(Int64.min)] as [Duration])
  func lifetimes(lifetime: Duration) throws {
    #expect(code { try seal(lifetime: lifetime).seal(cursor, for: statement) } == .invalidConfiguration)
  }

  @Test("C4: the system's clock is what a seal goes by where nothing is said")
  func systemClock() throws {
    var seal = CursorSeal(keys: .temporary())
    #expect(seal.now() > 1_700_000_000)
    let text = try seal.seal(cursor, for: statement)
    #expect(try seal.open(text, for: statement) == cursor)
    let later = seal.now() + 86_500
    seal.now = { later }
    #expect(code { try seal.open(text, for: statement) } == .cursorExpired)
  }

  // Keys.

  @Test("C4: keys are changed without an end to the cursors that are out there")
  func rotation() throws {
    let old = try seal([Self.key])
    let both = try seal([Self.key, Self.otherKey])
    let turned = try seal([Self.otherKey, Self.key])
    let new = try seal([Self.otherKey])
    let ofOld = try old.seal(cursor, for: statement)
    let ofNew = try turned.seal(cursor, for: statement)
    #expect(try both.seal(cursor, for: statement) == ofOld, "the first key seals")
    #expect(try new.seal(cursor, for: statement) == ofNew)
    for seal in [old, both, turned] { #expect(try seal.open(ofOld, for: statement) == cursor) }
    for seal in [new, both, turned] { #expect(try seal.open(ofNew, for: statement) == cursor) }
    #expect(code { try new.open(ofOld, for: statement) } == .cursorForged)
    #expect(code { try old.open(ofNew, for: statement) } == .cursorForged)
  }

  @Test("C4: a cursor and a chain are not taken for each other")
  func kinds() throws {
    let seal = try seal()
    let text = try seal.seal(cursor, for: statement)
    let chain = try seal.seal(BackChain().next(cursor), for: statement)
    let others: [() throws -> Void] = [
      { _ = try seal.openChain(text, for: statement) }, { _ = try seal.open(chain, for: statement) },
    ]
    for open in others {
      let error = #expect(throws: CQLError.self) { try open() }
      #expect(error?.code == .invalidCursor && error?.message.contains("of another kind") == true)
    }
    #expect(code { try seal.open(cursor.text, for: statement) } == .invalidCursor)
    #expect(code { try seal.open(try BoundCursor(cursor, for: statement).text, for: statement) } == .invalidCursor)
  }

  @Test("C6: all that is wrong with a cursor has a code that says so, and other failures have not")
  func codes() {
    let cursors: [CQLError.Code] = [
      .invalidCursor, .cursorForged, .cursorExpired, .cursorForeign, .cursorTooLong, .cursorNoLongerValid,
    ]
    #expect(cursors.filter(\.concernsCursor) == cursors)
    let others: [CQLError.Code] = [
      .server, .timeout, .invalidConfiguration, .wrongValues, .invalidPageSize, .resumeIgnored,
    ]
    #expect(others.filter(\.concernsCursor).isEmpty)
  }
}
