import CQLPaging
import CQLSession
import Foundation

/// A partition key of one or more columns, and random values for it.
struct KeyShape {
  /// The CQL types of the key's columns.
  let types: [String]
  /// The first release that takes it for a key.
  var since = 3.11
  /// How many keys there are at most.
  var limit = Int.max
  /// A value for each column; the number counts the keys.
  let make: (Int) throws -> [CQLValue]

  private init(
    _ types: [String], since: Double = 3.11, limit: Int = .max, _ make: @escaping (Int) throws -> [CQLValue]
  ) {
    (self.types, self.since, self.limit, self.make) = (types, since, limit, make)
  }

  private init(
    _ type: String, since: Double = 3.11, limit: Int = .max, _ make: @escaping (Int) throws -> CQLValue
  ) {
    self.init([type], since: since, limit: limit) { [try make($0)] }
  }

  /// The key's columns, as CQL names them.
  var columns: [String] { types.indices.map { "k\($0)" } }

  static func makeTypes(_ session: CassandraSession) async throws {
    try await session.execute("CREATE TYPE place (street text, number int)")
  }

  /// Every type that a key can have. Durations and counters can be none.
  static var single: [KeyShape] {
    [
      KeyShape("ascii") { _ in .ascii(String(decoding: Random.bytes(1...64).map { $0 & 0x7F }, as: UTF8.self)) },
      KeyShape("bigint") { _ in .bigint(.random(in: .min ... .max)) },
      KeyShape("blob") { .blob(Random.bytes(count: 1 + $0 % 64)) },
      KeyShape("boolean", limit: 2) { .boolean($0 == 0) },
      KeyShape("date") { _ in .date(CQLDate(daysSince1970: .random(in: .min ... .max))) },
      KeyShape("decimal") { _ in .decimal(Random.decimal()) },
      KeyShape("double") { .double(Random.doubles($0)) },
      KeyShape("float") { .float($0 == 0 ? .nan : $0 == 1 ? -0.0 : Float(bitPattern: .random(in: 0 ... .max))) },
      KeyShape("inet") { .inet(try CQLInet(bytes: Random.bytes(count: $0.isMultiple(of: 2) ? 4 : 16))) },
      KeyShape("int") { _ in .int(.random(in: .min ... .max)) },
      KeyShape("smallint", limit: 1 << 16) { .smallint(Int16(truncatingIfNeeded: $0)) },
      KeyShape("text") { _ in .text(Random.text()) },
      KeyShape("time") { _ in .time(try Random.time()) },
      KeyShape("timestamp") { _ in .timestamp(CQLTimestamp(millisecondsSince1970: .random(in: .min ... .max))) },
      KeyShape("timeuuid") { _ in .timeuuid(Random.timeUUID()) },
      KeyShape("tinyint", limit: 1 << 8) { .tinyint(Int8(truncatingIfNeeded: $0)) },
      KeyShape("uuid") { _ in .uuid(UUID()) },
      KeyShape("varint") { _ in .varint(CQLVarint(bytes: Random.bytes(1...40))) },
      KeyShape("frozen<list<int>>") { _ in .list((0..<Int.random(in: 0...9)).map { _ in Random.int() }) },
      KeyShape("frozen<set<bigint>>") { _ in .set(Random.numbers(0...9).map(CQLValue.bigint)) },
      KeyShape("frozen<map<bigint, bigint>>") { _ in
        .map(Random.numbers(0...9).map { .init(key: .bigint($0), value: .bigint($0)) })
      },
      KeyShape("frozen<tuple<int, bigint>>") { _ in .tuple([Random.int(), .bigint(.random(in: .min ... .max))]) },
      // Before 5.0 a server under Java 17 cannot prepare a statement whose key is a nested type with text in it: it
      // measures what it keeps by reflection, and the module of Charset is closed to it.
      KeyShape("frozen<map<bigint, text>>", since: 5.0) { _ in
        .map(Random.numbers(0...9).map { .init(key: .bigint($0), value: .text(Random.text())) })
      },
      KeyShape("frozen<tuple<int, text>>", since: 5.0) { _ in .tuple([Random.int(), .text(Random.text())]) },
      KeyShape("frozen<place>", since: 5.0) { _ in Random.place() },
      KeyShape("frozen<map<text, frozen<list<frozen<place>>>>>", since: 5.0) { _ in
        .map([.init(key: .text(Random.text()), value: .list([Random.place(), Random.place()]))])
      },
      KeyShape("vector<double, 3>", since: 5.0) { .vector([.double(Random.doubles($0)), .double(1), .double(-0.0)]) },
    ]
  }

