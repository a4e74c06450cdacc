import CQLPaging
import Foundation
import Testing

/// The texts are what Cassandra 5.0.9 printed for the same bytes with SELECT JSON, unless a row says something else.
@Suite("F12: values as text")
struct ValuesTextFormTests {
  @Test(
    "a timestamp",
    arguments: [
      (0, "1970-01-01 00:00:00.000Z"), (-1, "1969-12-31 23:59:59.999Z"), (1234, "1970-01-01 00:00:01.234Z"),
      (Int64.max, "+292278994-08-17 07:12:55.807Z"),
      (253_402_300_799_999, "9999-12-31 23:59:59.999Z"), (253_402_300_800_000, "+10000-01-01 00:00:00.000Z"),
      (-62_135_596_800_000, "0001-01-01 00:00:00.000Z"),
      (-12_219_292_800_000, "1582-10-15 00:00:00.000Z"), (-12_219_292_800_001, "1582-10-14 23:59:59.999Z"),
      (31_556_889_864_403_199, "+1001968-01-12 20:06:43.199Z"),
      // The server prints these years of 1 BC, 2 BC and so on without their era.
      (-62_135_596_800_001, "0000-12-31 23:59:59.999Z"), (-62_167_219_200_001, "-0001-12-31 23:59:59.999Z"),
      (Int64.min, "-292275055-05-16 16:47:04.192Z"),
    ])
  func timestamps(milliseconds: Int64, text: String) throws {
    #expect(CQLTimestamp(millisecondsSince1970: milliseconds).description == text)
    #expect(try CQLTimestamp(text).millisecondsSince1970 == milliseconds)
  }

  @Test(
    "a timestamp in the other forms that servers read",
    arguments: [
      ("2020-01-01", 1_577_836_800_000), ("2020-01-01T00:00:00", 1_577_836_800_000),
      ("2020-01-01 00:00", 1_577_836_800_000), ("2020-01-01T00:00:00.123+02:00", 1_577_829_600_123),
      ("2020-01-01 00:00:00.1Z", 1_577_836_800_100), ("2020-01-01 00:00:00Z", 1_577_836_800_000),
      ("2020-01-01 00:00:00-0130", 1_577_842_200_000), ("1577836800123", 1_577_836_800_123),
      ("2020-01-01 00:00:00.123456Z", 1_577_836_800_123), ("2020-01-01 00:00+02", 1_577_829_600_000),
      ("-1", -1),
    ] as [(String, Int64)])
  func timestampForms(text: String, milliseconds: Int64) throws {
    #expect(try CQLTimestamp(text).millisecondsSince1970 == milliseconds)
  }

  @Test("a timestamp is a Date's and the other way round")
  func foundationDates() throws {
    for milliseconds in [Int64(-1), 0, 1_577_836_800_123] {
      let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
      #expect(CQLTimestamp(millisecondsSince1970: milliseconds).date == date)
      #expect(try CQLTimestamp(date).millisecondsSince1970 == milliseconds)
    }
  }

  @Test(
    "a date",
    arguments: [
      (0, "1970-01-01"), (-1, "1969-12-31"), (Int32.min, "-5877641-06-23"), (Int32.max, "+5881580-07-11"),
      (2_932_896, "9999-12-31"), (2_932_897, "+10000-01-01"), (-719_162, "0001-01-01"), (-719_163, "0000-12-31"),
      (-719_528, "0000-01-01"), (-719_529, "-0001-12-31"), (-719_894, "-0002-12-31"), (-141_428, "1582-10-14"),
      (-141_427, "1582-10-15"), (11_016, "2000-02-29"), (-25_509, "1900-02-28"), (-25_508, "1900-03-01"),
    ])
  func dates(days: Int32, text: String) throws {
    let date = CQLDate(daysSince1970: days)
    #expect(date.description == text)
    #expect(try CQLDate(text) == date)
    let (year, month, day) = date.components
    #expect(try CQLDate(year: year, month: month, day: day) == date)
  }

