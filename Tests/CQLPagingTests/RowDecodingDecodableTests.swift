import CQLPaging
import Foundation
import Testing

@Suite("B15: rows as Decodable types")
struct RowDecodingDecodableTests {
  struct User: Decodable, Equatable {
    let id: UUID
    let name: String
    let age: Int?
    let created: Date
    let score: Double
    let active: Bool
  }

  static let id = hex("00112233445546778899AABBCCDDEEFF")

  static func userRow(age: [UInt8]? = nil) throws -> CQLRow {
    try makeRow(
      [
        (.boolean, [1]), (.int, age), (.timestamp, hex("00000000000003E8")), (.uuid, id), (.text, [0x61]),
        (.double, hex("3FE0000000000000")),
      ], names: ["active", "age", "created", "id", "name", "score"])
  }

  static func user(age: Int?) throws -> User {
    User(
      id: try uuid("00112233-4455-4677-8899-AABBCCDDEEFF"), name: "a", age: age,
      created: Date(timeIntervalSince1970: 1), score: 0.5, active: true)
  }

  @Test("by name, whatever the order")
  func flat() throws {
    #expect(try Self.userRow().decode(User.self) == Self.user(age: nil))
    #expect(try Self.userRow(age: hex("00000005")).decode(User.self) == Self.user(age: 5))
  }

  struct Everything: Decodable, Equatable {
    let int8: Int8, int16: Int16, int32: Int32, int64: Int64, uint8: UInt8, uint16: UInt16, uint32: UInt32,
      uint64: UInt64
    let uint: UInt, float: Float, data: Data, bytes: [UInt8], decimal: Decimal, url: URL, date: CQLDate, time: CQLTime
    let stamp: CQLTimestamp, duration: CQLDuration, inet: CQLInet, varint: CQLVarint, big: CQLDecimal, any: CQLValue
    let color: Color, colors: [Color], nested: [[Int?]], ages: [String: Int], none: String?, absent: Int?
  }

  enum Color: String, Decodable { case red, green }

  @Test("every type that can be read from a cell is, by its rules")
  func everything() throws {
    let two = [UInt8](arrayLiteral: 0, 2)
    let columns: [(String, CQLType, [UInt8]?)] = [
      ("int8", .tinyint, [0xFF]), ("int16", .smallint, two), ("int32", .int, [0, 0] + two),
      ("int64", .int, [0, 0] + two),
      ("uint8", .tinyint, [2]), ("uint16", .smallint, two), ("uint32", .int, [0, 0] + two), ("uint64", .varint, [2]),
      ("uint", .smallint, two), ("float", .float, hex("3F000000")), ("data", .blob, [1]), ("bytes", .blob, [2]),
      ("decimal", .decimal, hex("00000001 0F")), ("url", .text, Array("https://example.org/x".utf8)),
      ("date", .date, hex("80000001")), ("time", .time, hex("0000000000000001")),
      ("stamp", .timestamp, hex("0000000000000001")), ("duration", .duration, hex("020000")),
      ("inet", .inet, [127, 0, 0, 1]), ("varint", .varint, [5]), ("big", .decimal, hex("00000001 0F")),
      ("any", .tuple([.int]), hex("FFFFFFFF")), ("color", .text, Array("red".utf8)),
      ("colors", .set(.text), hex("00000001 00000005 677265656E")),
      ("nested", .list(.list(.tinyint)), hex("00000001 0000000D 00000002 00000001 07 FFFFFFFF")),
      ("ages", .map(key: .text, value: .tinyint), hex("00000001 00000001 61 00000001 05")), ("none", .text, nil),
    ]
    let row = try makeRow(columns.map { ($0.1, $0.2) }, names: columns.map(\.0))
    let expected = Everything(
      int8: -1, int16: 2, int32: 2, int64: 2, uint8: 2, uint16: 2, uint32: 2, uint64: 2, uint: 2, float: 0.5,
      data: Data([1]), bytes: [2], decimal: 1.5, url: try #require(URL(string: "https://example.org/x")),
      date: CQLDate(daysSince1970: 1), time: try CQLTime(nanosecondsSinceMidnight: 1),
      stamp: CQLTimestamp(millisecondsSince1970: 1), duration: try CQLDuration(months: 1),
      inet: try CQLInet("127.0.0.1"), varint: 5, big: CQLDecimal(unscaled: 15, scale: 1), any: .tuple([.null]),
      color: .red, colors: [.green], nested: [[7, nil]], ages: ["a": 5], none: nil, absent: nil)
    #expect(try row.decode(Everything.self) == expected)
  }

