import CQLPaging
import Foundation
import Testing

@Suite("F12: bytes that are no value")
struct ValuesMalformedTests {
  /// What is wrong, a type, and bytes that are no value of it.
  static let cells: [(String, CQLType, String)] = [
    ("too long", .tinyint, "0001"), ("too short", .smallint, "01"), ("too short", .int, "010203"),
    ("too long", .int, "0102030405"), ("too short", .bigint, "01020304050607"), ("as an int", .counter, "00000001"),
    ("too short", .float, "000000"), ("as a float", .double, "00000000"), ("too long", .boolean, "0001"),
    ("too short", .uuid, "00112233445546778899AABBCCDDEE"),
    ("too long", .timeuuid, "50554D6E29BB11E5B345FEFF819CDC9F00"),
    ("too short", .date, "800000"), ("too short", .timestamp, "00000000"), ("too short", .time, "00000000"),
    ("below midnight", .time, "FFFFFFFFFFFFFFFF"), ("a whole day", .time, "00004E94914F0000"),
    ("of five bytes", .inet, "0102030405"), ("of eight bytes", .inet, "0102030405060708"),
    ("a scale without digits", .decimal, "00000001"), ("half a scale", .decimal, "0000"),
    ("two numbers", .duration, "0000"), ("four numbers", .duration, "00000000"),
    ("a number cut short", .duration, "0000F0"), ("of both signs", .duration, "020100"),
    ("months beyond 32 bits", .duration, "F1000000000000"), ("a byte that begins nothing", .ascii, "80"),
    ("UTF-8 in ascii", .ascii, "C3A9"),
    ("a byte that begins nothing", .text, "6180"), ("a character cut short, of two", .text, "C3"),
    ("of three", .text, "E697"), ("of four after one", .text, "F0"), ("of four after two", .text, "61F09F"),
    ("of four after three", .text, "F09F98"),
    ("of four after three, in the middle", .text, "616161616161F09F9861616161"),
    ("the same in a long text", .text, String(repeating: "61", count: 50) + "F09F98"),
    ("a character written too long", .text, "C080"), ("half a pair of UTF-16", .text, "EDA080"),
    ("above the last character", .text, "F4908080"), ("a byte that is never used", .text, "FF"),

    ("elements that are missing", .list(.int), "00000001"), ("half a count", .list(.int), "0000"),
    ("a negative count", .list(.int), "FFFFFFFF"), ("a huge count", .list(.int), "7FFFFFFF"),
    ("an element cut short", .list(.int), "00000001 00000004 0000"),
    ("an element of another length", .list(.int), "00000001 00000002 0000"),
    ("bytes behind the last", .set(.int), "00000001 00000004 00000001 00"),
    ("an empty element", .list(.int), "00000001 00000000 00 00"),
    ("a key without a value", .map(key: .tinyint, value: .tinyint), "00000001 00000001 01"),
    ("a huge count", .map(key: .tinyint, value: .tinyint), "7FFFFFFF 00000001 01 00000001 01"),
    ("an element too few", .vector(.float, dimensions: 2), "00000000"),
    ("an element too many", .vector(.float, dimensions: 1), "0000000000000000"),
    ("a length cut short", .vector(.text, dimensions: 1), "80"),
    ("a length beyond the end", .vector(.text, dimensions: 1), "0561"),
    ("a length beyond 64 bits", .vector(.text, dimensions: 1), "FFFFFFFFFFFFFFFFFF61"),
    ("no dimension", .vector(.float, dimensions: 0), "00000000"),
    ("less than no dimension", .vector(.float, dimensions: -1), "00000000"),
    ("elements of no length", .vector(.vector(.float, dimensions: 0), dimensions: .max), "00000000"),
    ("a length that overflows", .vector(.vector(.double, dimensions: .max), dimensions: .max), "00000000"),
    ("a part cut short", .tuple([.int, .int]), "00000004 0000"),
    ("a part too many", .tuple([.int]), "FFFFFFFF FFFFFFFF"),
    (
      "within", .list(.map(key: .int, value: .tuple([.text]))),
      "00000001 00000015 00000001 00000004 00000001 00000005 00000001 FF"
    ),
  ]

