import CQLPaging
import Testing

@testable import cqlpage

@Suite("G5: printing page by page")
struct PrintRunTests {
  static func run(
    _ source: NumberedSource, size: PageSize = 10, limit: Int? = nil, pages: Int? = nil, from start: Cursor? = nil,
    into collected: Collected = Collected(), format: RowFormat = .jsonl
  ) async -> (lines: [String], report: RunReport) {
    let job = PrintJob(statement: "SELECT n", pageSize: size, rowLimit: limit, pageLimit: pages, start: start)
    var run = PrintRun(
      job, source: source, writer: format.writer(width: nil), sink: CollectingSink(collected: collected),
      progress: .none)
    let report = await run.run()
    return (collected.lines, report)
  }

  private static func numbers(_ range: Range<Int>) -> [String] { range.map { "{\"n\": \($0)}" } }

  private static func isComplete(_ report: RunReport) -> Bool {
    if case .complete = report.ending { return report.cursor == nil && report.summary.isComplete }
    return false
  }

  private static func isLimited(_ report: RunReport) -> Bool {
    if case .limitReached = report.ending { return true }
    return false
  }

  @Test("All rows of all pages, empty ones among them")
  func everything() async {
    let (lines, report) = await Self.run(NumberedSource(25, emptyPages: [0, 2, 3]))
    #expect(lines == Self.numbers(0..<25))
    #expect(Self.isComplete(report))
    #expect(report.summary.rows == 25)
    #expect(report.summary.pages == 6)
    #expect(report.summary.emptyPages == 3)
    #expect(report.summary.bytes == 60)
  }

  @Test("No rows at all")
  func nothing() async {
    let (lines, report) = await Self.run(NumberedSource(0))
    #expect(lines.isEmpty)
    #expect(Self.isComplete(report))
  }

  @Test(
    "A limit is exact across pages, and no page is asked for that is larger",
    arguments: [(1, [1]), (7, [7]), (10, [10]), (11, [10, 10]), (25, [10, 10, 10])])
  func limits(limit: Int, sizes: [Int]) async {
    let source = NumberedSource(100)
    let (lines, report) = await Self.run(source, limit: limit)
    #expect(lines == Self.numbers(0..<limit))
    #expect(Self.isLimited(report))
    #expect(!report.summary.isComplete)
    #expect(source.sizes == sizes)
  }

  @Test("A limit above the number of rows changes nothing")
  func largeLimit() async {
    let (lines, report) = await Self.run(NumberedSource(25), limit: .max)
    #expect(lines == Self.numbers(0..<25))
    #expect(Self.isComplete(report))
  }

  @Test("A limit that is the number of rows is complete only if the server has said so")
  func limitAtEnd() async {
    let (_, open) = await Self.run(NumberedSource(20), limit: 20)
    #expect(open.cursor != nil)
    let (_, ended) = await Self.run(NumberedSource(25), limit: 25)
    #expect(Self.isComplete(ended))
  }

  @Test("--pages stops behind so many pages, empty ones counted")
  func pageLimits() async {
    let source = NumberedSource(100, emptyPages: [1])
    let (lines, report) = await Self.run(source, pages: 2)
    #expect(lines == Self.numbers(0..<10))
    #expect(Self.isLimited(report))
    #expect(source.sizes.count == 2)
    let (all, complete) = await Self.run(NumberedSource(25), pages: 3)
    #expect(all.count == 25)
    #expect(Self.isComplete(complete))
  }

  @Test(
    "A run that goes on begins with the next row, whatever the limits, sizes and empty pages",
    arguments: [1, 3, 9, 10, 11, 19, 20, 24], [PageSize(1), 4, 10, 100])
  func resumed(first: Int, size: PageSize) async throws {
    let source = NumberedSource(25, emptyPages: [0, 2])
    let (before, report) = await Self.run(source, limit: first)
    #expect(before == Self.numbers(0..<first))
    let cursor = try #require(report.cursor)
    let (after, end) = await Self.run(source, size: size, from: cursor)
    #expect(after == Self.numbers(first..<25))
    #expect(Self.isComplete(end))
  }

  @Test("One row at a time, each run from the last one's cursor, gives every row once")
  func rowByRow() async {
    let source = NumberedSource(12)
    var lines: [String] = []
    var cursor: Cursor?
    repeat {
      let (row, report) = await Self.run(source, size: 5, limit: 1, from: cursor)
      lines += row
      cursor = report.cursor
    } while cursor != nil
    #expect(lines == Self.numbers(0..<12))
  }