  struct Person: Decodable, Equatable {
    struct Address: Decodable, Equatable {
      let street: String?
      let zipCode: Int
    }

    struct Point: Decodable, Equatable {
      let x: Int
      let label: String?

      init(x: Int, label: String?) { (self.x, self.label) = (x, label) }

      init(from decoder: any Decoder) throws {
        var parts = try decoder.unkeyedContainer()
        x = try parts.decode(Int.self)
        label = try parts.decodeIfPresent(String.self)
        guard parts.isAtEnd else { throw CQLError(.typeMismatch, "too many parts") }
      }
    }

    let firstName: String
    let homeAddress: Address
    let others: [Address?]
    let byName: [String: Address]
    let byNumber: [Int: Address]
    let byID: [UUID: Address]
    let point: Point
    let path: [Point]
  }

  static let addressType = CQLType.udt(
    UserDefinedType(
      keyspace: "f", name: "addr",
      fields: [
        UserDefinedType.Field(name: "street", type: .text), UserDefinedType.Field(name: "zip_code", type: .int),
      ]))
  static let pointType = CQLType.tuple([.int, .text])

  @Test("nested: user-defined types, lists, maps and tuples of them, in snake case")
  func nested() throws {
    let address = hex("00000001 61 00000004 00000005")
    let part = hex("0000000D") + address
    let point = hex("00000004 00000007")
    let columns: [(String, CQLType, [UInt8]?)] = [
      ("first_name", .text, [0x62]), ("home_address", Self.addressType, address),
      ("others", .list(Self.addressType), hex("00000002") + part + hex("FFFFFFFF")),
      ("by_name", .map(key: .text, value: Self.addressType), hex("00000001 00000001 6B") + part),
      ("by_number", .map(key: .int, value: Self.addressType), hex("00000001 00000004 0000002A") + part),
      ("by_id", .map(key: .uuid, value: Self.addressType), hex("00000001 00000010") + Self.id + part),
      ("point", Self.pointType, point), ("path", .set(Self.pointType), hex("00000001 00000008") + point),
    ]
    let row = try makeRow(columns.map { ($0.1, $0.2) }, names: columns.map(\.0))
    let home = Person.Address(street: "a", zipCode: 5)
    let expected = Person(
      firstName: "b", homeAddress: home, others: [home, nil], byName: ["k": home], byNumber: [42: home],
      byID: [try uuid("00112233-4455-4677-8899-AABBCCDDEEFF"): home], point: Person.Point(x: 7, label: nil),
      path: [Person.Point(x: 7, label: nil)])
    #expect(try row.decode(Person.self, naming: .snakeCase) == expected)
  }