  @Test("every day of four hundred years follows the one before it")
  func calendar() throws {
    var last = try CQLDate(year: 1799, month: 12, day: 31).components
    let first = try CQLDate(year: 1800, month: 1, day: 1).daysSince1970
    for days in first..<first + 146_097 {
      let (year, month, day) = CQLDate(daysSince1970: days).components
      if day != 1 {
        #expect((year, month, day) == (last.year, last.month, last.day + 1))
      } else {
        let leap = last.year % 4 == 0 && (last.year % 100 != 0 || last.year % 400 == 0)
        let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        #expect(last.day == lengths[last.month - 1])
        #expect((year, month) == (last.month == 12 ? (last.year + 1, 1) : (last.year, last.month + 1)))
      }
      last = (year, month, day)
    }
  }

  @Test(
    "a time",
    arguments: [
      (0, "00:00:00.000000000"), (1, "00:00:00.000000001"), (86_399_999_999_999, "23:59:59.999999999"),
      (1_500_000_000, "00:00:01.500000000"), (123_456_789, "00:00:00.123456789"),
      (3_660_000_000_000, "01:01:00.000000000"),
    ] as [(Int64, String)])
  func times(nanoseconds: Int64, text: String) throws {
    #expect(try CQLTime(nanosecondsSinceMidnight: nanoseconds).description == text)
    #expect(try CQLTime(text).nanosecondsSinceMidnight == nanoseconds)
  }

  @Test("days, moments and times of day have the order of time")
  func order() throws {
    let days = [Int32.min, -1, 0, 1, .max].map { CQLDate(daysSince1970: $0) }
    #expect(days.reversed().sorted() == days)
    let moments = [Int64.min, -1, 0, 1, .max].map { CQLTimestamp(millisecondsSince1970: $0) }
    #expect(moments.reversed().sorted() == moments)
    let times = try [0, 1, 86_399_999_999_999].map { try CQLTime(nanosecondsSinceMidnight: $0) }
    #expect(times.reversed().sorted() == times)
  }

  @Test(
    "a decimal, as BigDecimal.toString has it",
    arguments: [
      ("0", 0, "0"), ("150", 2, "1.50"), ("1", -3, "1E+3"), ("1", 10, "1E-10"), ("1", 6, "0.000001"), ("1", 7, "1E-7"),
      ("0", 7, "0E-7"), ("0", 6, "0.000000"), ("0", -1, "0E+1"), ("1", .max, "1E-2147483647"),
      ("1", .min, "1E+2147483648"), ("12345", .max, "1.2345E-2147483643"), ("12345", .min, "1.2345E+2147483652"),
      ("-1", 3, "-0.001"), ("-1", 8, "-1E-8"), ("-32768", 8, "-0.00032768"),
      ("39614081257132168796771975167", 20, "396140812.57132168796771975167"), ("-1", 0, "-1"),
      ("1000", 4, "0.1000"), ("12345", 12, "1.2345E-8"), ("12345", 10, "0.0000012345"), ("12345", 11, "1.2345E-7"),
      ("12345", 5, "0.12345"), ("12345", 4, "1.2345"), ("12345", -1, "1.2345E+5"),
    ] as [(String, Int32, String)])
  func decimals(unscaled: String, scale: Int32, text: String) throws {
    let decimal = CQLDecimal(unscaled: try CQLVarint(unscaled), scale: scale)
    #expect(decimal.description == text)
    #expect(try CQLDecimal(text) == decimal)
  }

  @Test(
    "a decimal in the other forms that can be read",
    arguments: [(".5", "0.5"), ("5.", "5"), ("+1.5e2", "1.5E+2"), ("1e-3", "0.001"), ("-0", "0"), ("00.10", "0.10")])
  func decimalForms(text: String, printed: String) throws {
    #expect(try CQLDecimal(text).description == printed)
  }

  @Test(
    "a varint",
    arguments: [
      ("00", "0"), ("FF", "-1"), ("7F", "127"), ("80", "-128"), ("0080", "128"), ("FF80", "-128"), ("007F", "127"),
      ("7FFFFFFFFFFFFFFF", "9223372036854775807"), ("8000000000000000", "-9223372036854775808"),
      ("008000000000000000", "9223372036854775808"), ("FF7FFFFFFFFFFFFFFF", "-9223372036854775809"),
      ("010000000000000000", "18446744073709551616"), ("FF0000000000000000", "-18446744073709551616"),
      ("0000000000000000000001", "1"), ("80000000000000000000000000000000", "-170141183460469231731687303715884105728"),
    ])
  func varints(bytes: String, text: String) throws {
    #expect(CQLVarint(bytes: hex(bytes)).description == text)
    #expect(try CQLVarint(text) == CQLVarint(bytes: hex(bytes)))
  }

