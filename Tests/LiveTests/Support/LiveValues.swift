import CQLPaging
import CQLSession
import Foundation

/// Values for a column of a type.
struct LiveValues {
  let name: String
  let type: String
  /// The first release that has the type.
  var since = 3.11
  let values: [CQLValue]

  private init(_ name: String, _ type: String, since: Double = 3.11, _ values: [CQLValue]) {
    (self.name, self.type, self.since, self.values) = (name, type, since, values)
  }

  static func makeTypes(_ session: CassandraSession) async throws {
    try await session.execute(
      "CREATE TYPE person (name text, tags frozen<set<text>>, \"At\" frozen<tuple<double, int>>)")
    try await session.execute("CREATE TYPE team (lead frozen<person>, members frozen<list<frozen<person>>>)")
  }

  static func all() throws -> [LiveValues] {
    try numbers() + texts() + moments() + collections() + nested() + vectors()
  }

  private static func numbers() throws -> [LiveValues] {
    let huge = String(repeating: "1234567890", count: 50)
    return [
      LiveValues("tinyints", "tinyint", [.tinyint(.min), .tinyint(-1), .tinyint(0), .tinyint(.max)]),
      LiveValues("smallints", "smallint", [.smallint(.min), .smallint(-1), .smallint(.max)]),
      LiveValues("ints", "int", [.int(.min), .int(-1), .int(0), .int(.max), .empty]),
      LiveValues("bigints", "bigint", [.bigint(.min), .bigint(-1), .bigint(.max), .empty]),
      LiveValues(
        "varints", "varint",
        [.varint(0), .varint(-1), .varint(127), .varint(128), .varint(-129)]
          + [.varint(try CQLVarint(huge)), .varint(try CQLVarint("-" + huge)), .empty]),
      LiveValues(
        "decimals", "decimal",
        try [
          .decimal(CQLDecimal("0")), .decimal(CQLDecimal("-1.50")), .decimal(CQLDecimal(unscaled: 1, scale: .max)),
          .decimal(CQLDecimal(unscaled: -1, scale: .min)),
          .decimal(CQLDecimal(unscaled: CQLVarint(huge), scale: 250)), .empty,
        ]),
      LiveValues(
        "floats", "float",
        [
          .float(.infinity), .float(-.infinity), .float(.leastNonzeroMagnitude), .float(.greatestFiniteMagnitude),
          .float(0.1), .empty,
        ]),
      LiveValues(
        "doubles", "double",
        [
          .double(.infinity), .double(-.infinity), .double(.leastNonzeroMagnitude),
          .double(.greatestFiniteMagnitude), .double(0.1), .empty,
        ]),
      LiveValues("booleans", "boolean", [.boolean(true), .boolean(false), .empty]),
    ]
  }

