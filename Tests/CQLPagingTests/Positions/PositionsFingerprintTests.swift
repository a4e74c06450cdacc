import CQLPaging
import Testing

@Suite struct PositionsFingerprintTests {
  static let text = "SELECT * FROM ks.t WHERE a = ? AND b = ?"

  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    let statement: Statement
    var keyspace: String?
    var version: UInt8 = 4

    init(_ what: String, _ statement: Statement, keyspace: String? = nil, version: UInt8 = 4) {
      (self.what, self.statement, self.keyspace, self.version) = (what, statement, keyspace, version)
    }

    var testDescription: String { what }

    func fingerprint() throws -> StatementFingerprint {
      try StatementFingerprint(of: statement, keyspace: keyspace, protocolVersion: version)
    }
  }

  /// No two of these are the same statement.
  static let different: [Case] = [
    Case("no values", Statement(text)),
    Case("another text", Statement(text + " ")),
    Case("(\"ab\", \"c\")", Statement(text, values: ["ab", "c"])),
    Case("(\"a\", \"bc\")", Statement(text, values: ["a", "bc"])),
    Case("(\"abc\", \"\")", Statement(text, values: ["abc", ""])),
    Case("(\"\", \"abc\")", Statement(text, values: ["", "abc"])),
    Case("one value", Statement(text, values: ["abc"])),
    Case("a null", Statement(text, values: [String?.none, "abc"])),
    Case("a value that is not set", Statement(text, values: [CQLUnset(), "abc"])),
    Case("a value of no bytes", Statement(text, values: [CQLValue.empty, "abc"])),
    Case("a text of no bytes and another", Statement(text, values: ["", "ab"])),
    Case("the blob of a text", Statement(text, values: [Array("ab".utf8), "c"])),
    Case("an Int", Statement(text, values: [1, "c"])),
    Case("an Int32", Statement(text, values: [Int32(1), "c"])),
    Case("another Int", Statement(text, values: [2, "c"])),
    Case("values the other way round", Statement(text, values: ["c", "ab"])),
    Case("a list", Statement(text, values: [["a", "b"], "c"])),
    Case("the list in another order", Statement(text, values: [["b", "a"], "c"])),
    Case("a list of one", Statement(text, values: [["ab"], "c"])),
    Case("a set", Statement(text, values: [Set(["a", "b"]), "c"])),
    Case("named", Statement(text, named: ["a": "ab", "b": "c"])),
    Case("named the other way round", Statement(text, named: ["b": "ab", "a": "c"])),
    Case("other names", Statement(text, named: ["a": "ab", "c": "c"])),
    Case("a name that runs into its value", Statement(text, named: ["aa": "b", "b": "c"])),
    Case("a keyspace", Statement(text), keyspace: "ks"),
    Case("another keyspace", Statement(text), keyspace: "k"),
    Case("a keyspace of no name", Statement(text), keyspace: ""),
    Case("the keyspace at the text's end", Statement(text + "ks")),
    Case("another version of the protocol", Statement(text), version: 5),
  ]

  @Test("C3: statements that differ in anything differ in their mark")
  func differences() throws {
    var seen: [StatementFingerprint: String] = [:]
    for example in Self.different {
      let fingerprint = try example.fingerprint()
      #expect(fingerprint == (try example.fingerprint()), "\(example.what)")
      #expect(seen.updateValue(example.what, forKey: fingerprint) == nil, "\(example.what)")
    }
  }

  static let equal: [(String, Statement, Statement)] = [
    ("no values", Statement(text), Statement(text, values: [])),
    ("no named values", Statement(text), Statement(text, named: [:])),
    (
      "interpolated or written out", "SELECT * FROM ks.t WHERE a = \("ab") AND b = \("c")",
      Statement(text, values: ["ab", "c"])
    ),
    ("no bytes", Statement(text, values: [CQLValue.empty]), Statement(text, values: [[UInt8]()])),
    ("nulls of any type", Statement(text, values: [Int?.none]), Statement(text, values: [String?.none])),
    ("an optional with a value", Statement(text, values: [Int?.some(5)]), Statement(text, values: [5])),
    ("a CQLValue", Statement(text, values: [CQLValue.text("ab")]), Statement(text, values: ["ab"])),
    (
      "a set in another order", Statement(text, values: [CQLValue.set([.int(1), .int(2)])]),
      Statement(text, values: [CQLValue.set([.int(2), .int(1)])])
    ),
    (
      "sets in a map in another order",
      Statement(
        text,
        values: [
          CQLValue.map([
            CQLValue.MapEntry(key: .text("a"), value: .set([.int(1), .int(2)])),
            CQLValue.MapEntry(key: .text("b"), value: .set([.int(3)])),
          ])
        ]),
      Statement(
        text,
        values: [
          CQLValue.map([
            CQLValue.MapEntry(key: .text("b"), value: .set([.int(3)])),
            CQLValue.MapEntry(key: .text("a"), value: .set([.int(2), .int(1)])),
          ])
        ])
    ),
    (
      "a set in a tuple", Statement(text, values: [CQLValue.tuple([.null, .set([.int(1), .int(2)])])]),
      Statement(text, values: [CQLValue.tuple([.null, .set([.int(2), .int(1)])])])
    ),
    (
      "a set in a list of user-defined types",
      Statement(
        text, values: [CQLValue.list([.udt(name: "u", fields: [.init(name: "f", value: .set([.int(1), .int(2)]))])])]),
      Statement(
        text, values: [CQLValue.list([.udt(name: "u", fields: [.init(name: "f", value: .set([.int(2), .int(1)]))])])])
    ),
  ]

  @Test("C3: what is the same to a server, or as far as can be known, has the same mark", arguments: equal)
  func equalities(what: String, one: Statement, other: Statement) throws {
    #expect(try StatementFingerprint(of: one) == StatementFingerprint(of: other))
  }

  @Test("C3: how a statement is run does not change its mark")
  func settings() throws {
    let plain = Statement(Self.text, values: ["ab", "c"])
    var other = plain
    other.pageSize = 7
    other.consistency = .quorum
    other.isTraced = true
    other.preparation = .never
    #expect(try StatementFingerprint(of: plain) == StatementFingerprint(of: other))
  }

  @Test("C3: sets and dictionaries of many elements have one mark, however they were built")
  func unordered() throws {
    let numbers = (0..<500).map { "\($0)" }
    let sets = [
      Set(numbers), Set(numbers.reversed()), numbers.reduce(into: Set(minimumCapacity: 5000)) { $0.insert($1) },
    ]
    #expect(Set(try sets.map { try StatementFingerprint(of: Statement(Self.text, values: [$0])) }).count == 1)
    var small = Dictionary(uniqueKeysWithValues: numbers.map { ($0, [$0]) })
    var large = [String: [String]](minimumCapacity: 5000)
    for number in numbers.reversed() { large[number] = [number] }
    let marks = try [small, large].map { try StatementFingerprint(of: Statement(Self.text, values: [$0])) }
    #expect(marks[0] == marks[1])
    small["0"] = ["1"]
    #expect(try StatementFingerprint(of: Statement(Self.text, values: [small])) != marks[0])
  }

  /// An encoder from elsewhere that writes no value of its type.
  struct Nonsense: CQLEncodable {
    var naturalType: CQLType { .map(key: .text, value: .set(.int)) }
    let bytes: [UInt8]
    func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) { writer.write(bytes) }
  }

  @Test(
    "C3: bytes that are no value of their type are taken as they are",
    arguments: [[], [0], [0, 0, 0, 1], [0, 0, 0, 1, 0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 1, 0, 0, 0, 0, 0xFF]]
      as [[UInt8]])
  func nonsense(bytes: [UInt8]) throws {
    let one = try StatementFingerprint(of: Statement(Self.text, values: [Nonsense(bytes: bytes)]))
    let other = try StatementFingerprint(of: Statement(Self.text, values: [Nonsense(bytes: bytes + [7])]))
    #expect(one != other)
  }

  @Test("C3: a value that cannot be bound is an error with its place, and without the value")
  func unbindable() {
    let mixed = CQLValue.list([.int(4711), .text("secret")])
    let error = #expect(throws: CQLError.self) {
      try StatementFingerprint(of: Statement(Self.text, values: [1, mixed]))
    }
    #expect(error?.message.hasPrefix("value 2: ") == true)
    #expect(error?.message.contains("secret") == false && error?.message.contains("4711") == false)
  }
}