  @Test("A few bytes stand for no more absent parts than memory has room for")
  func absentParts() throws {
    let wide = CQLType.tuple(Array(repeating: .int, count: 1024))
    let type = CQLType.udt(
      UserDefinedType(keyspace: "k", name: "u", fields: [.init(name: "t", type: .list(wide))]))
    func bytes(_ count: Int) -> [UInt8] {
      let list = hex("0000") + [UInt8(count >> 8), UInt8(count & 0xFF)] + [UInt8](repeating: 0, count: 4 * count)
      return withUnsafeBytes(of: Int32(list.count).bigEndian) { Array($0) } + list
    }
    let nulls = CQLValue.tuple(Array(repeating: .null, count: 1024))
    let value = try makeRow([(type, bytes(1024))]).decode(CQLValue.self, at: 0)
    #expect(value == .udt(name: "u", fields: [.init(name: "t", value: .list(Array(repeating: nulls, count: 1024)))]))
    #expect(code { _ = try makeRow([(type, bytes(1025))]).decode(CQLValue.self, at: 0) } == .malformedValue)
  }

  private struct Lists: Decodable {
    let list: [Tuple]
  }

  private struct Tuple: Decodable {
    let count: Int

    init(from decoder: any Decoder) throws {
      var parts = try decoder.unkeyedContainer()
      while try parts.decodeNil() { if parts.isAtEnd { break } }
      count = parts.currentIndex
    }
  }

  @Test("Nor do they where a `Decodable` type asks for them; fields that are absent take no room")
  func absentPartsOfDecodable() throws {
    let tuple = CQLType.tuple(Array(repeating: .int, count: 1024))
    func bytes(_ count: Int) -> [UInt8] {
      hex("0000") + [UInt8(count >> 8), UInt8(count & 0xFF)] + [UInt8](repeating: 0, count: 4 * count)
    }
    func list(_ count: Int) throws -> [Tuple] {
      let row = try makeRow([(CQLType.list(tuple), bytes(count))], names: ["list"])
      let lists: Lists = try row.decode(Lists.self)
      return lists.list
    }
    #expect(try list(1024).map(\.count) == Array(repeating: 1024, count: 1024))
    #expect(code { _ = try list(1025) } == .malformedValue)

    struct Wide: Decodable, Equatable { let f0: Int?, f65534: String? }
    let fields = (0..<65_535).map { UserDefinedType.Field(name: "f\($0)", type: .int) }
    let type = CQLType.list(.udt(UserDefinedType(keyspace: "k", name: "u", fields: fields)))
    struct Fields: Decodable { let list: [Wide] }
    let wide = try makeRow([(type, bytes(500))], names: ["list"]).decode(Fields.self).list
    #expect(wide == Array(repeating: Wide(f0: nil, f65534: nil), count: 500))
  }

  @Test("are a typed error", arguments: cells.indices)
  func malformed(index: Int) {
    let (what, type, bytes) = Self.cells[index]
    #expect(code { _ = try decode(CQLValue.self, hex(bytes), as: type) } == .malformedValue, "\(type) \(what)")
    #expect(code { try Self.readNatively(hex(bytes), type) } == .malformedValue, "\(type) \(what)")
  }

  private static let types: [CQLType] = [
    .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .duration, .float, .inet, .int, .smallint,
    .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint, .list(.int), .set(.int),
    .map(key: .int, value: .int), .vector(.float, dimensions: 2), .tuple([.int]),
  ]

