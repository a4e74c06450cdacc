import CQLNativeProtocol
import Testing

@testable import CQLPaging

@Suite("Columns that are remembered from page to page")
struct ColumnMemoryTests {
  private static func columns(_ names: [String], table: String = "t", type: CQLType = .int) -> Columns {
    Columns(names.map { Column(keyspace: "k", table: table, name: $0, type: type) })
  }

  /// The columns of a page with these, as a connection reads it.
  private func read(_ columns: Columns, _ memory: ColumnMemory) throws -> Columns {
    let rows = RowsResult(columns: columns, rowCount: 0, content: [])
    return try read(try frame(try ResponseMessage(.result(.rows(rows))).encoded(), .responses), memory)
  }

  private func read(_ page: Frame, _ memory: ColumnMemory) throws -> Columns {
    guard case .result(.rows(let rows)) = try ResponseMessage(decoding: page, columnMemory: memory).response else {
      throw CQLError(.unexpectedResponse, "no rows")
    }
    #expect(try rows.trailingBytes() == 0)
    return try #require(rows.columns)
  }

  @Test("pages with the same columns share them, and others do not get them")
  func sharing() throws {
    let memory = ColumnMemory()
    let first = try read(Self.columns(["a", "b"]), memory)
    let second = try read(Self.columns(["a", "b"]), memory)
    #expect(first == Self.columns(["a", "b"]))
    #expect(first.storage === second.storage)
    for others in [
      Self.columns(["a", "c"]), Self.columns(["a", "b"], table: "u"), Self.columns(["a", "b"], type: .bigint),
      Self.columns(["b"]),
    ] {
      _ = try read(Self.columns(["a", "b"]), memory)
      #expect(try read(others, memory) == others)
      #expect(try read(others, memory) == others)
    }
  }

  @Test("a page with more columns, of which the first are the known ones, has all of them")
  func longer() throws {
    let memory = ColumnMemory()
    _ = try read(Self.columns(["a"]), memory)
    let longer = try read(Self.columns(["a", "b"]), memory)
    #expect(longer == Self.columns(["a", "b"]))
    _ = try read(Self.columns([]), memory)
    #expect(try read(Self.columns(["a"]), memory) == Self.columns(["a"]))
  }

  @Test("the same bytes mean other columns where the table is said for each column")
  func flags() throws {
    let once: [UInt8] = [0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2]
    let each: [UInt8] = [0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2]
    // The table a.b with columns c, an int, and d, an ascii; or a column c of a.b, and then the keyspace d and a text
    // of one character.
    let shared: [UInt8] = [0, 1, 0x61, 0, 1, 0x62, 0, 1, 0x63, 0, 9, 0, 1, 0x64, 0, 1]
    let rest: [UInt8] = [0x65, 0, 1, 0x66, 0, 9]
    let memory = ColumnMemory()
    let known = try read(frame(.result, body: once + shared + [0, 0, 0, 0]), memory)
    #expect(known.map(\.name) == ["c", "d"] && known.map(\.table) == ["b", "b"])
    let other = try read(frame(.result, body: each + shared + rest + [0, 0, 0, 0]), memory)
    #expect(other.map(\.name) == ["c", "f"] && other.map(\.table) == ["b", "e"])
  }

  @Test("columns of 64 KiB are remembered, and longer ones are not")
  func limit() throws {
    // "k" and "t" take 6 bytes, and each column 4 besides its name.
    func named(_ length: Int) -> Columns {
      Self.columns([String(repeating: "n", count: 32_000), String(repeating: "m", count: length - 32_000 - 14)])
    }
    let memory = ColumnMemory()
    let short = try read(named(64 * 1024), memory)
    #expect(try read(named(64 * 1024), memory).storage === short.storage)
    let long = try read(named(64 * 1024 + 1), memory)
    let again = try read(named(64 * 1024 + 1), memory)
    #expect(again == long && again.storage !== long.storage)
    // What was remembered before still is.
    #expect(try read(named(64 * 1024), memory).storage === short.storage)
  }
}
