import CQLPaging
import Testing

@testable import cqlpage

@Suite("G5: the summary")
struct SummaryTests {
  private static func report(_ ending: RunEnding, rows: Int = 20, cursor: Cursor?) -> RunReport {
    var figures = ScanSummary()
    figures.rows = rows
    figures.pages = 3
    figures.emptyPages = 1
    figures.bytes = 1290
    return RunReport(summary: figures, cursor: cursor, ending: ending)
  }

  private static func text(_ words: [String], _ report: RunReport, _ code: ExitCode = .success) throws -> String? {
    guard case .query(let command) = try Arguments.parse(["cqlpage"] + words) else { return nil }
    return Query(command: command, environment: [:]).summaryText(report, code, time: .milliseconds(12))
  }

  private static let cursor = Cursor(state: PagingState(bytes: [1]), rowsConsumed: 2)

  @Test("JSON with the keys that scripts depend on")
  func json() throws {
    #expect(
      try Self.text(["SELECT 1", "--summary", "json"], Self.report(.complete, cursor: nil))
        == #"{"rows":20,"pages":3,"empty_pages":1,"bytes":1290,"retries":0,"seconds":0.012,"complete":true,"cursor":null}"#
    )
    let fingerprint = StatementFingerprint(statement: "SELECT 1", values: [], keyspace: nil)
    let open = try #require(
      try Self.text(["SELECT 1", "--summary", "json"], Self.report(.limitReached, cursor: Self.cursor)))
    #expect(
      open.hasSuffix(#""complete":false,"cursor":"\#(ResumePoint.text(Self.cursor, of: fingerprint))"}"#))
  }

  @Test("Text with the same figures, and how to go on")
  func text() throws {
    #expect(
      try Self.text(["SELECT 1"], Self.report(.complete, cursor: nil))
        == "20 rows, 3 pages (1 empty), 1290 bytes, 0 retries, 0.012 s: complete")
    let open = try #require(
      try Self.text(["SELECT 1", "--limit", "20"], Self.report(.limitReached, cursor: Self.cursor)))
    #expect(open.contains("not complete; go on with\ncqlpage 'SELECT 1' --limit 20 --resume "))
    let early = try #require(
      try Self.text(["SELECT 1", "--limit", "50"], Self.report(.cancelled, cursor: Self.cursor), .interrupted))
    #expect(early.contains("--limit 30 --resume "))
  }

  @Test("No command line where going on makes no sense")
  func noNextCommand() throws {
    let text = try #require(
      try Self.text(["SELECT 1"], Self.report(.cancelled, rows: 0, cursor: Cursor(state: nil)), .statement))
    #expect(!text.contains("--resume"))
  }

  @Test("None where none is wanted, and no text where the reader has gone")
  func none() throws {
    #expect(try Self.text(["SELECT 1", "--summary", "none"], Self.report(.complete, cursor: nil)) == nil)
    #expect(try Self.text(["SELECT 1"], Self.report(.readerGone, cursor: Self.cursor)) == nil)
    #expect(
      try Self.text(["SELECT 1", "--summary", "json"], Self.report(.readerGone, cursor: Self.cursor)) != nil)
  }

  @Test(
    "Seconds, to the millisecond",
    arguments: [
      (Duration.zero, "0.000"), (.milliseconds(5), "0.005"), (.seconds(61), "61.000"),
      (.microseconds(1_999_999), "1.999"),
    ])
  func seconds(duration: Duration, text: String) { #expect(Figures.seconds(duration) == text) }

  @Test("The progress line is written over on a terminal and gone when something else is to be shown")
  func progress() {
    final class Text { var value = "" }
    let text = Text()
    var line = ProgressLine(isShown: true, isTerminal: true) { text.value += $0 }
    line.show(rows: 0, pages: 0, bytes: 0)
    #expect(text.value.isEmpty)
    line.show(rows: 10, pages: 1, bytes: 99)
    line.show(rows: 20, pages: 2, bytes: 199)
    #expect(text.value == "\r\u{1B}[K10 rows, 1 page, 99 bytes")
    line.clear()
    line.clear()
    #expect(text.value.hasSuffix("bytes\r\u{1B}[K"))
  }
}
