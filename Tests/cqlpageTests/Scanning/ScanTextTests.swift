import CQLPaging
import CQLPagingTesting
import Testing

@testable import cqlpage

@Suite("E7, G5: what a scan says of itself")
struct ScanTextTests {
  private let source = FakeCoordinator(tables: [.numbered("test.t", partitions: 20, rowsInEach: 3)])

  /// How far a scan of four ranges is behind some of its pages.
  private func progress(pages count: Int) async throws -> RingProgress {
    let table = try ScanTable(keyspace: "test", name: "t", partitionKey: ["part"])
    var pages = try source.scan(table, splits: 4, options: ScanOptions(concurrency: 1)).pages.makeAsyncIterator()
    for _ in 0..<count { _ = try await pages.next() }
    return pages.progress
  }

  @Test("The progress line: a bar, and the rates and the time of this run")
  func line() async throws {
    let (start, middle, end) = (
      try await progress(pages: 0), try await progress(pages: 2), try await progress(pages: 4)
    )
    #expect(start.line(since: start, time: .zero) == "[--------------------] 0 %, 0 rows, 0 rows/s, 0 bytes/s")
    let rows = middle.summary.rows
    #expect(rows > 0)
    let line = middle.line(since: start, time: .seconds(1))
    #expect(line.hasPrefix("[##########----------] 50 %, \(rows) rows, \(rows) rows/s, "), "\(line)")
    #expect(line.hasSuffix(", 1 s left"))
    #expect(end.line(since: middle, time: .seconds(2)).hasPrefix("[####################] 100 %, \(60 - rows) rows, "))
    #expect(!end.line(since: middle, time: .seconds(2)).contains("left"))
  }

  @Test(
    "Bytes in the unit that fits",
    arguments: [
      (0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (1_234_567, "1.2 MB"), (5_000_000_000, "5.0 GB"),
      (Int.max, "9223372.0 TB"),
    ])
  func bytes(count: Int, text: String) { #expect(Figures.bytes(count) == text) }

  @Test(
    "Times to their two largest units",
    arguments: [
      (Duration.milliseconds(900), "0 s"), (.seconds(59), "59 s"), (.seconds(61), "1 min 1 s"),
      (.seconds(7325), "2 h 2 min"), (.seconds(-5), "0 s"),
    ])
  func times(duration: Duration, text: String) { #expect(Figures.time(duration) == text) }

  @Test("The summary in JSON has a query's keys, and those of the ring")
  func json() async throws {
    let ring = try await progress(pages: 2)
    var figures = ring.summary
    figures.rows = 7
    let text = Summary(figures: figures, time: .milliseconds(5), ring: ring).json
    #expect(text.hasPrefix(#"{"rows":7,"pages":2,"empty_pages":0,"bytes":"#))
    #expect(
      text.hasSuffix(
        #","complete":false,"cursor":null,"total_rows":\#(ring.summary.rows),"finished_ranges":2,"ranges":4,"fraction":0.5}"#
      ), "\(text)")
  }

  @Test("No command line goes on where there is no checkpoint")
  func noNextCommand() throws {
    let scan = Scan(command: try ScanFolder.command(["test.t"]), environment: [:])
    let report = ScanReport(run: RunReport(ending: .cancelled))
    #expect(scan.summaryText(report, .interrupted, time: .zero)?.hasSuffix(": not complete") == true)
  }

  @Test("Rows are a table for eyes alone, and a scan goes on in its format")
  func format() throws {
    func format(_ words: [String], _ saved: RowFormat?) throws -> RowFormat {
      let table = try ScanTable(keyspace: "test", name: "t", partitionKey: ["part"])
      let checkpoint = try source.scan(table).pages.makeAsyncIterator().checkpoint
      return Scan(command: try ScanFolder.command(words), environment: [:])
        .format(saved.map { SavedScan(format: $0, scan: checkpoint) })
    }
    #expect(try format(["a.b", "--checkpoint", "c"], nil) == .jsonl)
    #expect(try format(["a.b", "--out", "o"], nil) == .jsonl)
    #expect(try format(["a.b", "--checkpoint", "c"], .csv) == .csv)
    #expect(try format(["a.b", "--format", "csv"], nil) == .csv)
  }
}