@Suite struct PositionsBoundCursorTests {
  let statement = Statement("SELECT * FROM t WHERE a = ?", values: ["ab"])
  let cursor = Cursor(state: PagingState(bytes: [1, 2, 3]), rowsConsumed: 42)

  @Test("C3, C5: a bound cursor goes out and in again, and gives its cursor to its statement")
  func roundTrip() throws {
    let bound = try BoundCursor(cursor, for: statement, keyspace: "ks")
    let read = try BoundCursor(text: bound.text)
    #expect(read == bound)
    #expect(try read.cursor(for: statement, keyspace: "ks") == cursor)
  }

  @Test("C3: another statement, other values or another keyspace are refused before anything is asked")
  func foreign() async throws {
    let source = NumberSource(count: 10)
    let bound = try BoundCursor(cursor, for: statement, keyspace: "ks")
    for (other, keyspace) in [
      (Statement("SELECT * FROM u WHERE a = ?", values: ["ab"]), "ks"),
      (Statement("SELECT * FROM t WHERE a = ?", values: ["ac"]), "ks"),
      (statement, "other"), (statement, nil),
    ] {
      let error = await #expect(throws: CQLError.self) {
        for try await _ in source.rows(of: other, from: try bound.cursor(for: other, keyspace: keyspace)) {}
      }
      #expect(error?.code == .cursorForeign)
    }
    #expect(source.requests.isEmpty)
  }

  @Test("C3: truncations and the texts of other kinds of cursors are errors")
  func malformed() throws {
    let text = try BoundCursor(cursor, for: statement).text
    let sealed = try CursorSeal(keys: .temporary()).seal(cursor, for: statement)
    let altered = text.indices.map { index in
      text[..<index] + (text[index] == "A" ? "B" : "A") + text[text.index(after: index)...]
    }
    for wrong in altered.map(String.init) + (0..<text.count).map({ String(text.prefix($0)) }) + [
      cursor.text, sealed, text + "=",
    ] {
      let error = #expect(throws: CQLError.self) { try BoundCursor(text: wrong) }
      #expect(error?.code == .invalidCursor)
    }
    for other in [text, sealed] {
      let error = #expect(throws: CQLError.self) { try Cursor(text: other) }
      #expect(error?.code == .invalidCursor)
    }
  }
}
