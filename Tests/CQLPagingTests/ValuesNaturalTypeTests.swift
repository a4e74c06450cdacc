import CQLPaging
import Foundation
import Testing

@Suite("F3: the types of values whose statement is not prepared")
struct ValuesNaturalTypeTests {
  private static func swiftValues() throws -> [(any CQLEncodable, CQLType)] {
    let numbers: [(any CQLEncodable, CQLType)] = [
      (Int8(1), .tinyint), (Int16(1), .smallint), (Int32(1), .int), (Int64(1), .bigint), (1, .bigint),
      (UInt8(1), .smallint), (UInt16(1), .int), (UInt32(1), .bigint), (UInt64(1), .bigint), (UInt(1), .bigint),
      (Float(1), .float), (1.0, .double), (Decimal(1), .decimal), (CQLDecimal(unscaled: 1, scale: 0), .decimal),
      (CQLVarint(1), .varint), (true, .boolean),
    ]
    let others: [(any CQLEncodable, CQLType)] = [
      ("a", .text), (CQLText("a"), .text), ([1] as [UInt8], .blob), (Data([1]), .blob), (CQLBytes([1]), .blob),
      (UUID(), .uuid), (try CQLInet("::1"), .inet), (Date(timeIntervalSince1970: 0), .timestamp),
      (CQLTimestamp(millisecondsSince1970: 0), .timestamp), (CQLDate(daysSince1970: 0), .date),
      (try CQLTime(nanosecondsSinceMidnight: 0), .time), (CQLDuration.zero, .duration),
    ]
    // Collections take the type of their first part.
    let collections: [(any CQLEncodable, CQLType)] = [
      ([Int32(1)], .list(.int)), (Set(["a"]), .set(.text)), (["a": Int16(1)], .map(key: .text, value: .smallint)),
      ([Int32](), .list(.blob)), (Set<Int32>(), .set(.blob)), ([String: Int](), .map(key: .blob, value: .blob)),
      (Int32(1) as Int32?, .int), (nil as Int32?, .blob), (CQLUnset(), .blob),
    ]
    return numbers + others + collections
  }

  private static func dynamicValues() throws -> [(any CQLEncodable, CQLType)] {
    let values: [(CQLValue, CQLType)] = [
      (.null, .blob), (.unset, .blob), (.empty, .blob), (.ascii("a"), .ascii), (.counter(1), .counter),
      (.timeuuid(try uuid("50554D6E-29BB-11E5-B345-FEFF819CDC9F")), .timeuuid), (.smallint(1), .smallint),
      (.text("a"), .text),
      (.custom([1], className: "c"), .custom("c")),
      (.list([.int(1)]), .list(.int)), (.list([]), .list(.blob)), (.set([.int(1)]), .set(.int)),
      (.set([]), .set(.blob)),
      (.map([.init(key: .text("a"), value: .int(1))]), .map(key: .text, value: .int)),
      (.map([]), .map(key: .blob, value: .blob)), (.vector([.float(1), .float(2)]), .vector(.float, dimensions: 2)),
      (.tuple([.int(1), .null]), .tuple([.int, .blob])),
      (
        .udt(name: "t", fields: [.init(name: "a", value: .int(1))]),
        .udt(UserDefinedType(keyspace: "", name: "t", fields: [.init(name: "a", type: .int)]))
      ),
    ]
    return values.map { ($0, $1) }
  }

  @Test("each has one, and can be written as it")
  func types() throws {
    for (value, type) in try Self.swiftValues() + Self.dynamicValues() {
      #expect(value.naturalType == type, "\(Swift.type(of: value))")
      _ = try encode(value, as: type)
    }
  }

  @Test("an unsigned integer that is larger than any bigint is refused as one")
  func tooLarge() throws {
    #expect(code { _ = try encode(UInt64.max, as: UInt64.max.naturalType) } == .valueDoesNotFit)
    #expect(code { _ = try encode(UInt.max, as: UInt.max.naturalType) } == .valueDoesNotFit)
  }
}