  @Test("An error on the way keeps what was printed and says where to go on", arguments: [0, 1, 2])
  func failing(request: Int) async throws {
    let source = NumberedSource(25, failures: [request: CQLError(.connectionClosed, "gone")])
    let (before, report) = await Self.run(source)
    #expect(before == Self.numbers(0..<(request * 10)))
    #expect(report.exitCode(nil) == .endedEarly)
    #expect(report.message(nil) == (request == 0 ? "gone" : "page \(request + 1): gone"))
    let (after, _) = await Self.run(source, from: report.cursor)
    #expect(before + after == Self.numbers(0..<25))
  }

  @Test("A table that is cut short has printed what it held back", arguments: [RowFormat.table, .csv, .jsonl])
  func failingTable(format: RowFormat) async throws {
    let source = NumberedSource(5, pageCap: 3, failures: [1: CQLError(.timeout, "late")])
    let (lines, report) = await Self.run(source, format: format)
    #expect(lines.count == (format == .table ? 5 : format == .csv ? 4 : 3))
    #expect(report.summary.rows == 3)
  }

  @Test("A reader who goes ends the run quietly; the cursor is behind the last whole row that was taken")
  func readerGone() async throws {
    let collected = Collected()
    let row = "{\"n\": 0}\n".utf8.count
    collected.room = row * 12 + row / 2  // twelve rows, all but two with one digit, and a part
    collected.piece = 5
    let (lines, report) = await Self.run(NumberedSource(25), into: collected)
    guard case .readerGone = report.ending else {
      Issue.record("\(report.ending)")
      return
    }
    #expect(report.exitCode(nil) == .success)
    #expect(report.message(nil) == nil)
    let whole = lines.prefix { $0.hasSuffix("}") }.count
    #expect(whole == 12)
    #expect(report.summary.rows == whole)
    let (after, _) = await Self.run(NumberedSource(25), from: report.cursor)
    #expect(after == Self.numbers(whole..<25))
  }

  @Test("A full disk is an error, and not the end")
  func fullDisk() async {
    let collected = Collected()
    collected.room = 20
    collected.failure = .failed("standard output: No space left on device")
    let (_, report) = await Self.run(NumberedSource(25), into: collected)
    #expect(report.exitCode(nil) == .endedEarly)
    #expect(report.message(nil) == "standard output: No space left on device")
    #expect(report.summary.rows == 2)
  }

  @Test("Rows have left when the next page is asked for")
  func flushedWhileWaiting() async throws {
    let collected = Collected()
    let source = NumberedSource(25, hangingRequest: 1)
    let task = Task { await Self.run(source, into: Collected()).report }
    while source.sizes.count < 2 { await Task.yield() }
    task.cancel()
    let report = await task.value
    #expect(report.summary.rows == 10)
    #expect(report.exitCode(.signal) == .interrupted)
    let (lines, _) = await Self.run(source, from: report.cursor, into: collected)
    #expect(lines == Self.numbers(10..<25))
  }
}

@Suite("G5: what ends a run from outside")
struct SupervisionTests {
  @Test("A run that ends by itself has no cause")
  func ends() async {
    let (report, cause) = await Supervision.run(
      deadline: .seconds(3600), isSignalled: Self.never, wakeUp: WakeUp()
    ) { 7 }
    #expect(report == 7)
    #expect(cause == nil)
  }

  @Test("A signal cancels the run, which then reports")
  func signal() async {
    let (report, cause) = await Supervision.run(deadline: nil, isSignalled: { true }, wakeUp: WakeUp()) {
      await Self.untilCancelled()
    }
    #expect(report == "cancelled")
    #expect(cause == .signal)
  }

  @Test("The deadline cancels the run, which then reports")
  func deadline() async {
    let (report, cause) = await Supervision.run(
      deadline: .milliseconds(1), isSignalled: Self.never, wakeUp: WakeUp()
    ) { await Self.untilCancelled() }
    #expect(report == "cancelled")
    #expect(cause == .deadline(.milliseconds(1)))
  }

  @Test("A writer that waits for a reader is woken")
  func wakeUp() throws {
    let wakeUp = WakeUp()
    let ends = try #require(SystemCalls.makePipe())
    defer {
      SystemCalls.closeDescriptor(ends.0)
      SystemCalls.closeDescriptor(ends.1)
    }
    #expect(SystemCalls.waitUntilWritable(ends.1, or: wakeUp.descriptor))
    // A pipe that nobody reads fills up.
    let block = [UInt8](repeating: 0, count: 4096)
    wakeUp.signal()
    while SystemCalls.waitUntilWritable(ends.1, or: wakeUp.descriptor) {
      guard case .bytes = block.withUnsafeBytes({ SystemCalls.writeSome($0, to: ends.1) }) else { break }
    }
    #expect(!SystemCalls.waitUntilWritable(ends.1, or: wakeUp.descriptor))
  }

  private static func never() async -> Bool {
    _ = await untilCancelled()
    return false
  }

  private static func untilCancelled() async -> String {
    do { try await Task.sleep(for: .seconds(3600)) } catch { return "cancelled" }
    return "slept"
  }
}
