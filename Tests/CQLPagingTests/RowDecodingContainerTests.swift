import CQLPaging
import Foundation
import Testing

@Suite("B15: what a Decodable type may ask of a row")
struct RowDecodingContainerTests {
  struct Optionals: Decodable, Equatable {
    var bool: Bool?, string: String?, double: Double?, float: Float?, int: Int?, uint: UInt?
    var int8: Int8?, int16: Int16?, int32: Int32?, int64: Int64?
    var uint8: UInt8?, uint16: UInt16?, uint32: UInt32?, uint64: UInt64?
    var id: UUID?, stamp: CQLTimestamp?, list: [Int]?
  }

  static let columns: [(String, CQLType, [UInt8])] = [
    ("bool", .boolean, [1]), ("string", .text, [0x61]), ("double", .double, hex("3FE0000000000000")),
    ("float", .float, hex("3F000000")), ("int", .int, hex("0000000A")), ("uint", .bigint, hex("000000000000000B")),
    ("int8", .tinyint, [0xF8]), ("int16", .smallint, hex("FFF0")), ("int32", .int, hex("FFFFFFE0")),
    ("int64", .bigint, hex("FFFFFFFFFFFFFFC0")), ("uint8", .tinyint, [8]), ("uint16", .smallint, hex("0010")),
    ("uint32", .int, hex("00000020")), ("uint64", .bigint, hex("0000000000000040")),
    ("id", .uuid, RowDecodingDecodableTests.id), ("stamp", .timestamp, hex("0000000000000007")),
    ("list", .list(.tinyint), hex("00000001 00000001 05")),
  ]

  static func whole() throws -> Optionals {
    Optionals(
      bool: true, string: "a", double: 0.5, float: 0.5, int: 10, uint: 11, int8: -8, int16: -16, int32: -32,
      int64: -64, uint8: 8, uint16: 16, uint32: 32, uint64: 64,
      id: try uuid("00112233-4455-4677-8899-AABBCCDDEEFF"), stamp: CQLTimestamp(millisecondsSince1970: 7), list: [5])
  }

