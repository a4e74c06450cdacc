import CQLPaging
import Foundation
import Testing

@Suite("F12: what fits what")
struct ValuesRulesTests {
  /// A value that is bound to a type: the bytes, or the error's code.
  struct Binding: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let value: any CQLEncodable
    let type: CQLType
    var bytes: [UInt8]?
    var error: CQLError.Code?

    init(_ what: String, _ value: any CQLEncodable, _ type: CQLType, _ bytes: String) {
      (testDescription, self.value, self.type, self.bytes) = (what, value, type, hex(bytes))
    }

    init(_ what: String, _ value: any CQLEncodable, _ type: CQLType, _ error: CQLError.Code) {
      (testDescription, self.value, self.type, self.error) = (what, value, type, error)
    }
  }

  static let bindings: [Binding] = [
    Binding("the last that fits", 127, .tinyint, "7F"),
    Binding("one too many", 128, .tinyint, .valueDoesNotFit),
    Binding("one too few", -32769, .smallint, .valueDoesNotFit),
    Binding("a wide integer in a narrow column", Int64(5), .int, "00000005"),
    Binding("above Int64", UInt64.max, .bigint, .valueDoesNotFit),
    Binding("above Int64 as a varint", UInt64.max, .varint, "00FFFFFFFFFFFFFFFF"),
    Binding("a varint in a narrow column", CQLVarint(5), .tinyint, "05"),
    Binding("a long varint in a narrow column", CQLVarint(UInt64.max), .counter, .valueDoesNotFit),
    Binding("a long varint in a text", CQLVarint(UInt64.max), .text, .typeMismatch),
    Binding("a number is no time", 1, .timestamp, .typeMismatch),
    Binding("a number is no time", 1, .time, .typeMismatch),
    Binding("a number is no date", 1, .date, .typeMismatch),
    Binding("a number is no double", 1, .double, .typeMismatch),
    Binding("a Double that a float would round", 0.1, .float, .valueDoesNotFit),
    Binding("a Double too large for a float", 1e300, .float, .valueDoesNotFit),
    Binding("a Double that a float holds", -0.5, .float, "BF000000"),
    Binding("infinity in a float", Double.infinity, .float, "7F800000"),
    Binding("not a number in a float", Double.nan, .float, "7FC00000"),
    Binding("a Float in a double", Float(0.5), .double, "3FE0000000000000"),
    Binding("text that is not ASCII", "é", .ascii, .valueDoesNotFit),
    Binding("text that is ASCII", "e", .ascii, "65"),
    Binding("text is no blob", "e", .blob, .typeMismatch),
    Binding("text is no uuid", "00112233-4455-4677-8899-AABBCCDDEEFF", .uuid, .typeMismatch),
    Binding("bytes are no text", [0x65] as [UInt8], .text, .typeMismatch),
    Binding(
      "a UUID of version 4", UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0)), .timeuuid,
      .valueDoesNotFit
    ),
    Binding("a Date between milliseconds", Date(timeIntervalSince1970: 0.0006), .timestamp, "0000000000000001"),
    Binding("a Date without end", Date(timeIntervalSince1970: .infinity), .timestamp, .valueDoesNotFit),
    Binding("a Date too far away", Date(timeIntervalSince1970: 1e16), .timestamp, .valueDoesNotFit),
    Binding("a Date is no date", Date(timeIntervalSince1970: 0), .date, .typeMismatch),
    Binding("a whole Decimal as a varint", Decimal(128), .varint, "0080"),
    Binding("a Decimal with a fraction as a varint", Decimal(15) / 10, .varint, .valueDoesNotFit),
    Binding("a Decimal that is no number", Decimal.nan, .decimal, .valueDoesNotFit),
    Binding("a list", [1, 2], .list(.tinyint), "00000002 00000001 01 00000001 02"),
    Binding("a list with an element that does not fit", [1, 200], .list(.tinyint), .valueDoesNotFit),
    Binding("a list with a null", [1, nil] as [Int?], .list(.tinyint), "00000002 00000001 01 FFFFFFFF"),
    Binding("an empty list", [Int](), .set(.text), "00000000"),
    Binding("bytes as a list of numbers", [1, 2] as [UInt8], .list(.tinyint), "00000002 00000001 01 00000001 02"),
    Binding("numbers are no blob", [1, 2], .blob, .typeMismatch),
    Binding("a set", Set(["a"]), .set(.ascii), "00000001 00000001 61"),
    Binding("a set as a list", Set([1]), .list(.int), "00000001 00000004 00000001"),
    Binding(
      "a map", ["a": [1]], .map(key: .text, value: .list(.tinyint)),
      "00000001 00000001 61 00000009 00000001 00000001 01"
    ),
    Binding("a map is no set", ["a": 1], .set(.text), .typeMismatch),
    Binding("a vector of fixed length", [1.5, 2] as [Float], .vector(.float, dimensions: 2), "3FC00000 40000000"),
    Binding("a vector of texts", ["a", ""], .vector(.text, dimensions: 2), "01 61 00"),
    Binding(
      "a vector of smallints, which carry their length", [5, 5], .vector(.smallint, dimensions: 2),
      "02 0005 02 0005"
    ),
    Binding(
      "a vector of vectors", [[1, 2], [3, 4]] as [[Float]], .vector(.vector(.float, dimensions: 2), dimensions: 2),
      "3F800000 40000000 40400000 40800000"
    ),
    Binding(
      "a vector of lists of vectors", [[["ab"]]], .vector(.list(.vector(.text, dimensions: 1)), dimensions: 1),
      "0B 00000001 00000003 026162"
    ),
    Binding("a vector of other dimensions", [1] as [Float], .vector(.float, dimensions: 2), .valueDoesNotFit),
    Binding("a vector with a null", [nil] as [Float?], .vector(.float, dimensions: 1), .valueDoesNotFit),
    Binding("unset within a list", [CQLUnset()], .list(.int), .valueDoesNotFit),
    Binding("unset within a vector", [CQLValue.unset], .vector(.float, dimensions: 1), .valueDoesNotFit),
    Binding(
      "empty within a vector of fixed length", [CQLValue.empty], .vector(.float, dimensions: 1),
      .valueDoesNotFit
    ),
    Binding("a tuple", CQLValue.tuple([.int(1), .null]), .tuple([.tinyint, .text]), "00000001 01 FFFFFFFF"),
    Binding("a shorter tuple", CQLValue.tuple([.int(1)]), .tuple([.tinyint, .text]), "00000001 01"),
    Binding("a longer tuple", CQLValue.tuple([.int(1), .null]), .tuple([.tinyint]), .valueDoesNotFit),
    Binding("a list is no tuple", [1], .tuple([.tinyint]), .typeMismatch),
    Binding(
      "a user-defined type, fields in its own order", address(zip: .int(1), street: .text("a")), addressType,
      "00000001 61 00000004 00000001"
    ),
    Binding(
      "a user-defined type with a field too many",
      CQLValue.udt(name: "addr", fields: [CQLValue.Field(name: "x", value: .null)]), addressType,
      .wrongValues
    ),
    Binding("empty", CQLValue.empty, .int, ""),
    Binding("a dynamic integer, narrowed", CQLValue.bigint(5), .tinyint, "05"),
    Binding("a dynamic integer that does not fit", CQLValue.bigint(500), .tinyint, .valueDoesNotFit),
    Binding(
      "a dynamic list as a set", CQLValue.list([.int(1)]), .set(.bigint), "00000001 00000008 0000000000000001"
    ),
    Binding(
      "a dynamic map",
      CQLValue.map([CQLValue.MapEntry(key: .text("a"), value: .null)]), .map(key: .ascii, value: .int),
      "00000001 00000001 61 FFFFFFFF"
    ),
  ]

  static let addressType = CQLType.udt(
    UserDefinedType(
      keyspace: "f", name: "addr",
      fields: [
        UserDefinedType.Field(name: "street", type: .text), UserDefinedType.Field(name: "zip", type: .int),
      ]))

  static func address(zip: CQLValue, street: CQLValue) -> CQLValue {
    .udt(
      name: "addr", fields: [CQLValue.Field(name: "zip", value: zip), CQLValue.Field(name: "street", value: street)])
  }

  @Test("bound", arguments: bindings)
  func bound(binding: Binding) throws {
    if let bytes = binding.bytes { #expect(try encode(binding.value, as: binding.type) == bytes) }
    if let error = binding.error { #expect(code { _ = try encode(binding.value, as: binding.type) } == error) }
  }

  @Test("null and unset have lengths of their own")
  func nullAndUnset() throws {
    let none: Int? = nil
    for (value, length) in [(none, -1), (CQLValue.null, -1), (CQLUnset(), -2), (CQLValue.unset, -2)]
      as [(any CQLEncodable, Int32)]
    {
      var writer = CellWriter()
      try writer.writeCell(value, as: .int)
      #expect(writer.bytes == withUnsafeBytes(of: length.bigEndian) { Array($0) })
    }
  }

  /// A cell that is read as a Swift type that it is not made for.
  struct Reading: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let read: @Sendable () throws -> Void
    let error: CQLError.Code?

    init<Value: CQLDecodable & Equatable>(
      _ what: String, _: Value.Type, _ type: CQLType, _ bytes: String, _ error: CQLError.Code?
    ) {
      testDescription = what
      read = { _ = try decode(Value.self, hex(bytes), as: type) }
      self.error = error
    }
  }

  static let readings: [Reading] = [
    Reading(
      "a narrow integer from a wide column, though it fits", Int32.self, .bigint, "0000000000000001",
      .typeMismatch
    ),
    Reading("a wide integer from a narrow column", Int.self, .tinyint, "01", nil),
    Reading("an unsigned integer from a negative one", UInt32.self, .int, "FFFFFFFF", .valueDoesNotFit),
    Reading("an unsigned integer from a wider column", UInt8.self, .int, "00000001", .typeMismatch),
    Reading("a varint that fits", Int8.self, .varint, "80", nil),
    Reading("a varint that does not fit", Int8.self, .varint, "0080", .valueDoesNotFit),
    Reading("a long varint as Int", Int.self, .varint, "008000000000000000", .valueDoesNotFit),
    Reading("a timestamp is no Int", Int.self, .timestamp, "0000000000000000", .typeMismatch),
    Reading("an integer is no Date", Date.self, .bigint, "0000000000000000", .typeMismatch),
    Reading("a double is no Float", Float.self, .double, "0000000000000000", .typeMismatch),
    Reading("a float is a Double", Double.self, .float, "00000000", nil),
    Reading("an int is no Bool", Bool.self, .int, "00000001", .typeMismatch),
    Reading("every byte but 0 is true", Bool.self, .boolean, "02", nil),
    Reading("a blob is no String", String.self, .blob, "61", .typeMismatch),
    Reading("a uuid is no String", String.self, .uuid, "00112233445546778899AABBCCDDEEFF", .typeMismatch),
    Reading("everything is bytes", [UInt8].self, .int, "00000001", nil),
    Reading("everything is Data", Data.self, .list(.int), "00000000", nil),
    Reading("an int is no array of ints", [Int].self, .int, "00000001", .typeMismatch),
    Reading("a set is an array", [Int].self, .set(.int), "00000000", nil),
    Reading("a list is a Set", Set<Int>.self, .list(.int), "00000000", nil),
    Reading("a vector is no Set", Set<Float>.self, .vector(.float, dimensions: 1), "00000000", .typeMismatch),
    Reading("a map is no array", [Int].self, .map(key: .int, value: .int), "00000000", .typeMismatch),
    Reading("a list is no Dictionary", [Int: Int].self, .list(.int), "00000000", .typeMismatch),
    Reading(
      "a decimal of 38 digits is a Decimal",
      Decimal.self, .decimal, "00000000 4B3B4CA85A86C47A098A223FFFFFFFFF", nil
    ),
    Reading(
      "a longer one is not", Decimal.self, .decimal, "00000000 0100000000000000000000000000000001",
      .valueDoesNotFit
    ),
    Reading("a decimal with a large exponent is no Decimal", Decimal.self, .decimal, "80000000 01", .valueDoesNotFit),
    Reading("a decimal is no Double", Double.self, .decimal, "00000000 01", .typeMismatch),
  ]

  @Test("read", arguments: readings)
  func read(reading: Reading) { #expect(code(reading.read) == reading.error) }

  @Test("errors name types and columns, and never values")
  func errorsHoldNoValues() throws {
    let row = try makeRow([(.text, Array("secret-4711".utf8)), (.bigint, hex("0000000000001267"))])
    for body in [
      { _ = try row.decode(Int.self, at: 0) }, { _ = try row.decode(Int32.self, at: 1) },
      { _ = try encode("secret-4711é", as: .ascii) }, { _ = try encode(4711, as: .tinyint) },
      { _ = try CQLDuration("secret-4711") }, { _ = try encode(CQLValue.text("secret-4711"), as: .int) },
    ] as [() throws -> Void] {
      let error = #expect(throws: CQLError.self) { try body() }
      #expect(error.map { "\($0)".contains("4711") } == false)
    }
  }

  @Test("a Decimal reads and binds exactly, at its bounds too")
  func decimals() throws {
    for text in [
      "0", "-1", "1.5", "99999999999999999999999999999999999999", "-0.00000000000000000000000000000000000001",
    ] {
      let exact = try CQLDecimal(text)
      let decimal = try #require(Decimal(exactly: exact))
      #expect(decimal.description == text)
      let bytes = try encode(decimal, as: .decimal)
      #expect(try decode(Decimal.self, bytes, as: .decimal) == decimal)
    }
    for text in ["1E+127", "1E-128", "12E+127", "-123E-128", "10E+126", "1000E-131"] {
      let decimal = try #require(Decimal(exactly: try CQLDecimal(text)), "\(text)")
      let bytes = try #require(try encode(decimal, as: .decimal))
      #expect(Decimal(exactly: try decode(CQLDecimal.self, bytes, as: .decimal)) == decimal)
    }
    for text in ["1E+128", "10E+127", "1E-129", "100000000000000000000000000000000000001", "11E-129"] {
      #expect(Decimal(exactly: try CQLDecimal(text)) == nil, "\(text)")
    }
  }
}
