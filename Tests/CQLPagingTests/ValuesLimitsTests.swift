import CQLPaging
import Foundation
import Testing

@Suite("Values one beyond what there is")
struct ValuesLimitsTests {
  @Test("a varint of more than 128 bits is no integer of Swift, though its last bits would be one")
  func wideVarints() {
    let zeros = [UInt8](repeating: 0, count: 16)
    let ones = [UInt8](repeating: 0xFF, count: 16)
    for bytes in [[1] + zeros, [0xFE] + ones, [0, 0x80] + zeros, [0, 0xFF] + ones, [0xFF, 0x7F] + zeros] {
      let number = CQLVarint(bytes: bytes)
      #expect(number.bytes == bytes)
      #expect(UInt128(exactly: number) == nil && Int128(exactly: number) == nil && Int(exactly: number) == nil)
    }
    #expect(UInt128(exactly: CQLVarint(bytes: [0] + ones)) == .max)
    #expect(Int128(exactly: CQLVarint(bytes: [0x80] + zeros.dropLast())) == .min)
    #expect(Int128(exactly: CQLVarint(bytes: [0, 0x80] + zeros.dropLast())) == nil)
  }

  @Test("an exponent that overflows is no decimal", arguments: ["9223372036854775807", "-9223372036854775808"])
  func exponents(exponent: String) {
    for digits in ["1", ".5", "1.25", "0"] {
      #expect(code { _ = try CQLDecimal("\(digits)E\(exponent)") } == .valueDoesNotFit, "\(digits)")
    }
  }

  @Test(
    "text that is almost an address is none",
    arguments: [
      "1.2.3.4.5", "1.2.3.4.x", "1.2.3.4.", "1.2.3", "1:2:3:4:5:6:7:8::9::a", "1::2::3", "1::2::", "00001::1",
      "::00001",
      "1:2:3:4:5:6:7:8::", "1:2:3:4:5:6:7:1.2.3.4", "::1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7",
    ])
  func addresses(text: String) {
    #expect(code { _ = try CQLInet(text) } == .valueDoesNotFit)
  }

  @Test("a time of day ends before midnight, in each of its parts")
  func times() throws {
    let last = try CQLTime(hour: 23, minute: 59, second: 59, nanosecond: 999_999_999)
    #expect(last.nanosecondsSinceMidnight == CQLTime.bounds.upperBound)
    #expect(try CQLTime(nanosecondsSinceMidnight: 86_399_999_999_999) == last)
    #expect(try CQLTime(hour: 0, minute: 0).nanosecondsSinceMidnight == 0)
    for (hour, minute, second, nanosecond) in [
      (24, 0, 0, 0), (-1, 0, 0, 0), (0, 60, 0, 0), (0, -1, 0, 0), (0, 0, 60, 0), (0, 0, -1, 0),
      (0, 0, 0, 1_000_000_000),
      (0, 0, 0, -1), (.max, 0, 0, 0),
    ] {
      #expect(
        code { _ = try CQLTime(hour: hour, minute: minute, second: second, nanosecond: nanosecond) }
          == .valueDoesNotFit, "\(hour):\(minute):\(second).\(nanosecond)")
    }
    for nanoseconds in [-1, 86_400_000_000_000, .min, .max] as [Int64] {
      #expect(code { _ = try CQLTime(nanosecondsSinceMidnight: nanoseconds) } == .valueDoesNotFit)
    }
  }

  @Test("a day that there is not is an error, however far away")
  func days() throws {
    #expect(try CQLDate(year: -5_877_641, month: 6, day: 23).daysSince1970 == .min)
    #expect(try CQLDate(year: 5_881_580, month: 7, day: 11).daysSince1970 == .max)
    for (year, month, day) in [
      (-5_877_641, 6, 22), (5_881_580, 7, 12), (1_000_000_000, 1, 1), (1_000_000_001, 1, 1), (.max, 1, 1),
      (-1_000_000_001, 1, 1), (.min, 1, 1), (2021, 2, 29), (2020, 2, 30), (2020, 0, 1), (2020, 13, 1), (2020, 1, 0),
      (2020, 1, 32), (2020, .max, 1), (2020, .min, 1), (2020, 1, .max), (2020, 1, .min),
    ] {
      #expect(
        code { _ = try CQLDate(year: year, month: month, day: day) } == .valueDoesNotFit, "\(year)-\(month)-\(day)")
    }
  }

  @Test("a Decimal that is no number is refused as such")
  func notANumber() {
    for type in [CQLType.decimal, .varint] {
      let error = #expect(throws: CQLError.self) { _ = try encode(Decimal.nan, as: type) }
      #expect(error?.code == .valueDoesNotFit && error?.message.contains("it is not a number") == true)
    }
  }

  @Test("null is no value of a type that has none, as a column and as an element")
  func nulls() {
    #expect(code { _ = try decode(Set<Int>.self, nil, as: .set(.int)) } == .unexpectedNull)
    #expect(code { _ = try decode([Int].self, nil, as: .list(.int)) } == .unexpectedNull)
    #expect(code { _ = try decode([Int: Int].self, nil, as: .map(key: .int, value: .int)) } == .unexpectedNull)
    #expect(code { _ = try decode(CQLDuration.self, nil, as: .duration) } == .unexpectedNull)
    #expect(code { _ = try decode(CQLBytes.self, nil, as: .blob) } == .unexpectedNull)
    let list = hex("00000001 FFFFFFFF")
    #expect(code { _ = try decode([CQLBytes].self, list, as: .list(.blob)) } == .unexpectedNull)
    #expect(code { _ = try decode([[UInt8]].self, list, as: .list(.blob)) } == .unexpectedNull)
    #expect(code { _ = try decode([String].self, list, as: .list(.text)) } == .unexpectedNull)
    #expect(code { _ = try decode([Set<Int>].self, list, as: .list(.set(.int))) } == .unexpectedNull)
  }
}