  /// Keys of two to four columns, whose values can be of no bytes.
  static var composite: [KeyShape] {
    [
      KeyShape(["int", "text"]) { _ in [Random.int(), .text(Random.text(0...40))] },
      KeyShape(["text", "text"]) { _ in [.text(Random.text(0...3)), .text(Random.text(0...40))] },
      KeyShape(["blob", "blob"]) { [.blob(Random.bytes(0...64)), .blob(Random.bytes(count: $0 % 65))] },
      KeyShape(["boolean", "tinyint", "smallint"]) { _ in
        [.boolean(.random()), .tinyint(.random(in: .min ... .max)), .smallint(.random(in: .min ... .max))]
      },
      KeyShape(["uuid", "date", "bigint"]) { _ in
        [
          .uuid(UUID()), .date(CQLDate(daysSince1970: .random(in: .min ... .max))),
          .bigint(.random(in: .min ... .max)),
        ]
      },
      KeyShape(["double", "varint", "decimal"]) {
        [.double(Random.doubles($0)), .varint(CQLVarint(bytes: Random.bytes(1...20))), .decimal(Random.decimal())]
      },
      KeyShape(["timeuuid", "inet", "time", "timestamp"]) {
        [
          .timeuuid(Random.timeUUID()), .inet(try CQLInet(bytes: Random.bytes(count: $0.isMultiple(of: 2) ? 4 : 16))),
          .time(try Random.time()), .timestamp(CQLTimestamp(millisecondsSince1970: .random(in: .min ... .max))),
        ]
      },
      KeyShape(["frozen<list<int>>", "frozen<place>", "float", "ascii"]) { _ in
        [.list([Random.int()]), Random.place(), .float(Float(bitPattern: .random(in: 0 ... .max))), .ascii("")]
      },
    ]
  }
}

/// Random parts of keys.
private enum Random {
  static func bytes(count: Int) -> [UInt8] { (0..<count).map { _ in .random(in: 0 ... .max) } }

  static func bytes(_ counts: ClosedRange<Int>) -> [UInt8] { bytes(count: .random(in: counts)) }

  static func int() -> CQLValue { .int(.random(in: .min ... .max)) }

  /// Different ones, in the order in which a server keeps them.
  static func numbers(_ counts: ClosedRange<Int>) -> [Int64] {
    Set((0..<Int.random(in: counts)).map { _ in Int64.random(in: .min ... .max) }).sorted()
  }

  /// Characters of one to four bytes each.
  static func text(_ lengths: ClosedRange<Int> = 1...40) -> String {
    let planes: [ClosedRange<UInt32>] = [0...0x7F, 0x80...0x7FF, 0x800...0xD7FF, 0xE000...0xFFFF, 0x10000...0x10FFFF]
    var text = ""
    for _ in 0..<Int.random(in: lengths) {
      let plane = planes[.random(in: planes.indices)]
      if let scalar = Unicode.Scalar(UInt32.random(in: plane)) { text.unicodeScalars.append(scalar) }
    }
    return text
  }

  /// The special ones first, then any pattern of bits.
  static func doubles(_ index: Int) -> Double {
    let special = [Double.nan, -0.0, 0.0, .infinity, -.infinity, .leastNonzeroMagnitude, -.greatestFiniteMagnitude]
    return special.indices.contains(index) ? special[index] : Double(bitPattern: .random(in: 0 ... .max))
  }

  static func decimal() -> CQLDecimal {
    CQLDecimal(unscaled: CQLVarint(bytes: bytes(1...20)), scale: .random(in: .min ... .max))
  }

  static func time() throws -> CQLTime { try CQLTime(nanosecondsSinceMidnight: .random(in: CQLTime.bounds)) }

  static func timeUUID() -> UUID {
    var bytes = UUID().uuid
    bytes.6 = bytes.6 & 0x0F | 0x10
    return UUID(uuid: bytes)
  }

  static func place() -> CQLValue {
    .udt(
      name: "place",
      fields: [
        .init(name: "street", value: Bool.random() ? .text(text(0...20)) : .null), .init(name: "number", value: int()),
      ])
  }
}
