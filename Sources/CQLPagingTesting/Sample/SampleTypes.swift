import CQLPaging
import Foundation

/// `sample.types`: a column of every type, and rows that try out what each can hold.
struct SampleTypes: Sendable {
  let rows: Int
  let seed: UInt64

  static let address = UserDefinedType(
    keyspace: "sample", name: "address",
    fields: [
      .init(name: "street", type: .text), .init(name: "zip", type: .int),
      .init(name: "tags", type: .set(.text)),
    ])

  static let columns: [FakeTable.Column] = [
    .partitionKey("id", .int), .regular("a_ascii", .ascii), .regular("a_bigint", .bigint), .regular("a_blob", .blob),
    .regular("a_boolean", .boolean), .regular("a_counter", .counter), .regular("a_date", .date),
    .regular("a_decimal", .decimal), .regular("a_double", .double), .regular("a_duration", .duration),
    .regular("a_float", .float), .regular("a_inet", .inet), .regular("a_int", .int), .regular("a_list", .list(.int)),
    .regular("a_map", .map(key: .text, value: .int)),
    .regular("a_nested", .map(key: .int, value: .list(.set(.text)))), .regular("a_set", .set(.text)),
    .regular("a_smallint", .smallint), .regular("a_text", .text), .regular("a_time", .time),
    .regular("a_timestamp", .timestamp), .regular("a_timeuuid", .timeuuid), .regular("a_tinyint", .tinyint),
    .regular("a_tuple", .tuple([.int, .text, .boolean])), .regular("a_udt", .udt(address)),
    .regular("a_uuid", .uuid), .regular("a_varint", .varint), .regular("a_vector", .vector(.float, dimensions: 3)),
  ]

  func table() throws(CQLError) -> FakeTable {
    let seed = seed
    return try FakeTable(
      "sample.types", columns: Self.columns, rowCount: rows,
      row: { row in
        // What a value of these is out of bounds of is found by the tests; a page says so, too.
        ((try? Self.values(row, seed: seed)).map { [CQLValue.int(Int32(truncatingIfNeeded: row))] + $0 }) ?? []
      },
      key: { row in [row] })
  }

  /// The first rows of each eight are special; the others are as good as random.
  private static func values(_ row: Int, seed: UInt64) throws(CQLError) -> [CQLValue] {
    switch row % 8 {
    case 1: return columns.dropFirst().map { _ in .null }
    case 2: return columns.dropFirst().map { emptiest(of: $0.type) }
    case 3: return try extremes(least: true)
    case 4: return try extremes(least: false)
    default:
      var random = SplitMix64(seed: seed, table: 3, row: row)
      return try ordinary(&random)
    }
  }

  /// Collections that are not frozen are null when they are empty; all others can be stored with no bytes.
  private static func emptiest(of type: CQLType) -> CQLValue {
    switch type {
    case .list, .set, .map: .null
    // Those cannot be stored without a value.
    case .counter, .tuple, .udt, .vector, .duration: .null
    default: .empty
    }
  }
}

