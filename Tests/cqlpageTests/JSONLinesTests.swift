import CQLPaging
import Testing

@testable import cqlpage

/// What Cassandra 5.0.9 printed for `SELECT JSON v` of each value.
@Suite("G5: JSON lines are what SELECT JSON prints")
struct JSONLinesTests {
  private static let address = UserDefinedType(
    keyspace: "t", name: "u",
    fields: [
      UserDefinedType.Field(name: "a", type: .int), UserDefinedType.Field(name: "B", type: .text),
      UserDefinedType.Field(name: "a b", type: .int),
    ])

  struct Golden: Sendable, CustomStringConvertible {
    let type: CQLType
    let literal: String
    let json: String

    init(_ type: CQLType, _ literal: String, _ json: String) {
      self.type = type
      self.literal = literal
      self.json = json
    }

    var description: String { "\(literal) as \(type)" }
  }

  private static func check(_ golden: Golden) throws {
    let rows = try makeRows([("v", golden.type)], [[literal(golden.literal)]])
    #expect(try printed(.jsonl, rows) == "{\"v\": \(golden.json)}\n")
  }

  @Test(
    arguments: [
      Golden(.int, "-2147483648", "-2147483648"), Golden(.bigint, "9223372036854775807", "9223372036854775807"),
      Golden(.smallint, "-1", "-1"), Golden(.tinyint, "127", "127"), Golden(.counter, "5", "5"),
      Golden(.boolean, "true", "true"), Golden(.boolean, "false", "false"),
      Golden(.varint, "123456789012345678901234567890", "123456789012345678901234567890"),
      Golden(.decimal, "1.50", "1.50"), Golden(.decimal, "1e30", "1E+30"), Golden(.decimal, "1e-30", "1E-30"),
      Golden(.decimal, "0.0000001", "1E-7"), Golden(.decimal, "0.000001", "0.000001"), Golden(.decimal, "100", "100"),
      Golden(.float, "0.1", "0.1"), Golden(.float, "1e10", "1.0E10"), Golden(.float, "16777216", "1.6777216E7"),
      Golden(.float, "3.4028235e38", "3.4028235E38"), Golden(.float, "-0.0", "-0.0"), Golden(.float, "100", "100.0"),
      Golden(.float, "1.4e-45", "1.4E-45"), Golden(.float, "2.2e-44", "2.24E-44"),
      Golden(.float, "1.1754944e-38", "1.17549435E-38"), Golden(.float, "70785376", "7.0785376E7"),
      Golden(.float, "1.6539812e18", "1.65398119E18"), Golden(.float, "2.4406042e11", "2.44060422E11"),
      Golden(.float, "NaN", "null"), Golden(.float, "Infinity", "null"), Golden(.float, "12345678", "1.2345678E7"),
      Golden(.double, "1", "1.0"), Golden(.double, "1e7", "1.0E7"), Golden(.double, "9999999", "9999999.0"),
      Golden(.double, "0.001", "0.001"), Golden(.double, "0.0001", "1.0E-4"), Golden(.double, "0.002", "0.002"),
      Golden(.double, "1.7976931348623157e308", "1.7976931348623157E308"), Golden(.double, "-Infinity", "null"),
      Golden(.double, "123456.789", "123456.789"), Golden(.double, "123456789012", "1.23456789012E11"),
    ])
  func numbers(golden: Golden) throws { try Self.check(golden) }

