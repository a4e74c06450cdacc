import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

@testable import cqlpage

@Suite("G5: whole runs, as the command line asks for them")
struct QueryRunTests {
  private static func run<Source: PageSource>(
    _ source: Source, _ words: String...
  ) async throws -> (lines: [String], report: RunReport) where Source.Rows == CQLRows {
    guard
      case .query(let command) = try Arguments.parse(
        ["cqlpage", "SELECT n", "--format", "jsonl", "--no-progress"] + words)
    else { throw UsageError("not a query") }
    let collected = Collected()
    let query = try Query(command: command, environment: [:])
    let report = await query.print(source, to: CollectingSink(collected: collected))
    return (collected.lines, report)
  }

  private static func numbers(_ range: Range<Int>) -> [String] { range.map { "{\"n\": \($0)}" } }

  // MARK: Pages by number

  @Test(
    "F30: a page by its number, whatever the pages that travel; behind the end it is the last",
    arguments: [
      (1, 0..<10, false), (2, 10..<20, false), (3, 20..<25, true), (4, 20..<25, true), (20, 20..<25, true),
    ], ["5000", "1", "7", "10"])
  func numberedPage(page: (number: Int, rows: Range<Int>, isLast: Bool), size: String) async throws {
    let source = NumberedSource(25, emptyPages: [0, 3])
    let (lines, report) = try await Self.run(
      source, "--page-number", "\(page.number)", "--rows-per-page", "10", "--page-size", size)
    #expect(lines == Self.numbers(page.rows))
    #expect(report.summary.rows == page.rows.count)
    #expect(report.summary.isComplete == page.isLast)
    #expect((report.cursor == nil) == page.isLast)
    #expect(report.exitCode(nil) == .success)
    #expect(
      report.message(nil) == (page.number > 3 ? "there is no page \(page.number): this is page 3, the last" : nil))
    if let cursor = report.cursor {
      let (rest, _) = await PrintRunTests.run(source, from: cursor)
      #expect(rest == Self.numbers(page.rows.upperBound..<25))
    }
  }

  @Test("A page that ends with the result is complete, and an empty result is page 1")
  func numberedEnds() async throws {
    let (lines, report) = try await Self.run(NumberedSource(20), "--page-number", "2", "--rows-per-page", "10")
    #expect(lines == Self.numbers(10..<20))
    #expect(report.summary.isComplete)
    let (none, empty) = try await Self.run(NumberedSource(0), "--page-number", "1", "--rows-per-page", "10")
    #expect(none.isEmpty)
    #expect(empty.summary.isComplete)
  }

  @Test("A page by its number that is not reached goes on where it begins")
  func numberedFailure() async throws {
    let gone = CQLError(.malformedFrame, "noise")
    let source = NumberedSource(100, failures: [3: gone])
    let (lines, report) = try await Self.run(
      source, "--page-number", "5", "--rows-per-page", "10", "--page-size", "10")
    #expect(lines.isEmpty)
    #expect(report.exitCode(nil) == .endedEarly)
    #expect(report.summary.pages == 3)
    let (rest, _) = await PrintRunTests.run(source, limit: 10, from: report.cursor)
    #expect(rest == Self.numbers(40..<50))
  }

  @Test("A CSV of a page without rows has its header")
  func numberedHeader() async throws {
    let collected = Collected()
    var run = NumberedRun(
      NumberedPage(number: 1, rowsPerPage: 5), of: PrintJob(statement: "SELECT n"), source: NumberedSource(0),
      writer: RowFormat.csv.writer(width: nil), sink: CollectingSink(collected: collected), progress: .none)
    _ = await run.run()
    #expect(collected.text == "n\r\n")
  }

  @Test("A reader who leaves a page by its number gets a cursor behind the last whole row")
  func numberedReaderGone() async throws {
    let collected = Collected()
    collected.room = 25
    var run = NumberedRun(
      NumberedPage(number: 2, rowsPerPage: 10), of: PrintJob(statement: "SELECT n"), source: NumberedSource(100),
      writer: RowFormat.jsonl.writer(width: nil), sink: CollectingSink(collected: collected), progress: .none)
    let report = await run.run()
    #expect(report.exitCode(nil) == .success)
    #expect(report.summary.rows == 2)
    let (rest, _) = await PrintRunTests.run(NumberedSource(100), limit: 3, from: report.cursor)
    #expect(rest == Self.numbers(12..<15))
  }

  // MARK: Sizes

  @Test("A size that follows the rows begins small, grows, and stops at the rows that are wanted")
  func adaptive() async throws {
    let source = NumberedSource(5000)
    let (lines, _) = try await Self.run(source, "--target-page-bytes", "1000", "--page-size", "10")
    #expect(lines == Self.numbers(0..<5000))
    #expect(source.sizes.first == 10)
    // A page of this source has 10 bytes, whatever its rows.
    #expect(source.sizes[1] == 80)
    let limited = NumberedSource(5000)
    let (some, _) = try await Self.run(limited, "--target-page-bytes", "1000", "--limit", "150")
    #expect(some == Self.numbers(0..<150))
    #expect(limited.sizes == [100, 150])
  }

  // MARK: Tries

  @Test("A page that fails is asked for again, twice at most, and the summary counts", arguments: [1, 2, 3])
  func retries(count: Int) async throws {
    let failures = Dictionary(uniqueKeysWithValues: (0..<count).map { (1 + $0, CQLError(.timeout, "late")) })
    let (lines, report) = try await Self.run(NumberedSource(25, failures: failures), "--page-size", "10")
    if count <= 2 {
      #expect(lines == Self.numbers(0..<25))
      #expect(report.summary.retries == count)
      #expect(report.exitCode(nil) == .success)
    } else {
      #expect(lines == Self.numbers(0..<10))
      #expect(report.summary.retries == 2)
      #expect(report.exitCode(nil) == .endedEarly)
      #expect(report.message(nil) == "page 2: tried 3 times: late")
    }
  }

  @Test("What will not go away by itself is not tried again")
  func noRetry() async throws {
    let source = NumberedSource(25, failures: [1: CQLError(.cursorNoLongerValid, "no")])
    let (_, report) = try await Self.run(source, "--page-size", "10")
    #expect(report.summary.retries == 0)
    #expect(source.sizes.count == 2)
    #expect(report.exitCode(nil) == .cursor)
  }

  @Test("A connection that is cut on the way costs no row, with pages fetched ahead and without", arguments: [0, 1, 3])
  func cutConnection(prefetch: Int) async throws {
    let coordinator = FakeCoordinator(
      tables: [.numbered(rows: 100)],
      faults: [3, 4, 7].map { Fault(.connectionCut(.before), on: .page($0)) })
    try await WireServer.withServer(coordinator) { server in
      try await CassandraSession.withSession(contactPoints: ["127.0.0.1:\(server.port)"]) { session in
        guard
          case .query(let command) = try Arguments.parse([
            "cqlpage", "SELECT * FROM test.numbers", "--page-size", "10", "--prefetch", "\(prefetch)", "--format",
            "jsonl", "--no-progress",
          ])
        else { return }
        let collected = Collected()
        let report = try await Query(command: command, environment: [:]).print(
          session, to: CollectingSink(collected: collected))
        #expect(report.message(nil) == nil)
        #expect(collected.lines.count == 100)
        #expect(Set(collected.lines).count == 100)
        #expect(report.summary.retries == 3)
        #expect(report.summary.isComplete)
      }
    }
  }
}