extension SampleTypes {
  /// The ends of what each type can hold, within what most languages can read: years 1 to 9999 for timestamps.
  private static func extremes(least: Bool) throws(CQLError) -> [CQLValue] {
    let (minimum, maximum) = (least, !least)
    func end<Integer: FixedWidthInteger>(_: Integer.Type) -> Integer { least ? .min : .max }
    let text = least ? "\u{0}" : "\u{10FFFF} \"quoted\", 'and' \\ so on\r\n\t"
    // Lowest of all but one: no language can turn the sign of the lowest.
    let (end32, end64) = (least ? -Int32.max : .max, least ? -Int64.max : .max)
    let huge = String(repeating: "9", count: 60)
    return [
      .ascii(minimum ? "\u{0}" : "~!@# $%^\u{7F}"), .bigint(end(Int64.self)),
      .blob(minimum ? [0] : Array(0...255)), .boolean(maximum), .counter(end(Int64.self)),
      .date(CQLDate(daysSince1970: end(Int32.self))),
      .decimal(CQLDecimal(unscaled: try CQLVarint((minimum ? "-" : "") + huge), scale: 30)),
      .double(minimum ? -.infinity : .greatestFiniteMagnitude),
      .duration(try CQLDuration(months: end32, days: end32, nanoseconds: end64)), .float(minimum ? .nan : .infinity),
      .inet(try CQLInet(bytes: minimum ? [0, 0, 0, 0] : [UInt8](repeating: 0xFF, count: 16))), .int(end(Int32.self)),
      .list([.int(.min), .int(.max)]),
      .map([.init(key: .text(""), value: .int(.min)), .init(key: .text("z"), value: .int(.max))]),
      .map([
        .init(key: .int(.min), value: .list([])), .init(key: .int(0), value: .list([.set([])])),
        .init(key: .int(.max), value: .list([.set([.text("a"), .text("b")]), .set([.text("")])])),
      ]),
      .set([.text(""), .text(text)]), .smallint(end(Int16.self)), .text(text),
      .time(try CQLTime(nanosecondsSinceMidnight: minimum ? 0 : CQLTime.bounds.upperBound)),
      .timestamp(CQLTimestamp(millisecondsSince1970: minimum ? -62_135_596_800_000 : 253_402_300_799_999)),
      .timeuuid(
        minimum
          ? UUID(high: 0x1000, low: 0x8080_8080_8080_8080)
          : UUID(high: 0xFFFF_FFFF_FFFF_1FFF, low: 0xBF7F_7F7F_7F7F_7F7F)),
      .tinyint(end(Int8.self)),
      // A tuple's parts can be null.
      .tuple(minimum ? [.null, .null, .null] : [.int(.max), .text(text), .null]),
      // Fields that were added to a type later are missing in old values.
      .udt(
        name: "address",
        fields: minimum
          ? [.init(name: "street", value: .null)]
          : [
            .init(name: "street", value: .text("")), .init(name: "zip", value: .int(.max)),
            .init(name: "tags", value: .set([])),
          ]),
      .uuid(minimum ? UUID(high: 0, low: 0) : UUID(high: .max, low: .max)),
      .varint(CQLVarint(bytes: (minimum ? [0x80] : [0x7F]) + [UInt8](repeating: minimum ? 0 : 0xFF, count: 24))),
      .vector(
        minimum
          ? [.float(-.infinity), .float(-0.0), .float(.leastNonzeroMagnitude)]
          : [.float(1), .float(.nan), .float(.infinity)]),
    ]
  }

  private static func ordinary(_ random: inout SplitMix64) throws(CQLError) -> [CQLValue] {
    let word = random.pick(["alpha", "beta", "gamma", "delta", "ε"])
    let number = Int32(truncatingIfNeeded: random.next())
    let long = Int64(truncatingIfNeeded: random.next())
    let milliseconds = 1_577_836_800_000 + Int64(random.below(157_680_000_000))
    // Sorted, as servers keep sets and maps.
    let keys = ["a", "b", "c"].prefix(1 + random.below(3))
    return [
      .ascii("ascii \(random.below(1000))"), .bigint(long), .blob(long.bigEndianBytes), .boolean(random.below(2) == 0),
      .counter(Int64(random.below(1_000_000))), .date(CQLDate(daysSince1970: Int32(18_262 + random.below(1825)))),
      .decimal(CQLDecimal(unscaled: CQLVarint(random.below(1_000_000) - 500_000), scale: 2)),
      .double((random.fraction() * 2000).rounded() / 8),
      .duration(try CQLDuration(months: Int32(random.below(24)), days: 2, nanoseconds: 3_000_000_000)),
      .float(Float(random.below(8000)) / 8),
      .inet(try CQLInet(bytes: [10, 0, UInt8(random.below(256)), UInt8(random.below(256))])),
      .int(number), .list([.int(number), .int(1), .int(1)]),
      .map(keys.map { .init(key: .text($0), value: .int(number)) }),
      .map([.init(key: .int(1), value: .list([.set(keys.map { .text($0) }), .set([.text(word)])]))]),
      .set(keys.map { .text($0) }), .smallint(Int16(truncatingIfNeeded: long)), .text("\(word) \(random.below(1000))"),
      .time(try CQLTime(nanosecondsSinceMidnight: Int64(random.below(86_400)) * 1_000_000_000 + 123_456_789)),
      .timestamp(CQLTimestamp(millisecondsSince1970: milliseconds)),
      .timeuuid(UUID(high: random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x1000, low: random.next() >> 2 | 1 << 63)),
      .tinyint(Int8(truncatingIfNeeded: long)), .tuple([.int(number), .text(word), .boolean(true)]),
      .udt(
        name: "address",
        fields: [
          .init(name: "street", value: .text("\(word) street")),
          .init(name: "zip", value: .int(Int32(random.below(99_999)))),
          .init(name: "tags", value: .set([.text("home"), .text("work")])),
        ]),
      .uuid(UUID(random: &random)), .varint(CQLVarint(long)),
      .vector([.float(0.5), .float(Float(random.below(100))), .float(-1)]),
    ]
  }
}