  @Test(
    arguments: [
      Golden(.text, "''", "\"\""),
      Golden(.text, "'a\"b\\/\u{1}\u{8}\t\n\u{C}\r\u{1F}'", #""a\"b\\/\u0001\b\t\n\f\r\u001F""#),
      Golden(.text, "'\u{7F}\u{2028}é😀<>&'", "\"\u{7F}\u{2028}é😀<>&\""), Golden(.ascii, "'a'", "\"a\""),
      Golden(.blob, "0x", "\"0x\""), Golden(.blob, "0xABcd", "\"0xabcd\""),
      Golden(.timestamp, "'2020-01-01 00:00:00.001+0000'", "\"2020-01-01 00:00:00.001Z\""),
      Golden(.timestamp, "253402300800000", "\"+10000-01-01 00:00:00.000Z\""),
      Golden(.timestamp, "9223372036854775807", "\"+292278994-08-17 07:12:55.807Z\""),
      // Servers print 0001, 0002 and +292275056: the year of the era, without the era.
      Golden(.timestamp, "-62135596800001", "\"-0001-12-31 23:59:59.999Z\""),
      Golden(.timestamp, "-62167219200001", "\"-0002-12-31 23:59:59.999Z\""),
      Golden(.timestamp, "-9223372036854775808", "\"-292275056-05-16 16:47:04.192Z\""),
      Golden(.date, "'2020-01-01'", "\"2020-01-01\""), Golden(.date, "0", "\"-5877641-06-23\""),
      Golden(.date, "4294967295", "\"+5881580-07-11\""), Golden(.time, "'01:02:03.5'", "\"01:02:03.500000000\""),
      Golden(.uuid, "50554D6E-29BB-11E5-B345-FEFF819CDC9F", "\"50554d6e-29bb-11e5-b345-feff819cdc9f\""),
      Golden(.inet, "'fe80::1'", "\"fe80:0:0:0:0:0:0:1\""), Golden(.inet, "'::ffff:1.2.3.4'", "\"1.2.3.4\""),
      Golden(.duration, "1y2mo3w4d5h6m7s8ms9us10ns", "\"1y2mo25d5h6m7s8ms9us10ns\""),
      Golden(.duration, "0s", "\"\""), Golden(.duration, "-1d", "\"-1d\""), Golden(.duration, "13mo", "\"1y1mo\""),
      Golden(.custom("org.example.Type"), "0x01ff", "\"0x01ff\""), Golden(.text, "null", "null"),
    ])
  func texts(golden: Golden) throws { try Self.check(golden) }

  @Test(
    arguments: [
      Golden(.list(.int), "[1, 2]", "[1, 2]"), Golden(.list(.int), "[]", "[]"),
      Golden(.set(.text), "{'a', 'b'}", "[\"a\", \"b\"]"), Golden(.set(.text), "{}", "[]"),
      Golden(.list(.double), "[NaN, 1.5]", "[null, 1.5]"), Golden(.map(key: .text, value: .int), "{}", "{}"),
      Golden(.vector(.float, dimensions: 3), "[1, 2.5, 1e30]", "[1.0, 2.5, 1.0E30]"),
      Golden(.vector(.text, dimensions: 2), "['a', 'b']", "[\"a\", \"b\"]"),
      Golden(.vector(.list(.int), dimensions: 2), "[[1], [2, 3]]", "[[1], [2, 3]]"),
      Golden(.tuple([.int, .text, .list(.int)]), "(1, null, null)", "[1, null, null]"),
      Golden(.udt(address), "{a: 1, \"B\": 'x', \"a b\": 3}", #"{"a": 1, "\"B\"": "x", "a b": 3}"#),
      Golden(.udt(address), "{a: 1}", #"{"a": 1, "\"B\"": null, "a b": null}"#),
      Golden(.list(.duration), "[0s, 1d]", "[\"\", \"1d\"]"),
    ])
  func parts(golden: Golden) throws { try Self.check(golden) }

  @Test(
    "Map keys are strings; what is none in JSON is its JSON in a string",
    arguments: [
      Golden(.map(key: .int, value: .int), "{1: 2}", #"{"1": 2}"#),
      Golden(.map(key: .boolean, value: .int), "{true: 2}", #"{"true": 2}"#),
      Golden(.map(key: .blob, value: .int), "{0x00ff: 2}", #"{"0x00ff": 2}"#),
      Golden(.map(key: .text, value: .int), "{'a\"b': 2, '': 3}", #"{"a\"b": 2, "": 3}"#),
      Golden(.map(key: .double, value: .int), "{1e7: 7, 100: 8, NaN: 4}", #"{"1.0E7": 7, "100.0": 8, "null": 4}"#),
      Golden(.map(key: .decimal, value: .int), "{1e30: 3}", #"{"1E+30": 3}"#),
      Golden(.map(key: .list(.int), value: .int), "{[1, 2]: 3, []: 4}", #"{"[1, 2]": 3, "[]": 4}"#),
      Golden(.map(key: .set(.text), value: .int), "{{'a', 'b\"q'}: 3}", #"{"[\"a\", \"b\\\"q\"]": 3}"#),
      Golden(
        .map(key: .map(key: .text, value: .int), value: .int), "{{'a': 1, 'b\"q': 2}: 3}",
        #"{"{\"a\": 1, \"b\\\"q\": 2}": 3}"#),
      Golden(.map(key: .map(key: .int, value: .int), value: .int), "{{1: 2}: 3}", #"{"{\"1\": 2}": 3}"#),
      Golden(
        .map(key: .tuple([.int, .text, .blob]), value: .int), "{(1, 'x', 0xff): 2}",
        #"{"[1, \"x\", \"0xff\"]": 2}"#),
      Golden(
        .map(key: .udt(address), value: .int), "{{a: 1, \"B\": 'x\"y', \"a b\": 3}: 2}",
        #"{"{\"a\": 1, \"\\\"B\\\"\": \"x\\\"y\", \"a b\": 3}": 2}"#),
      Golden(.map(key: .vector(.float, dimensions: 2), value: .int), "{[1, 2.5]: 3}", #"{"[1.0, 2.5]": 3}"#),
      Golden(.map(key: .list(.text), value: .int), "{['é\u{1}']: 2}", #"{"[\"é\\u0001\"]": 2}"#),
      Golden(.map(key: .timestamp, value: .int), "{'2020-01-01': 2}", #"{"2020-01-01 00:00:00.000Z": 2}"#),
      Golden(.map(key: .inet, value: .int), "{'::1': 2}", #"{"0:0:0:0:0:0:0:1": 2}"#),
    ])
  func mapKeys(golden: Golden) throws { try Self.check(golden) }

  @Test("Names with upper case carry their quotes, others none, as in the server")
  func names() throws {
    let names = ["k", "Upper", "a b", "q\"q", "select", "9a", "writetime(Upper)", "system.max(k)"]
    let rows = try makeRows(names.map { ($0, .int) }, [names.map { _ in Int32(1) }])
    #expect(
      try printed(.jsonl, rows)
        == #"{"k": 1, "\"Upper\"": 1, "a b": 1, "q\"q": 1, "select": 1, "9a": 1, "\"writetime(Upper)\"": 1, "#
        + #""system.max(k)": 1}"# + "\n")
  }

  @Test(
    "An empty value is an empty string, but for blob and user-defined types",
    arguments: [CQLType.int, .bigint, .double, .boolean, .decimal, .timestamp, .uuid, .inet, .text, .list(.int)])
  func emptyValues(type: CQLType) throws {
    #expect(try printed(.jsonl, makeRows([("v", type)], [[RawBytes([])]])) == "{\"v\": \"\"}\n")
  }

  @Test("Parts that were never written are null")
  func shortValues() throws {
    let rows = try makeRows([("v", .tuple([.int, .text]))], [[RawBytes([0, 0, 0, 4, 0, 0, 0, 7])]])
    #expect(try printed(.jsonl, rows) == "{\"v\": [7, null]}\n")
    let fields = try makeRows([("v", .udt(Self.address))], [[RawBytes([])]])
    #expect(try printed(.jsonl, fields) == #"{"v": {"a": null, "\"B\"": null, "a b": null}}"# + "\n")
  }

  @Test("Text that is no UTF-8 is still valid JSON")
  func brokenText() throws {
    #expect(try printed(.jsonl, makeRows([("v", .text)], [[RawBytes([0x61, 0xFF])]])) == "{\"v\": \"a\u{FFFD}\"}\n")
  }

  @Test("A cell that is no value of its type names its column, and leaves no half row behind")
  func malformed() throws {
    let rows = try makeRows([("k", .int), ("v", .int)], [[Int32(1), Int32(2)], [Int32(3), RawBytes([1])]])
    let collected = Collected()
    var output = RowOutput(sink: CollectingSink(collected: collected))
    var writer = JSONLinesWriter()
    writer.beginPage(rows.columns, into: &output)
    try writer.write(rows[0], into: &output)
    #expect {
      try writer.write(rows[1], into: &output)
    } throws: { error in
      guard case RowFailure.row(let error) = error else { return false }
      return error.code == .malformedValue && error.message.contains("column \"v\"")
    }
    try output.flush()
    #expect(collected.text == "{\"k\": 1, \"v\": 2}\n")
  }
}