  @Test("an Optional is the value, or nil for null and for a column that is not there")
  func optionals() throws {
    let names = Self.columns.map(\.0)
    #expect(
      try makeRow(Self.columns.map { ($0.1, $0.2) }, names: names).decode(Optionals.self) == Self.whole())
    let nulls = try makeRow(Self.columns.map { ($0.1, nil) }, names: names)
    #expect(try nulls.decode(Optionals.self) == Optionals())
    #expect(try makeRow([(.int, [0, 0, 0, 1])], names: ["other"]).decode(Optionals.self) == Optionals())
  }

  @Test("an Optional of another type, or that has no room, is an error of its column", arguments: columns.indices)
  func wrongOptionals(index: Int) throws {
    let name = Self.columns[index].0
    let row = try makeRow([(.inet, [127, 0, 0, 1])], names: [name])
    let error = #expect(throws: CQLError.self) { try row.decode(Optionals.self) }
    #expect(error?.code == .typeMismatch)
    #expect(error?.message.hasPrefix("column \"\(name)\": a inet cannot be read as ") == true)
  }

  /// The same as fields of a user-defined type, whose cells are found another way.
  @Test("fields of a user-defined type are read by the same rules")
  func fields() throws {
    struct Outer: Decodable, Equatable { let value: Optionals }
    let type = CQLType.udt(
      UserDefinedType(keyspace: "k", name: "t", fields: Self.columns.map { .init(name: $0.0, type: $0.1) }))
    func cell(_ bytes: [UInt8]) -> [UInt8] { withUnsafeBytes(of: Int32(bytes.count).bigEndian) { Array($0) } + bytes }
    let whole = try makeRow([(type, Self.columns.flatMap { cell($0.2) })], names: ["value"])
    #expect(try whole.decode(Outer.self) == Outer(value: Self.whole()))
    let nulls = try makeRow([(type, Self.columns.flatMap { _ in hex("FFFFFFFF") })], names: ["value"])
    #expect(try nulls.decode(Outer.self) == Outer(value: Optionals()))
  }

  private enum Key: String, CodingKey { case name, home, tags, pairs, base = "super" }

  /// Reads with its own hands what the compiler would not.
  struct ByHand: Decodable {
    let keys: Set<String>
    let hasTags: Bool, hasBase: Bool
    let street: String
    let tags: [String]
    let isNull: Bool
    let inherited: Int

    init(from decoder: any Decoder) throws {
      let row = try decoder.container(keyedBy: Key.self)
      keys = Set(row.allKeys.map(\.stringValue))
      hasTags = row.contains(.tags)
      hasBase = row.contains(.base)
      isNull = try row.decodeNil(forKey: .name)
      let home = try row.nestedContainer(keyedBy: HomeKey.self, forKey: .home)
      #expect(home.codingPath.map(\.stringValue) == ["home"])
      street = try home.decode(String.self, forKey: .street)
      var list = try row.nestedUnkeyedContainer(forKey: .tags)
      #expect(list.count == 2 && list.codingPath.map(\.stringValue) == ["tags"])
      tags = [try list.decode(String.self), try list.decode(String.self)]
      #expect(list.isAtEnd)
      inherited = try Int(from: row.superDecoder())
    }

    enum HomeKey: String, CodingKey { case street }
  }

  @Test("nested containers, keys, null and the superclass's decoder")
  func byHand() throws {
    let value = try makeRow(
      [
        (.text, nil), (RowDecodingDecodableTests.addressType, hex("00000001 61 00000004 00000005")),
        (.list(.text), hex("00000002 00000001 78 00000001 79")), (.int, hex("0000002A")), (.int, nil),
      ], names: ["name", "home", "tags", "super", "not_asked_for"]
    ).decode(ByHand.self)
    #expect(value.keys == ["name", "home", "tags", "super"])
    #expect(value.hasTags && value.hasBase && value.isNull)
    #expect(value.street == "a" && value.tags == ["x", "y"] && value.inherited == 42)
  }

  @Test("a decoder begins at no path, has nothing from a user, and gives a CQLValue")
  func decoders() throws {
    struct Curious: Decodable {
      init(from decoder: any Decoder) throws {
        #expect(decoder.codingPath.isEmpty && decoder.userInfo.isEmpty)
        let cell = try decoder.container(keyedBy: Key.self).superDecoder(forKey: .name)
        #expect(cell.codingPath.map(\.stringValue) == ["name"] && cell.userInfo.isEmpty)
        #expect(try CQLValue(from: cell) == .int(1))
      }
    }
    _ = try makeRow([(.int, [0, 0, 0, 1])], names: ["name"]).decode(Curious.self)
  }

  /// Reads a list part by part.
  struct Parts: Decodable {
    let numbers: [Int?]
    let street: String
    let inner: [Int]
    let last: Int

    init(from decoder: any Decoder) throws {
      var parts = try decoder.container(keyedBy: Key.self).nestedUnkeyedContainer(forKey: .pairs)
      var numbers: [Int?] = []
      for _ in 0..<2 { numbers.append(try parts.decodeNil() ? nil : parts.decode(Int.self)) }
      self.numbers = numbers
      street = try parts.nestedContainer(keyedBy: ByHand.HomeKey.self).decode(String.self, forKey: .street)
      var list = try parts.nestedUnkeyedContainer()
      #expect(list.codingPath.map(\.stringValue) == ["pairs", "3"])
      #expect(list.codingPath.map(\.intValue) == [nil, 3])
      inner = [try list.decode(Int.self)]
      last = try Int(from: parts.superDecoder())
      #expect(parts.isAtEnd && parts.currentIndex == 5)
      _ = try parts.decodeNil()
    }
  }

  @Test("parts one after the other, and none behind the last")
  func parts() throws {
    let type = CQLType.tuple([.tinyint, .tinyint, RowDecodingDecodableTests.addressType, .list(.tinyint), .tinyint])
    let bytes = hex(
      "FFFFFFFF 00000001 07 00000005 00000001 62 00000009 00000001 00000001 09 00000001 0A")
    let error = #expect(throws: CQLError.self) {
      try makeRow([(type, bytes)], names: ["pairs"]).decode(Parts.self)
    }
    #expect(error?.code == .typeMismatch)
    #expect(error?.message.hasSuffix("part 5 was asked of a value that has 5") == true, "\(error?.message ?? "")")
  }

  @Test("what has no parts, or no names, is refused as such")
  func wrongContainers() throws {
    struct Named: Decodable { let pairs: [String: Int] }
    struct Listed: Decodable {
      init(from decoder: any Decoder) throws {
        _ = try decoder.container(keyedBy: Key.self).nestedUnkeyedContainer(forKey: .pairs)
      }
    }
    struct Inherited: Decodable {
      init(from decoder: any Decoder) throws { _ = try decoder.container(keyedBy: Key.self).superDecoder() }
    }
    let row = try makeRow([(.int, [0, 0, 0, 1])], names: ["pairs"])
    let named = #expect(throws: CQLError.self) { try row.decode(Named.self) }
    #expect(named?.code == .typeMismatch)
    let listed = #expect(throws: CQLError.self) { try row.decode(Listed.self) }
    #expect(listed?.message == "a int has no parts in an order, as a list or a tuple has")
    let inherited = #expect(throws: CQLError.self) { try row.decode(Inherited.self) }
    #expect(inherited?.message == "there is no column \"super\"; the row has pairs")
  }

  @Test("an entry that a map does not have, or of another type, is an error that shows none of the map's keys")
  func entries() throws {
    struct Counts: Decodable { let entries: Entries }
    struct Entries: Decodable { let first: Int, second: Int, third: Int? }
    let type = CQLType.map(key: .text, value: .int)
    func row(_ type: CQLType, _ entries: String) throws -> CQLRow {
      try makeRow([(type, hex(entries))], names: ["entries"])
    }
    let first = "00000005 6669727374 00000004 00000007"
    let second = "00000006 7365636F6E64 00000004 00000008"
    let whole = try row(type, "00000002" + first + second).decode(Counts.self).entries
    #expect(whole.first == 7 && whole.second == 8 && whole.third == nil)
    let missing = #expect(throws: CQLError.self) { try row(type, "00000001" + first).decode(Counts.self) }
    #expect(missing?.code == .unknownColumn)
    #expect(missing?.message == "column \"entries\": the map has no entry for a key that was asked for")
    let other = #expect(throws: CQLError.self) {
      try row(.map(key: .text, value: .inet), "00000002" + first + second).decode(Counts.self)
    }
    #expect(other?.code == .typeMismatch)
    #expect(other?.message == "column \"entries\": entry 0: a inet cannot be read as Int")
  }

  @Test("null is no list, map or user-defined type of Decodable parts, unless an Optional is asked for")
  func nullParts() throws {
    struct Part: Decodable, Equatable { let name: String }
    struct Listed: Decodable { let pairs: [Part] }
    struct Mapped: Decodable { let pairs: [String: Part] }
    struct Nested: Decodable { let pairs: Part }
    struct Optionals: Decodable { let pairs: [Part]? }
    let list = CQLType.list(RowDecodingDecodableTests.addressType)
    let map = CQLType.map(key: .text, value: RowDecodingDecodableTests.addressType)
    func row(_ type: CQLType) throws -> CQLRow { try makeRow([(type, nil)], names: ["pairs"]) }
    #expect(code { _ = try row(list).decode(Listed.self) } == .unexpectedNull)
    #expect(code { _ = try row(map).decode(Mapped.self) } == .unexpectedNull)
    #expect(code { _ = try row(RowDecodingDecodableTests.addressType).decode(Nested.self) } == .unexpectedNull)
    #expect(try row(list).decode(Optionals.self).pairs == nil)
  }

  @Test("a CQLValue's fields and elements by name and by place")
  func values() {
    let fields = CQLValue.udt(
      name: "t", fields: [.init(name: "a", value: .int(1)), .init(name: "b", value: .null)])
    #expect(fields[field: "a"] == .int(1) && fields[field: "b"] == .null && fields[field: "c"] == nil)
    #expect(fields[0] == nil && CQLValue.int(1)[field: "a"] == nil && CQLValue.int(1)[0] == nil)
    #expect(CQLValue.null.isNull && !CQLValue.text("").isNull && !CQLValue.empty.isNull)
    for value in [
      CQLValue.list([.int(7), .null]), .set([.int(7), .null]), .vector([.int(7), .null]),
      .tuple([.int(7), .null]),
    ] {
      #expect(value[0] == .int(7) && value[1] == .null && value[2] == nil && value[-1] == nil)
      #expect(value[field: "a"] == nil)
    }
  }
}