  private static func texts() throws -> [LiveValues] {
    let long = String(repeating: "long text ", count: 20_000)
    return [
      LiveValues("asciis", "ascii", [.ascii(""), .ascii("\u{0}\u{7F}"), .ascii(long)]),
      LiveValues("texts", "text", [.text(""), .text("Zoë 🌡️ \u{10FFFF}\u{0}\r\n\"'\\"), .text(long)]),
      LiveValues("blobs", "blob", [.blob([]), .blob(Array(0...255)), .blob(Array(repeating: 7, count: 1 << 20))]),
      LiveValues(
        "uuids", "uuid", [.uuid(UUID()), .uuid(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))), .empty]),
      LiveValues(
        "timeuuids", "timeuuid",
        [
          UUID(uuidString: "00000000-0000-1000-8080-808080808080"),
          UUID(uuidString: "ffffffff-ffff-1fff-bf7f-7f7f7f7f7f7f"),
        ]
        .compactMap { $0.map(CQLValue.timeuuid) } + [.empty]),
      LiveValues(
        "inets", "inet",
        try ["0.0.0.0", "255.255.255.255", "::", "::1", "fe80::1:0:0:1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]
          .map { .inet(try CQLInet($0)) } + [.empty]),
    ]
  }

  private static func moments() throws -> [LiveValues] {
    [
      LiveValues(
        "timestamps", "timestamp",
        [Int64.min, -62_135_596_800_001, -1, 0, 1_577_836_800_123, .max]
          .map { .timestamp(CQLTimestamp(millisecondsSince1970: $0)) } + [.empty]),
      LiveValues("dates", "date", [Int32.min, -1, 0, 18_262, .max].map { .date(CQLDate(daysSince1970: $0)) }),
      LiveValues(
        "times", "time",
        try [0, 1, CQLTime.bounds.upperBound].map { .time(try CQLTime(nanosecondsSinceMidnight: $0)) }),
      LiveValues(
        "durations", "duration",
        try [
          .duration(.zero), .duration(CQLDuration(months: .max, days: .max, nanoseconds: .max)),
          .duration(CQLDuration(months: -.max, days: -.max, nanoseconds: -.max)),
          .duration(CQLDuration(months: 1, days: 0, nanoseconds: 1)),
        ]),
    ]
  }

  private static func collections() throws -> [LiveValues] {
    let ids = [UUID(), UUID()].sorted { $0.uuidString < $1.uuidString }
    return [
      LiveValues("lists", "list<int>", [.list([.int(3), .int(.min), .int(3)])]),
      LiveValues("sets", "set<text>", [.set([.text(""), .text("a"), .text("ä")])]),
      LiveValues("idsets", "set<uuid>", [.set(ids.map(CQLValue.uuid))]),
      LiveValues(
        "maps", "map<text, int>",
        [.map([.init(key: .text(""), value: .int(0)), .init(key: .text("z"), value: .int(.max))])]
      ),
      LiveValues("frozenlists", "frozen<list<text>>", [.list([]), .list([.text(""), .text("b")])]),
      LiveValues("frozenmaps", "frozen<map<int, text>>", [.map([]), .map([.init(key: .int(-1), value: .text(""))])]),
      LiveValues(
        "durationlists", "list<duration>",
        try [.list([.duration(CQLDuration(months: 1, days: 2, nanoseconds: 3)), .duration(.zero)])]),
    ]
  }

  private static func nested() throws -> [LiveValues] {
    func person(_ name: CQLValue, _ tags: CQLValue, _ place: CQLValue) -> CQLValue {
      .udt(
        name: "person",
        fields: [.init(name: "name", value: name), .init(name: "tags", value: tags), .init(name: "At", value: place)])
    }
    let ada = person(.text("Ada"), .set([.text("a"), .text("b")]), .tuple([.double(1.5), .null]))
    let nobody = person(.null, .null, .null)
    return [
      LiveValues(
        "tuples", "tuple<int, text, frozen<tuple<bigint, boolean>>>",
        [
          .tuple([.int(1), .text(""), .tuple([.bigint(.min), .boolean(true)])]), .tuple([.null, .null, .null]),
          .tuple([.int(1), .null, .tuple([.null, .boolean(false)])]),
        ]),
      LiveValues("people", "frozen<person>", [ada, nobody, person(.text(""), .set([]), .null)]),
      LiveValues("loosepeople", "person", [ada, person(.text(""), .null, .null)]),
      LiveValues(
        "teams", "frozen<team>",
        [
          .udt(
            name: "team",
            fields: [.init(name: "lead", value: ada), .init(name: "members", value: .list([nobody, ada]))])
        ]),
      LiveValues(
        "deep", "map<int, frozen<map<text, frozen<list<frozen<set<inet>>>>>>>",
        [
          .map([
            .init(
              key: .int(1),
              value: .map([
                .init(key: .text(""), value: .list([])),
                .init(key: .text("k"), value: .list([.set([]), .set([.inet(try CQLInet("::1"))])])),
              ]))
          ])
        ]),
    ]
  }

  private static func vectors() throws -> [LiveValues] {
    [
      LiveValues(
        "vectors", "vector<float, 3>", since: 5.0,
        [.vector([.float(-.infinity), .float(0), .float(.greatestFiniteMagnitude)])]),
      LiveValues("textvectors", "vector<text, 2>", since: 5.0, [.vector([.text(""), .text("longer than the first")])]),
      LiveValues(
        "listvectors", "vector<frozen<list<int>>, 2>", since: 5.0,
        [.vector([.list([]), .list([.int(1), .int(2)])])]),
      LiveValues(
        "nestedvectors", "vector<vector<bigint, 2>, 2>", since: 5.0,
        [.vector([.vector([.bigint(.min), .bigint(.max)]), .vector([.bigint(0), .bigint(-1)])])]),
    ]
  }
}
