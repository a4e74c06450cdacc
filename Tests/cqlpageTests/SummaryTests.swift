import Testing

@testable import CQLPaging
@testable import cqlpage

@Suite("G5: the summary")
struct SummaryTests {
  private static func report(_ ending: RunEnding, rows: Int = 20, cursor: Cursor?) -> RunReport {
    var figures = ScanSummary()
    figures.rows = rows
    figures.pages = 3
    figures.emptyPages = 1
    figures.bytes = 1290
    figures.retries = 1
    figures.isComplete = cursor == nil
    return RunReport(summary: figures, cursor: cursor, ending: ending)
  }

  private static func text(_ words: [String], _ report: RunReport, _ code: ExitCode = .success) throws -> String? {
    guard case .query(let command) = try Arguments.parse(["cqlpage"] + words) else { return nil }
    return try Query(command: command, environment: [:]).summaryText(report, code, time: .milliseconds(12))
  }

  private static let cursor = Cursor(state: PagingState(bytes: [1]), rowsConsumed: 2)

  @Test("JSON with the keys that scripts depend on")
  func json() throws {
    #expect(
      try Self.text(["SELECT 1", "--summary", "json"], Self.report(.complete, cursor: nil))
        == #"{"rows":20,"pages":3,"empty_pages":1,"bytes":1290,"latency_ms":null,"retries":1,"seconds":0.012,"#
        + #""complete":true,"cursor":null}"#)
    let text = try CursorTexts(statement: "SELECT 1").text(Self.cursor)
    let open = try #require(
      try Self.text(["SELECT 1", "--summary", "json"], Self.report(.limitReached, cursor: Self.cursor)))
    #expect(
      open.hasSuffix(#""complete":false,"cursor":"\#(text)"}"#))
  }

  @Test("F13: JSON has the latencies of the run's requests, in milliseconds")
  func latency() async throws {
    var report = Self.report(.complete, cursor: nil)
    for _ in 0..<200 { report.latency.record(.microseconds(1500)) }
    report.latency.record(.milliseconds(80))
    let text = try #require(try Self.text(["SELECT 1", "--summary", "json"], report))
    #expect(text.contains(#""latency_ms":{"p50":1.536,"p99":1.536,"p999":80.000,"max":80.000},"#))
    let tally = RetryTally()
    tally.note(
      PageMeasurement(
        request: PageRequest("SELECT 1"), duration: .milliseconds(2), outcome: .failure(CQLError(.timeout, ""))))
    #expect(tally.latency.count == 1)
  }

  @Test("Text with the same figures, and how to go on")
  func text() throws {
    #expect(
      try Self.text(["SELECT 1"], Self.report(.complete, cursor: nil))
        == "20 rows, 3 pages (1 empty), 1290 bytes, 1 retry, 0.012 s: complete")
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

  private final class Text { var value = "" }

  @Test("The progress line is written over on a terminal and gone when something else is to be shown")
  func progress() {
    let text = Text()
    var line = ProgressLine(isShown: true, isTerminal: true, time: { .seconds(2) }) { text.value += $0 }
    line.show(rows: 0, pages: 0, bytes: 0)
    #expect(text.value.isEmpty)
    line.show(rows: 10, pages: 1, bytes: 99)
    line.show(rows: 20, pages: 2, bytes: 199)
    #expect(text.value == "\r\u{1B}[K10 rows, 1 page, 99 bytes, 5 rows/s")
    line.clear()
    line.clear()
    #expect(text.value.hasSuffix("rows/s\r\u{1B}[K"))
  }
  @Test("Where it is no terminal, the progress line comes once a second at most")
  func throttled() {
    let text = Text()
    var times = [0, 900, 1000, 1999, 2000].map { Duration.milliseconds($0) }.makeIterator()
    var line = ProgressLine(isShown: true, isTerminal: false, time: { times.next() ?? .zero }) { text.value += $0 }
    for rows in [10, 20, 30, 40, 50] { line.show(rows: rows, pages: 1, bytes: 1) }
    #expect(
      text.value == "10 rows, 1 page, 1 byte, 0 rows/s\n30 rows, 1 page, 1 byte, 30 rows/s\n"
        + "50 rows, 1 page, 1 byte, 25 rows/s\n")
  }
}