  @Test(
    "snake case",
    arguments: [
      ("name", "name"), ("firstName", "first_name"), ("userID", "user_id"), ("myURLProperty", "my_url_property"),
      ("first_name", "first_name"), ("x1Y", "x1_y"), ("A", "a"), ("", ""),
    ])
  func snakeCase(property: String, column: String) throws {
    struct Keyed: Decodable {
      struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
      }

      @TaskLocal static var property = ""
      let value: Int

      init(from decoder: any Decoder) throws {
        value = try decoder.container(keyedBy: Key.self).decode(Int.self, forKey: Key(stringValue: Self.property))
      }
    }
    let row = try makeRow([(.tinyint, [7])], names: [column])
    let value = try Keyed.$property.withValue(property) { try row.decode(Keyed.self, naming: .snakeCase).value }
    #expect(value == 7)
  }

  @Test("a row of one column as a single value, a row as parts in order")
  func otherContainers() throws {
    struct ID: Decodable, Equatable {
      let number: Int

      init(number: Int) { self.number = number }
      init(from decoder: any Decoder) throws { number = try decoder.singleValueContainer().decode(Int.self) }
    }
    #expect(try makeRow([(.tinyint, [7])]).decode(ID.self) == ID(number: 7))
    #expect(try makeRow([(.tinyint, [7]), (.tinyint, [8])]).decode([ID].self) == [ID(number: 7), ID(number: 8)])
    #expect(code { _ = try makeRow([(.tinyint, [7]), (.tinyint, [8])]).decode(ID.self) } == .typeMismatch)
  }

  /// What is wrong, how it is read, and the error's code and words.
  static let failures: [(String, @Sendable (CQLRow) throws -> Void, CQLError.Code, String)] = [
    (
      "a column that is missing",
      {
        struct Value: Decodable { let nobody: Int }
        _ = try $0.decode(Value.self)
      }, .unknownColumn, "there is no column \"nobody\"; the row has n, home, at, tags, color"
    ),
    (
      "null where there is no Optional",
      {
        struct Value: Decodable { let n: Int }
        _ = try $0.decode(Value.self)
      }, .unexpectedNull, "column \"n\": the value is null; read it as Int? to allow that"
    ),
    (
      "a field of another type",
      {
        struct Home: Decodable { let street: Int }
        struct Value: Decodable { let home: Home }
        _ = try $0.decode(Value.self)
      }, .typeMismatch, "column \"home\": field \"street\": a text cannot be read as Int"
    ),
    (
      "a field that is missing",
      {
        struct Home: Decodable { let town: Int }
        struct Value: Decodable { let home: Home }
        _ = try $0.decode(Value.self)
      }, .unknownColumn, "column \"home\": there is no field \"town\"; the type f.addr has street, zip_code"
    ),
    (
      "a number as a Date",
      {
        struct Value: Decodable { let at: Date }
        _ = try $0.decode(Value.self)
      }, .typeMismatch, "column \"at\": a bigint cannot be read as Date"
    ),
    (
      "an element of a list",
      {
        struct Tag: Decodable { let name: String }
        struct Value: Decodable { let tags: [Tag] }
        _ = try $0.decode(Value.self)
      }, .typeMismatch, "column \"tags\": part 0: a text has no named parts, as a user-defined type or a map has"
    ),
    (
      "a value that its type refuses, whose words are kept out",
      {
        struct Value: Decodable { let color: Color }
        _ = try $0.decode(Value.self)
      }, .malformedValue, "column \"color\": Color refused what was read"
    ),
  ]

  @Test("errors have the place", arguments: failures.indices)
  func errors(index: Int) throws {
    let (what, read, code, message) = Self.failures[index]
    let row = try makeRow(
      [
        (.int, nil), (Self.addressType, hex("00000001 61 00000004 00000005")), (.bigint, hex("0000000000000007")),
        (.list(.text), hex("00000001 00000001 61")), (.text, Array("secret".utf8)),
      ], names: ["n", "home", "at", "tags", "color"])
    let error = #expect(throws: CQLError.self, "\(what)") { try read(row) }
    #expect(error?.code == code)
    #expect(error?.message == message)
  }

  @Test("a decoder that is kept reads its own row when the iteration has gone on")
  func keptDecoder() async throws {
    struct Lazy: Decodable {
      struct Value: Decodable { let n: Int, t: String }

      let decoder: any Decoder
      init(from decoder: any Decoder) throws { self.decoder = decoder }
      var value: Value { get throws { try Value(from: decoder) } }
    }
    var kept: [Lazy] = []
    for try await lazy in CannedPages(pageCount: 3, rowsPerPage: 5).rows(of: "SELECT n, t FROM t").decode(Lazy.self) {
      kept.append(lazy)
    }
    #expect(try kept.map { try $0.value.n } == Array(0..<15))
    #expect(try kept.last?.value.t == "row 14")
  }

  @Test("wide rows are found by name, too")
  func wide() throws {
    struct Ends: Decodable, Equatable { let c119: Int, c0: Int, c57: Int }
    let row = try makeRow((0..<120).map { (.tinyint, [$0]) })
    #expect(try row.decode(Ends.self).c119 == 119)
    #expect(try row.decode(Ends.self).c57 == 57)
    #expect(try row.decode([String: Int].self).count == 120)
  }

  @Test("large maps are read by name, which takes no look at all entries for each of them", .timeLimit(.minutes(1)))
  func largeMap() throws {
    struct Part: Decodable, Equatable { let n: Int }
    let type = CQLType.udt(
      UserDefinedType(keyspace: "f", name: "part", fields: [UserDefinedType.Field(name: "n", type: .int)]))
    let count = 100_000
    func int(_ number: Int) -> [UInt8] { withUnsafeBytes(of: Int32(number).bigEndian, Array.init) }
    var bytes = int(count)
    for number in 0..<count {
      let key = Array("key \(number)".utf8)
      bytes += int(key.count) + key + int(8) + int(4) + int(number)
    }
    let row = try makeRow([(.map(key: .text, value: type), bytes)], names: ["parts"])
    struct Parts: Decodable { let parts: [String: Part] }
    let parts = try row.decode(Parts.self).parts
    #expect(parts.count == count)
    #expect(parts.allSatisfy { $0.key == "key \($0.value.n)" })
  }
}