  @Test("null is an error that says so, and nil where an Optional is asked for", arguments: types)
  func null(type: CQLType) throws {
    #expect(code { try Self.readNatively(nil, type) } == .unexpectedNull)
    #expect(try decode(CQLValue.self, nil, as: type) == .null)
    #expect(try decode(CQLValue?.self, nil, as: type) == nil)
    #expect(try decode(Int?.self, nil, as: type) == nil)
  }

  @Test("an empty value is an error that says so, and CQLValue holds it", arguments: types)
  func empty(type: CQLType) throws {
    switch type {
    case .text: #expect(try decode(CQLValue.self, [], as: type) == .text(""))
    case .ascii: #expect(try decode(CQLValue.self, [], as: type) == .ascii(""))
    case .blob: #expect(try decode(CQLValue.self, [], as: type) == .blob([]))
    case .tuple: #expect(try decode(CQLValue.self, [], as: type) == .tuple([.null]))
    case .list, .set, .map, .vector: #expect(try decode(CQLValue.self, [], as: type) == .empty)
    default:
      #expect(try decode(CQLValue.self, [], as: type) == .empty)
      let error = #expect(throws: CQLError.self) { try Self.readNatively([], type) }
      #expect(error?.code == .malformedValue)
      #expect(error?.message.contains("empty") == true)
    }
  }

  /// Reads the bytes as the Swift type that is made for them.
  private static func readNatively(_ bytes: [UInt8]?, _ type: CQLType) throws {
    func read<Value: CQLDecodable & Equatable>(_: Value.Type) throws { _ = try decode(Value.self, bytes, as: type) }
    switch type {
    case .ascii, .text: try read(String.self)
    case .bigint, .counter: try read(Int.self)
    case .blob, .custom: try read([UInt8].self)
    case .boolean: try read(Bool.self)
    case .date: try read(CQLDate.self)
    case .decimal: try read(CQLDecimal.self)
    case .double: try read(Double.self)
    case .duration: try read(CQLDuration.self)
    case .float: try read(Float.self)
    case .inet: try read(CQLInet.self)
    case .int: try read(Int32.self)
    case .smallint: try read(Int16.self)
    case .time: try read(CQLTime.self)
    case .timestamp: try read(Date.self)
    case .timeuuid, .uuid: try read(UUID.self)
    case .tinyint: try read(Int8.self)
    case .varint: try read(CQLVarint.self)
    case .list, .set, .vector: try read([CQLValue].self)
    case .map: try read([CQLValue: CQLValue].self)
    case .tuple, .udt: try read(Parts.self)
    }
  }

  /// A type of a user's own, for what has no Swift type here.
  private struct Parts: CQLDecodable, Equatable {
    var values: [CQLValue] = []

    init(decoding cell: borrowing CQLCell) throws(CQLError) {
      guard !cell.isNull else { throw cell.malformed(Self.self, expected: "parts") }
      try cell.forEachPart { part throws(CQLError) in values.append(try CQLValue(decoding: part)) }
    }
  }

  @Test("every truncation of every golden value is an error or another value, never a crash")
  func truncations() throws {
    for golden in ValuesScalarTests.goldens {
      for length in 0..<golden.bytes.count {
        _ = code { _ = try decode(CQLValue.self, Array(golden.bytes[..<length]), as: golden.type) }
      }
    }
    let nested = CQLType.list(.map(key: .text, value: .tuple([.vector(.text, dimensions: 2), .set(.duration)])))
    let value = CQLValue.list([
      .map([
        CQLValue.MapEntry(
          key: .text("key"),
          value: .tuple([.vector([.text("a"), .text("bc")]), .set([.duration(try CQLDuration(days: 1))])]))
      ])
    ])
    let bytes = try #require(try encode(value, as: nested))
    #expect(try decode(CQLValue.self, bytes, as: nested) == value)
    for length in 1..<bytes.count {
      #expect(code { _ = try decode(CQLValue.self, Array(bytes[..<length]), as: nested) } == .malformedValue)
    }
  }
}
