import CQLPaging
import Testing

@testable import cqlpage

@Suite("G5: CSV as RFC 4180 has it")
struct CSVTests {
  @Test("A header, CR LF, quotes where they are needed, null empty, empty text in quotes")
  func golden() throws {
    let rows = try makeRows(
      [("id", .int), ("a,b", .text), ("tags", .list(.text)), ("x", .double)],
      [
        [Int32(1), "plain", literal("['a', 'b']"), 1.5],
        [Int32(2), "say \"hi\"", literal("[]"), Double.nan],
        [Int32?.none, "", literal("null"), Double?.none],
        [Int32(-4), "two\nlines, é", literal("['a']"), 1e300],
      ])
    #expect(
      try printed(.csv, rows) == """
        id,"a,b",tags,x\r
        1,plain,"[""a"", ""b""]",1.5\r
        2,"say ""hi""\",[],NaN\r
        ,"",,\r
        -4,"two\nlines, é","[""a""]",1.0E300\r

        """)
  }

  @Test("An empty value that is no text is not null")
  func emptyValue() throws {
    #expect(try printed(.csv, makeRows([("v", .int)], [[RawBytes([])]])) == "v\r\n\"\"\r\n")
    #expect(try printed(.csv, makeRows([("v", .duration)], [[literal("0s")]])) == "v\r\n\"\"\r\n")
  }

  @Test("No rows: the header alone")
  func noRows() throws {
    #expect(try printed(.csv, makeRows([("a", .int), ("B", .int)], [])) == "a,B\r\n")
  }

  @Test("Columns that change between pages are an error, since a CSV has one header")
  func alteredTable() throws {
    let first = try makeRows([("a", .int)], [[Int32(1)]])
    let second = try makeRows([("a", .int), ("b", .int)], [[Int32(1), Int32(2)]])
    #expect(throws: RowFailure.self) { try printed(.csv, first, second) }
  }
}