  @Test("a varint of 10,000 digits, there and back")
  func longVarint() throws {
    let digits = String((0..<10_000).map { Character(String(($0 * 7 + 1) % 10)) })
    #expect(try CQLVarint(digits).description == digits)
    #expect(try CQLVarint("-" + digits).description == "-" + digits)
    let power = "1" + String(repeating: "0", count: 9_999)
    #expect(try CQLVarint(power).description == power)
  }

  @Test("powers of ten and two, and their neighbours, print and read as the integers that they are")
  func integersAsVarints() throws {
    var integers: [Int128] = [.max, .min]
    for shift in 0..<127 { integers += [-1, 0, 1].map { (Int128(1) << shift) + $0 } }
    var power: Int128 = 1
    for _ in 0..<38 {
      integers += [-1, 0, 1].map { power + $0 }
      power *= 10
    }
    for integer in integers {
      for integer in [integer, 0 &- integer] {
        #expect(CQLVarint(integer).description == String(integer))
        #expect(try CQLVarint(String(integer)) == CQLVarint(integer))
        #expect(Int128(exactly: CQLVarint(integer)) == integer)
        #expect(Int64(exactly: CQLVarint(integer)) == Int64(exactly: integer))
        #expect(UInt64(exactly: CQLVarint(integer)) == UInt64(exactly: integer))
      }
    }
    #expect(UInt128(exactly: CQLVarint(UInt128.max)) == .max)
    #expect(Int128(exactly: CQLVarint(UInt128.max)) == nil)
  }

  @Test(
    "a duration",
    arguments: [
      (14, 3, 14_706_007_008_009, "1y2mo3d4h5m6s7ms8us9ns"), (-14, -3, -14_706_007_008_009, "-1y2mo3d4h5m6s7ms8us9ns"),
      (1, 0, 0, "1mo"), (12, 0, 0, "1y"), (25, 0, 0, "2y1mo"), (0, 7, 0, "7d"), (0, 0, 86_400_000_000_000, "24h"),
      (0, 0, 1_000_000_000, "1s"), (0, 0, 999, "999ns"), (.max, 0, 0, "178956970y7mo"),
      (-.max, 0, 0, "-178956970y7mo"), (0, .max, 0, "2147483647d"),
      (0, 0, .max, "2562047h47m16s854ms775us807ns"), (0, 0, .min, "-2562047h47m16s854ms775us808ns"),
    ] as [(Int32, Int32, Int64, String)])
  func durations(months: Int32, days: Int32, nanoseconds: Int64, text: String) throws {
    let duration = try CQLDuration(months: months, days: days, nanoseconds: nanoseconds)
    #expect(duration.description == text)
    #expect(try CQLDuration(text) == duration)
  }

  @Test(
    "a duration in the other forms that can be read",
    arguments: [
      ("1w2d", "9d"), ("60s", "1m"), ("1H30M", "1h30m"), ("1µs", "1us"), ("90000s", "25h"), ("0s", ""), ("-0s", ""),
    ])
  func durationForms(text: String, printed: String) throws {
    #expect(try CQLDuration(text).description == printed)
  }

  @Test(
    "an address",
    arguments: [
      ("7F000001", "127.0.0.1"), ("00000000", "0.0.0.0"), ("FFFFFFFF", "255.255.255.255"),
      ("FE800000000000000000000000000001", "fe80:0:0:0:0:0:0:1"),
      ("00000000000000000000000000000000", "0:0:0:0:0:0:0:0"),
      ("00000000000000000000FFFF01020304", "1.2.3.4"), ("00000000000000000000000001020304", "0:0:0:0:0:0:102:304"),
      ("20010DB80000000000000000ABCD0A0B", "2001:db8:0:0:0:0:abcd:a0b"),
    ])
  func addresses(bytes: String, text: String) throws {
    #expect(try CQLInet(bytes: hex(bytes)).description == text)
    #expect(try CQLInet(text) == CQLInet(bytes: hex(bytes)))
  }

