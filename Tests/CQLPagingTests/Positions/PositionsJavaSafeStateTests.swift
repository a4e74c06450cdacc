import CQLPaging
import Testing

@Suite struct PositionsJavaSafeStateTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let statement: Statement
    let raw: String
    let version: Int16
    let text: String
    var testDescription: String { text }
  }

  // What Java driver 4 makes.
  static let vectors = [
    Vector(
      statement: "SELECT * FROM ks.t", raw: "0004000000017ffffff5", version: 4,
      text: "000a00100004000000017ffffff57114ad715a2fd51c07962119774cc7670004"),
    Vector(
      statement: Statement("SELECT * FROM ks.t WHERE k=?", values: [Int32(1)]), raw: "0102030405", version: 4,
      text: "000500100102030405f1863f57461f7234418c9479f8b80f070004"),
    Vector(
      statement: Statement("SELECT * FROM ks.t WHERE k=:k AND v=:v", named: ["k": Int32(1), "v": "ab"]),
      raw: "0102030405", version: 5, text: "000500100102030405e5c09be838ce0b58644ddba75bbdd1cd0005"),
    Vector(
      statement: Statement("Q", values: ["ab", "c"]), raw: "00", version: 4,
      text: "000100100073ce92ddf0be54a30196f352064cd9550004"),
    Vector(
      statement: Statement("Q", values: ["a", "bc"]), raw: "00", version: 4,
      text: "000100100073ce92ddf0be54a30196f352064cd9550004"),
  ]

  @Test("C8: the Java drivers' vectors, written and read", arguments: vectors)
  func vector(_ vector: Vector) throws {
    let state = try PagingState(hex: vector.raw)
    let safe = try JavaSafeState(state, for: vector.statement, protocolVersion: vector.version)
    #expect(safe.text == vector.text)
    for text in [vector.text, vector.text.uppercased()] {
      let read = try JavaSafeState(text: text)
      #expect(read == safe)
      #expect(read.protocolVersion == vector.version)
      #expect(try read.state(for: vector.statement) == state)
    }
  }

  @Test("C8: with a prepared statement, values are hashed as the types of its bind markers")
  func prepared() throws {
    let vector = Self.vectors[2]
    let prepared = PreparedStatement(
      template: Statement(vector.statement.text),
      bindMarkers: Columns([Column(name: "k", type: .int), Column(name: "v", type: .text)]), partitionKeyIndexes: [],
      columns: Columns([]))
    for statement in [try prepared.bind(1, "ab"), try prepared.bind(named: ["v": "ab", "k": 1])] {
      #expect(try JavaSafeState(text: vector.text).state(for: statement, prepared: prepared).hex == vector.raw)
    }
    let error = #expect(throws: CQLError.self) {
      try JavaSafeState(text: vector.text).state(for: try prepared.bind(1, "ab"))
    }
    #expect(error?.code == .cursorForeign, "an Int alone is 8 bytes long")
  }

  @Test("C8: a name that comes twice is hashed once, where it comes first")
  func names() throws {
    let raw = PagingState(bytes: [0])
    let twice = Statement("SELECT :b, :a, :b -- :c", named: ["a": "1", "b": "2"])
    let hash = MD5.hash(Array((twice.text + "21\0").utf8))
    #expect(try JavaSafeState(raw, for: twice).text == "0001001000" + Hexadecimal.encode(hash) + "0004")
  }

  @Test("C8: another statement, another value or an altered byte is refused")
  func foreign() throws {
    let vector = Self.vectors[1]
    for other in [
      Statement("SELECT * FROM ks.t WHERE v=?", values: [Int32(1)]),
      Statement(vector.statement.text, values: [Int32(2)]),
      Statement(vector.statement.text),
    ] {
      let error = #expect(throws: CQLError.self) { try JavaSafeState(text: vector.text).state(for: other) }
      #expect(error?.code == .cursorForeign)
    }
    var altered = try Hexadecimal.decode(vector.text)
    for index in 4..<altered.count - 2 {
      altered[index] ^= 1
      let safe = try JavaSafeState(text: Hexadecimal.encode(altered))
      let error = #expect(throws: CQLError.self) { try safe.state(for: vector.statement) }
      #expect(error?.code == .cursorForeign)
      altered[index] ^= 1
    }
  }

  @Test("C8: a text without a version, as old drivers made it, has version 2, and is written with it")
  func legacy() throws {
    let safe = try JavaSafeState(text: "00010000aa")
    #expect(safe.protocolVersion == 2)
    #expect(safe.text == "00010000aa0002")
    let error = #expect(throws: CQLError.self) { try safe.state(for: "SELECT * FROM ks.t") }
    #expect(error?.code == .cursorForeign, "no hash is no statement's hash")
  }

  @Test(
    "C8: malformed texts are errors",
    arguments: [
      "0101", "", "ffff00010000", "0001ffff0000", "0", "00", "000", "zz010000aa", "00010000aa00", "00010000aa000200",
      "7fff7fff", "0002 0000aabb", "8000800000",
    ])
  func malformed(text: String) {
    let error = #expect(throws: CQLError.self) { try JavaSafeState(text: text) }
    #expect(error?.code == .invalidCursor)
  }

  @Test("C8: every truncation of a text is an error, but the one that lacks the version alone")
  func truncations() {
    let text = Self.vectors[0].text
    for length in 0..<text.count where length != text.count - 4 {
      #expect(throws: CQLError.self) { try JavaSafeState(text: text.prefix(length)) }
    }
  }

  @Test("C8: 20,000 random texts, most with lengths in front that could be, are read or refused")
  func random() {
    var random = SeededNumbers(seed: 8)
    var read = 0
    for round in 0..<20_000 {
      var bytes = random.bytes(Int(random.next() % 24))
      if round % 4 > 0, bytes.count >= 4 { bytes[..<4] = [0, bytes[1] & 7, 0, bytes[3] & 7] }
      let text = Hexadecimal.encode(bytes)
      guard let safe = try? JavaSafeState(text: text) else { continue }
      read += 1
      #expect(safe.text == text || safe.text == text + "0002")
    }
    #expect(read > 500)
  }

  @Test("C8: positions of 32,767 bytes fit, longer ones and longer texts do not")
  func lengths() throws {
    let longest = PagingState(bytes: [UInt8](repeating: 7, count: 32_767))
    let safe = try JavaSafeState(longest, for: "Q")
    #expect(try JavaSafeState(text: safe.text).state(for: "Q") == longest)
    let tooLong = #expect(throws: CQLError.self) {
      try JavaSafeState(PagingState(bytes: longest.bytes + [7]), for: "Q")
    }
    #expect(tooLong?.code == .cursorTooLong)
    let text = #expect(throws: CQLError.self) { try JavaSafeState(text: String(repeating: "0", count: 10_000_000)) }
    #expect(text?.code == .cursorTooLong)
  }

  @Test("C8: a null has no place in the hash, \"not set\" is hashed as nothing, as in Java")
  func nulls() throws {
    let state = PagingState(bytes: [1])
    let error = #expect(throws: CQLError.self) { try JavaSafeState(state, for: Statement("Q", values: [Int?.none])) }
    #expect(error?.code == .wrongValues)
    let unset = try JavaSafeState(state, for: Statement("Q", values: [CQLUnset()]))
    #expect(try unset.text == JavaSafeState(state, for: "Q").text)
    let unused = #expect(throws: CQLError.self) { try JavaSafeState(state, for: Statement("Q :a", named: ["b": 1])) }
    #expect(unused?.code == .wrongValues)
  }
}
