import CQLPaging
import Foundation
import Testing

@Suite("F12: values of one cell")
struct ValuesScalarTests {
  /// A value, its type, and its bytes by protocol v4, section 6.
  struct Golden: CustomTestStringConvertible, Sendable {
    let what: String
    let type: CQLType
    let bytes: [UInt8]
    let check: @Sendable (Golden) throws -> Void

    var testDescription: String { "\(type): \(what)" }

    init<Value: CQLDecodable & CQLEncodable & Equatable>(
      _ what: String, _ type: CQLType, _ bytes: String, _ value: @autoclosure @escaping @Sendable () throws -> Value
    ) {
      self.what = what
      self.type = type
      self.bytes = hex(bytes)
      check = { golden in
        let value = try value()
        #expect(try decode(Value.self, golden.bytes, as: golden.type) == value)
        #expect(try encode(value, as: golden.type) == golden.bytes)
        let dynamic = try decode(CQLValue.self, golden.bytes, as: golden.type)
        #expect(try encode(dynamic, as: golden.type) == golden.bytes)
        #expect(try encode(dynamic, as: dynamic.naturalType) == golden.bytes)
      }
    }
  }

  static let goldens: [Golden] = [
    Golden("the largest", .tinyint, "7F", Int8.max),
    Golden("the smallest", .tinyint, "80", Int8.min),
    Golden("the smallest, as an Int", .tinyint, "80", Int(-128)),
    Golden("unsigned", .tinyint, "7F", UInt8(127)),
    Golden("the largest", .smallint, "7FFF", Int16.max),
    Golden("the smallest", .smallint, "8000", Int16.min),
    Golden("-1 as a wider integer", .smallint, "FFFF", Int32(-1)),
    Golden("the largest", .int, "7FFFFFFF", Int32.max),
    Golden("the smallest", .int, "80000000", Int32.min),
    Golden("zero", .int, "00000000", Int32(0)),
    Golden("-1 as an Int", .int, "FFFFFFFF", -1),
    Golden("as an Int64", .int, "00000005", Int64(5)),
    Golden("unsigned", .int, "7FFFFFFF", UInt32(0x7FFF_FFFF)),
    Golden("the largest", .bigint, "7FFFFFFFFFFFFFFF", Int64.max),
    Golden("the smallest", .bigint, "8000000000000000", Int64.min),
    Golden("as an Int", .bigint, "8000000000000000", Int.min),
    Golden("unsigned", .bigint, "7FFFFFFFFFFFFFFF", UInt64(Int64.max)),
    Golden("-1", .counter, "FFFFFFFFFFFFFFFF", Int64(-1)),
    Golden("as an Int", .counter, "0000000000000007", 7),
    Golden("0, of the specification", .varint, "00", 0),
    Golden("128, of the specification", .varint, "0080", Int16(128)),
    Golden("-129, of the specification", .varint, "FF7F", -129),
    Golden("the largest UInt64", .varint, "00FFFFFFFFFFFFFFFF", UInt64.max),
    Golden("the smallest Int64", .varint, "8000000000000000", Int64.min),

    Golden("one", .float, "3F800000", Float(1)),
    Golden("the least above zero", .float, "00000001", Float.leastNonzeroMagnitude),
    Golden("minus zero", .float, "80000000", -Float.zero),
    Golden("infinity", .float, "7F800000", Float.infinity),
    Golden("as a Double that it holds exactly", .float, "3FC00000", 1.5),
    Golden("the largest", .double, "7FEFFFFFFFFFFFFF", Double.greatestFiniteMagnitude),
    Golden("minus infinity", .double, "FFF0000000000000", -Double.infinity),

    Golden("true", .boolean, "01", true),
    Golden("false", .boolean, "00", false),
    Golden("empty", .text, "", ""),
    Golden("of one to four bytes a character", .text, "61C3A9E697A5F09F9880", "aé日😀"),
    Golden("with a zero byte", .text, "610062", "a\0b"),
    Golden("long", .text, String(repeating: "7A", count: 100), String(repeating: "z", count: 100)),
    Golden("all of it", .ascii, "007F41", "\0\u{7F}A"),
    Golden("empty", .ascii, "", ""),
    Golden("empty", .blob, "", [UInt8]()),
    Golden("bytes", .blob, "00FF80", [0x00, 0xFF, 0x80] as [UInt8]),
    Golden("as Data", .blob, "00FF80", Data([0x00, 0xFF, 0x80])),
    Golden("bytes", .custom("org.example.Type"), "01", [1] as [UInt8]),

    Golden("any", .uuid, "00112233445546778899AABBCCDDEEFF", try uuid("00112233-4455-4677-8899-AABBCCDDEEFF")),
    Golden(
      "of version 1", .timeuuid, "50554D6E29BB11E5B345FEFF819CDC9F",
      try uuid("50554D6E-29BB-11E5-B345-FEFF819CDC9F")),

    Golden("1970", .date, "80000000", CQLDate(daysSince1970: 0)),
    Golden("the first", .date, "00000000", CQLDate(daysSince1970: .min)),
    Golden("the last", .date, "FFFFFFFF", CQLDate(daysSince1970: .max)),
    Golden("midnight", .time, "0000000000000000", try CQLTime(nanosecondsSinceMidnight: 0)),
    Golden("the last", .time, "00004E94914EFFFF", try CQLTime(nanosecondsSinceMidnight: 86_399_999_999_999)),
    Golden("1970", .timestamp, "0000000000000000", CQLTimestamp(millisecondsSince1970: 0)),
    Golden("the first", .timestamp, "8000000000000000", CQLTimestamp(millisecondsSince1970: .min)),
    Golden("the last", .timestamp, "7FFFFFFFFFFFFFFF", CQLTimestamp(millisecondsSince1970: .max)),
    Golden("as a Date", .timestamp, "FFFFFFFFFFFFFFFF", Date(timeIntervalSince1970: -0.001)),

    Golden("zero", .decimal, "00000000 00", CQLDecimal(unscaled: 0, scale: 0)),
    Golden("1.50", .decimal, "00000002 0096", CQLDecimal(unscaled: 150, scale: 2)),
    Golden("the largest scale", .decimal, "7FFFFFFF 80", CQLDecimal(unscaled: -128, scale: .max)),
    Golden("the smallest scale", .decimal, "80000000 01", CQLDecimal(unscaled: 1, scale: .min)),
    Golden("as Foundation's", .decimal, "00000001 0F", Decimal(15) / 10),
    Golden("of 9 bytes", .varint, "008000000000000000", try CQLVarint("9223372036854775808")),
    Golden("-1", .varint, "FF", CQLVarint(-1)),

    Golden("no time", .duration, "000000", CQLDuration.zero),
    Golden("1mo2d3ns", .duration, "020406", try CQLDuration(months: 1, days: 2, nanoseconds: 3)),
    Golden("-1mo2d3ns", .duration, "010305", try CQLDuration(months: -1, days: -2, nanoseconds: -3)),
    Golden(
      "the longest", .duration, "F0FFFFFFFE F0FFFFFFFE FFFFFFFFFFFFFFFFFE",
      try CQLDuration(months: .max, days: .max, nanoseconds: .max)),
    Golden(
      "the longest backwards", .duration, "F0FFFFFFFF F0FFFFFFFF FFFFFFFFFFFFFFFFFF",
      try CQLDuration(months: .min, days: .min, nanoseconds: .min)),
    Golden("IPv4", .inet, "7F000001", try CQLInet(bytes: [127, 0, 0, 1])),
    Golden("IPv6", .inet, "FE800000000000000000000000000001", try CQLInet("fe80::1")),
  ]

  @Test("decoded and encoded", arguments: goldens)
  func golden(_ golden: Golden) throws { try golden.check(golden) }
}
