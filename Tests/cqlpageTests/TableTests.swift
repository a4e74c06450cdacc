import CQLPaging
import Testing

@testable import cqlpage

@Suite("G5: tables")
struct TableTests {
  @Test("Columns are aligned, numbers to the right, null is shown")
  func golden() throws {
    let rows = try makeRows(
      [("id", .int), ("name", .text), ("score", .double), ("tags", .set(.text))],
      [
        [Int32(1), "Ada", 1.5, literal("{'x'}")],
        [Int32(1000), "漢字", 10.25, literal("null")],
        [Int32(-3), "two\nlines", Double?.none, literal("{}")],
      ])
    #expect(
      try printed(.table, rows) == #"""
          id | name       | score | tags
        -----+------------+-------+------
           1 | Ada        |   1.5 | ["x"]
        1000 | 漢字       | 10.25 | null
          -3 | two\nlines |  null | []

        """#)
  }

  @Test("Long cells are cut so that lines stay within the terminal, the widest column first")
  func narrow() throws {
    let rows = try makeRows(
      [("id", .int), ("name", .text), ("note", .text)],
      [[Int32(1), "Ada", "a note that is much too long"], [Int32(2), "Grace", "short"]])
    let text = try printed(.table, width: 30, rows)
    #expect(
      text == """
        id | name  | note
        ---+-------+------------------
         1 | Ada   | a note that is m…
         2 | Grace | short

        """)
    for line in text.split(separator: "\n") { #expect(TerminalText.width(String(line)) <= 30) }
  }

  @Test("Columns that find no room at all are left out, and an ellipsis says so")
  func tooManyColumns() throws {
    let columns = (0..<10).map { ("column_\($0)", CQLType.text) }
    let text = try printed(.table, width: 40, makeRows(columns, [columns.map { _ in "0123456789" }]))
    #expect(text.contains("…"))
    for line in text.split(separator: "\n") { #expect(TerminalText.width(String(line)) <= 40) }
  }

  @Test("Widths come from the first page with rows; what is longer later is cut")
  func laterPages() throws {
    let columns = [("v", CQLType.text)]
    let text = try printed(
      .table, makeRows(columns, []), makeRows(columns, [["abc"]]), makeRows(columns, [["abcdef"], ["x"]]))
    #expect(text == "v\n---\nabc\nab…\nx\n")
  }

  @Test("No rows: the header alone")
  func noRows() throws {
    #expect(try printed(.table, makeRows([("a", .int), ("b", .text)], [])) == "a | b\n--+--\n")
  }

  @Test("A table that is altered between pages goes on as another table")
  func alteredTable() throws {
    let first = try makeRows([("a", .int)], [[Int32(1)]])
    let second = try makeRows([("a", .int), ("b", .int)], [[Int32(1), Int32(2)]])
    #expect(try printed(.table, first, second) == "a\n-\n1\n\na | b\n--+--\n1 | 2\n")
  }

  @Test(
    "Widths as terminals have them",
    arguments: [
      ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("😀", 2), ("👨‍👩‍👧", 2), ("❤️", 2), ("한국", 4), ("…", 1), ("", 0),
    ])
  func widths(text: String, width: Int) { #expect(TerminalText.width(text) == width) }

  @Test(
    "No text can move the cursor or talk to the terminal",
    arguments: [
      ("\u{1B}[2J", "\\u{1b}[2J"), ("a\tb\r\n", "a\\tb\\r\\n"), ("\u{9B}x", "\\u{9b}x"), ("\u{202E}x", "\\u{202e}x"),
      ("plain é", "plain é"),
    ])
  func harmless(text: String, shown: String) { #expect(TerminalText.harmless(text) == shown) }

  @Test("A wide character that would stand across the edge is left out")
  func cutBetweenWideCharacters() {
    #expect(TerminalText.cut("漢字漢字", to: 5) == "漢字…")
    #expect(TerminalText.cut("漢字漢字", to: 4) == "漢…")
  }
}
