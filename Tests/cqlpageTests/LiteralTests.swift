import CQLPaging
import Testing

@testable import cqlpage

@Suite("G5: values of --bind")
struct LiteralTests {
  private static func bytes(_ text: String, as type: CQLType) throws -> String {
    var writer = CellWriter()
    try writer.writeCell(CQLLiteral(text), as: type)
    return Hexadecimal.encode(writer.bytes)
  }

  @Test(
    "A literal becomes the bytes of the type that the server wants",
    arguments: [
      ("42", CQLType.int, "000000040000002a"), ("42", .bigint, "00000008000000000000002a"),
      ("-1", .tinyint, "00000001ff"),
      ("42", .varint, "000000012a"), ("1.5", .float, "000000043fc00000"), ("1.5", .double, "000000083ff8000000000000"),
      ("2", .double, "000000084000000000000000"), ("0.1", .float, "000000043dcccccd"),
      ("1.5", .decimal, "00000005000000010f"),
      ("true", .boolean, "0000000101"), ("FALSE", .boolean, "0000000100"), ("null", .int, "ffffffff"),
      ("'null'", .text, "000000046e756c6c"), ("''", .text, "00000000"), ("'it''s'", .text, "0000000469742773"),
      ("Ada L", .text, "00000005416461204c"), ("42", .text, "000000023432"), ("0xCAfe", .blob, "00000002cafe"),
      ("0x", .blob, "00000000"),
      ("00000000-0000-0000-0000-0000000000ff", .uuid, "00000010000000000000000000000000000000ff"),
      ("'127.0.0.1'", .inet, "000000047f000001"), ("::1", .inet, "0000001000000000000000000000000000000001"),
      ("1970-01-02", .date, "0000000480000001"), ("'1970-01-01'", .date, "0000000480000000"),
      ("0", .date, "0000000400000000"),
      ("'00:00:01'", .time, "00000008000000003b9aca00"), ("00:01", .time, "000000080000000df8475800"),
      ("'1970-01-01 00:00:01.5'", .timestamp, "0000000800000000000005dc"),
      ("1970-01-01T01:00:00+0100", .timestamp, "000000080000000000000000"),
      ("7", .timestamp, "000000080000000000000007"),
      ("1970-01-01 00:00:00.000Z", .timestamp, "000000080000000000000000"), ("1d", .duration, "00000003000200"),
      ("[1, 2]", .list(.int), "0000001400000002000000040000000100000004 00000002"),
      ("{1}", .set(.int), "0000000c000000010000000400000001"), ("{}", .map(key: .int, value: .int), "0000000400000000"),
      ("{'k': 1}", .map(key: .text, value: .int), "0000001100000001000000016b0000000400000001"),
      ("(1, 'x')", .tuple([.int, .text]), "0000000d000000040000000100000001 78"),
      ("[1.5]", .vector(.float, dimensions: 1), "000000043fc00000"),
    ])
  func encoded(text: String, type: CQLType, bytes: String) throws {
    #expect(try Self.bytes(text, as: type) == bytes.filter { $0 != " " })
  }

  @Test(
    "A literal that does not fit its type is an error that does not show it",
    arguments: [
      ("sesame", CQLType.int), ("'42'", .int), ("300", .tinyint), ("0xabc", .blob), ("sesame", .blob),
      ("sesame", .uuid),
      ("sesame", .inet), ("2020-13-01", .date), ("25:00", .time), ("2020-01-01 sesame", .timestamp),
      ("[1]", .set(.int)),
      ("sesame", .boolean), ("(1)", .tuple([.int, .int])), ("[1]", .vector(.float, dimensions: 2)), ("[1]", .int),
      ("sesame", .double), ("sesame", .decimal), ("sesame", .varint), ("sesame", .duration), ("sesame", .list(.int)),
      (
        "{sesame: 1}", .udt(UserDefinedType(keyspace: "k", name: "u", fields: []))
      ),
    ])
  func refused(text: String, type: CQLType) {
    #expect(throws: CQLError.self) { try Self.bytes(text, as: type) }
  }

  @Test(
    "What begins like a literal and is none is refused at once",
    arguments: ["'x", "'x' y", "[1, 2", "[1 2]", "{1: }", "{1, 2: 3}", "{1: 2, 3}", "(", "[,]", "[]]", "[\"x]"])
  func malformed(text: String) {
    #expect {
      try CQLLiteral(text)
    } throws: {
      ($0 as? CQLError)?.code == .wrongValues
    }
  }

  @Test("Brackets can nest as deep as types can, and no deeper")
  func depth() throws {
    _ = try CQLLiteral(String(repeating: "[", count: 31) + String(repeating: "]", count: 31))
    #expect(throws: CQLError.self) { try CQLLiteral(String(repeating: "[", count: 100_000)) }
  }

  @Test("Fields of a user-defined type stand in the type's order; those not named are null")
  func userDefinedType() throws {
    let type = CQLType.udt(
      UserDefinedType(
        keyspace: "k", name: "u",
        fields: [
          UserDefinedType.Field(name: "a", type: .int), UserDefinedType.Field(name: "B", type: .int),
          UserDefinedType.Field(name: "c", type: .int),
        ]))
    #expect(
      try Self.bytes("{\"B\": 2, A: 1}", as: type) == "00000014" + "0000000400000001" + "0000000400000002" + "ffffffff")
  }
}