  @Test(
    "an address in the other forms that can be read",
    arguments: [
      ("::", "0:0:0:0:0:0:0:0"), ("::1", "0:0:0:0:0:0:0:1"), ("2001:DB8::", "2001:db8:0:0:0:0:0:0"),
      ("1::2:3", "1:0:0:0:0:0:2:3"), ("::ffff:1.2.3.4", "1.2.3.4"), ("::1.2.3.4", "0:0:0:0:0:0:102:304"),
      ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ])
  func addressForms(text: String, printed: String) throws {
    #expect(try CQLInet(text).description == printed)
  }

  /// What is read, and texts that are none of it.
  static let refused: [(String, [String], @Sendable (String) throws -> Void)] = [
    ("varint", ["", "-", "1.0", "+-1", "1e3", "0x10", " 1", "١"], { _ = try CQLVarint($0) }),
    (
      "decimal", ["", ".", "1..2", "1e", "e5", "1e99999999999", "NaN", "1,5", "1.-5", "--1"], { _ = try CQLDecimal($0) }
    ),
    (
      "duration",
      [
        "", "-", "1", "1x", "1d1y", "1y1y", "1d1w", "2147483648mo", "-2147483649d", "9223372036854775808ns",
        "99999999999999999999h", "1y-1mo", "s", "1.5h",
      ],
      { _ = try CQLDuration($0) }
    ),
    (
      "date",
      [
        "", "2020-02-30", "2021-02-29", "2020-13-01", "2020-1-1", "20-01-01", "+5881580-07-12", "-5877641-06-22",
        "2020-01-01x", "10000-01-01", "99999999999999999999-01-01",
      ], { _ = try CQLDate($0) }
    ),
    (
      "time",
      ["", "24:00:00", "01:60:00", "01:02:60", "01:02:03.", "01:02:03.1234567890", "01", "-1:00:00", "01:02:03Z"],
      { _ = try CQLTime($0) }
    ),
    (
      "timestamp",
      [
        "", "2020x", "x", "2020-01-01 25:00", "2020-01-01 00:00:00.1234567890", "2020-01-01 00:00+25:00",
        "2020-01-01 00:00 UTC", "2020-01-01T00:00:00Z ", "2020-01-01 00:00+01:00x", "2020-01-01x",
        "2020-01-01 00:00+010", "2020-01-01 00:00+19:00", "2020-01-01 00:00-1900", "2020-01-01 00:00+01:60",
        "2020-01-01 00:00+0160", "2020-01-01 00:00+1:00",
        "+292278994-08-17 07:12:55.808Z", "-292275055-05-16 16:47:04.191Z",
      ], { _ = try CQLTimestamp($0) }
    ),
    (
      "inet",
      [
        "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.+4", ":", ":::", "1::2::3", "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "12345::", "fe80::1%lo", "1.2.3.4::", "g::", "1:", ":1", "::+1",
      ],
      { _ = try CQLInet($0) }
    ),
  ]

  @Test("texts that are no value are refused, and not shown", arguments: refused.indices)
  func refusals(index: Int) {
    let (type, texts, read) = Self.refused[index]
    for text in texts {
      #expect(code { try read(text) } == .valueDoesNotFit, "\(type): \(text)")
    }
  }

  struct Texts: Codable, Equatable {
    let date: CQLDate, time: CQLTime, timestamp: CQLTimestamp, decimal: CQLDecimal, varint: CQLVarint, inet: CQLInet
    let durations: [CQLDuration]
  }

  @Test("as JSON each value is its text")
  func json() throws {
    let value = Texts(
      date: CQLDate(daysSince1970: .min), time: try CQLTime("01:02:03"),
      timestamp: CQLTimestamp(millisecondsSince1970: 0),
      decimal: try CQLDecimal("1.50"), varint: try CQLVarint("-9223372036854775809"), inet: try CQLInet("::1"),
      durations: [.zero, try CQLDuration("-1mo")])
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(value)
    #expect(
      String(decoding: json, as: UTF8.self) == """
        {"date":"-5877641-06-23","decimal":"1.50","durations":["0s","-1mo"],"inet":"0:0:0:0:0:0:0:1",\
        "time":"01:02:03.000000000","timestamp":"1970-01-01 00:00:00.000Z","varint":"-9223372036854775809"}
        """)
    #expect(try JSONDecoder().decode(Texts.self, from: json) == value)
    #expect(throws: (any Error).self) { try JSONDecoder().decode([CQLValue].self, from: Data("[1]".utf8)) }
  }
}
