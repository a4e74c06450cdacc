import CQLPaging
import Testing

@Suite struct PositionsKeysTests {
  static let one = (0..<32).map { UInt8($0 * 7 + 1) }
  static let two = (0..<48).map { UInt8($0 * 5 + 3) }
  static let hexOfOne = Hexadecimal.encode(one)
  static let base64OfTwo = Base64URL.encode(two)

  private func ids(_ keys: CursorKeys) -> [[UInt8]] { keys.keys.map(\.id) }

  static let texts: [(String, String)] = [
    ("plain", "\(hexOfOne)\n\(base64OfTwo)"), ("with a line's end", "\(hexOfOne)\n\(base64OfTwo)\n"),
    ("lines of the other kind", "\(hexOfOne)\r\n\(base64OfTwo)\r\n"),
    ("upper case and spaces", "  \(hexOfOne.uppercased())\t\n \(base64OfTwo) "),
    ("comments and blank lines", "# newest\n\n\(hexOfOne)\n   \n  # oldest \(hexOfOne)\n\(base64OfTwo)\n"),
    (
      "the other base64 alphabet",
      "\(hexOfOne)\n\(String(base64OfTwo.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }))"
    ),
    ("base64 both", "\(Base64URL.encode(one))=\n\(base64OfTwo)"),
    ("base64 without padding", "\(Base64URL.encode(one))\n\(base64OfTwo)"),
  ]

  @Test("C4: keys are read from text, the newest first", arguments: texts)
  func text(what: String, text: String) throws {
    #expect(ids(try CursorKeys(text: text)) == ids(try CursorKeys([Self.one, Self.two])))
    #expect(ids(try CursorKeys(text: text[...])) == ids(try CursorKeys([Self.one, Self.two])))
  }

  static let badTexts: [(String, String, String)] = [
    ("nothing", "", "no key"), ("comments alone", "# none\n\n", "no key"),
    ("no key", "\(hexOfOne)\nsecret key!\n", "line 2"),
    ("too short", "\(hexOfOne)\n\n\(hexOfOne.dropLast(2))", "line 3"),
    ("half a digit too many", "\(hexOfOne)a", "line 1"), ("padding in front", "=\(base64OfTwo)", "line 1"),
    ("too much padding", "\(base64OfTwo)====", "line 1"), ("a comment behind a key", "\(hexOfOne) # new", "line 1"),
    ("a key twice", "\(hexOfOne)\n\(hexOfOne)", "2 of 2"), ("zeros", String(repeating: "0", count: 64), "1 of 1"),
  ]

  @Test("C4: text that is no keys is an error with its place, and without what stands there", arguments: badTexts)
  func badText(what: String, text: String, place: String) {
    let error = #expect(throws: CQLError.self) { try CursorKeys(text: text) }
    #expect(error?.code == .invalidConfiguration)
    #expect(error?.message.contains(place) == true)
    #expect(error?.message.contains(Self.hexOfOne.prefix(8)) == false && error?.message.contains("secret") == false)
  }

  @Test(
    "C4: keys that are none are refused",
    arguments: [[], [[]], [Array(one.dropLast())], [one, []], [one, two, one], [[UInt8](repeating: 5, count: 32)]]
      as [[[UInt8]]])
  func badKeys(keys: [[UInt8]]) {
    let error = #expect(throws: CQLError.self) { try CursorKeys(keys) }
    #expect(error?.code == .invalidConfiguration)
  }

  @Test("C4: temporary keys are no two times the same")
  func temporary() {
    #expect(Set((0..<20).map { _ in ids(.temporary())[0] }).count == 20)
  }

  @Test("C4: two keys with the same id both open what they sealed")
  func sameID() throws {
    // The id is 4 bytes long; what a key does hangs on all its bytes.
    let (one, two) = (SealingKey(Self.one), SealingKey(Self.two))
    for key in [one, two] {
      let sealed = key.seal([1, 2, 3])
      let (tag, content) = (Array(sealed[5..<37]), Array(sealed[37...]))
      #expect(key.open(tag: tag, sealed: content) == [1, 2, 3])
      #expect((key.id == one.id ? two : one).open(tag: tag, sealed: content) == nil)
    }
  }
}
