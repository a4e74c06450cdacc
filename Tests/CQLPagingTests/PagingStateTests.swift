import CQLPaging
import Testing

@Suite struct PagingStateTests {
  @Test(
    "C2: base64url as RFC 4648 has it, without padding",
    arguments: [
      ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
      ("foobar", "Zm9vYmFy"), ("\u{3FB}~", "z7t-"), ("??>", "Pz8-"), ("???", "Pz8_"),
    ])
  func base64URL(plain: String, text: String) throws {
    let state = PagingState(bytes: plain.utf8)
    #expect(state.base64URL == text)
    #expect(try PagingState(base64URL: text) == state)
  }

  @Test("C2: hexadecimal digits, lowercase out, either case in")
  func hex() throws {
    let state = PagingState(bytes: [0, 1, 0x0F, 0xF0, 0xFF, 0xAB])
    #expect(state.hex == "00010ff0ffab")
    #expect(try PagingState(hex: "00010FF0ffAB") == state)
    #expect(try PagingState(hex: "") == PagingState(bytes: []))
  }

  @Test("C2: every length goes out and in again", arguments: 0..<70)
  func roundTrip(length: Int) throws {
    let state = PagingState(bytes: (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 7) })
    #expect(try PagingState(base64URL: state.base64URL) == state)
    #expect(try PagingState(hex: state.hex) == state)
  }

  @Test(
    "C2: text that is no base64url is an error that names the problem",
    arguments: ["Z", "Zg==", "Zh", "Zm9=", "Zm 9v", "Zm9v\n", "Zm+v", "Zm/v", "é", "Zm9vY", "\0\0"])
  func badBase64URL(text: String) {
    let error = #expect(throws: CQLError.self) { try PagingState(base64URL: text) }
    #expect(error?.code == .invalidCursor)
    #expect(error?.message.contains(text) == false)
  }

  @Test("C2: text that is no pairs of hexadecimal digits is an error", arguments: ["0", "0g", "0x00", " 00", "é"])
  func badHex(text: String) {
    let error = #expect(throws: CQLError.self) { try PagingState(hex: text) }
    #expect(error?.code == .invalidCursor)
  }

  @Test("C9: no description, dump or interpolation shows a byte of a state or a cursor")
  func neverShown() throws {
    let state = PagingState(bytes: "secret-key".utf8)
    let cursor = Cursor(state: state, rowsConsumed: 4711)
    let page = Page(rows: [1], nextState: state)
    let request = PageRequest("SELECT 1", state: state)
    let error = PagingError(underlying: CQLError(.timeout, "late"), cursor: cursor, rowsDelivered: 1, pagesDelivered: 1)
    for value in [state, cursor, page, request, error] as [Any] {
      var dumped = ""
      dump(value, to: &dumped)
      for text in ["\(value)", String(reflecting: value), dumped] {
        for secret in ["secret", state.hex, state.base64URL, "115, 101", "4711", cursor.text] {
          #expect(!text.contains(secret), "\(text)")
        }
      }
    }
  }
}

@Suite struct CursorTests {
  @Test(
    "C5: a cursor's text goes out and in again",
    arguments: [nil, [], [0], [1, 2, 3]] as [[UInt8]?], [0, 1, 127, 128, 300, 5000, .max])
  func roundTrip(bytes: [UInt8]?, rows: Int) throws {
    let cursor = Cursor(state: bytes.map { PagingState(bytes: $0) }, rowsConsumed: rows)
    #expect(try Cursor(text: cursor.text) == cursor)
  }

  @Test("C5: every truncation of a cursor's text is an error or, inside its state, another cursor; never a crash")
  func truncations() {
    let cursor = Cursor(state: PagingState(bytes: Array(1...9)), rowsConsumed: 300)
    for length in 0..<cursor.text.utf8.count {
      let text = cursor.text.prefix(length)
      if let other = try? Cursor(text: text) { #expect(other != cursor) }
    }
  }

  @Test(
    "C5: text that no cursor makes is an error",
    arguments: [
      [], [1], [1, 0], [2, 0, 0], [1, 2, 0], [1, 0, 0, 0], [1, 0, 0x80], [1, 0, 0x80, 0],
      [1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
    ] as [[UInt8]])
  func malformed(bytes: [UInt8]) {
    let error = #expect(throws: CQLError.self) { try Cursor(text: PagingState(bytes: bytes).base64URL) }
    #expect(error?.code == .invalidCursor)
  }
}
