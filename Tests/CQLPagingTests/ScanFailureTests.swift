import CQLPagingTesting
import Foundation
import Testing

@testable import CQLPaging

/// What happens to a scan when pages fail.
@Suite struct ScanFailureTests {
  let base = FakeCoordinator(tables: [.numbered("test.t", partitions: 60, rowsInEach: 3)])
  let expected = counts(NumberedRow.all(partitions: 60, rowsInEach: 3))
  let table: ScanTable
  let clock = InstantClock()

  init() throws {
    var table = try ScanTable(keyspace: "test", name: "t", partitionKey: ["part"])
    table.pageSize = 4
    self.table = table
  }

  private static let timeout = CQLError(.timeout, "no answer")

  private func options(retries: Int) -> ScanOptions {
    ScanOptions(concurrency: 3, retry: RetryPolicy(retries: retries, firstDelay: .seconds(1)))
  }

  /// Fails each page so many times before it comes.
  private func flaky(_ times: Int, begins: Bool) -> TableSource {
    struct Place: Hashable {
      let end: Token?
      let state: PagingState?
    }
    let failures = Lock<[Place: Int]>([:])
    return TableSource(base, begins: begins) { _, request in
      let place = Place(end: request.statement.routingToken, state: request.state)
      let failed = failures.withLock { failures in
        failures[place, default: 0] += 1
        return failures[place, default: 0]
      }
      if failed <= times { throw Self.timeout }
    }
  }

  @Test("E4: a page that fails is asked for again, from its range's last position; no row is lost or comes twice")
  func retried() async throws {
    let source = flaky(2, begins: false)
    var read: [NumberedRow] = []
    var rows = try source.scan(table, splits: 9, options: options(retries: 2), clock: clock).rows.makeAsyncIterator()
    while let row = try await rows.next() { read.append(try NumberedRow(row)) }
    #expect(counts(read) == expected)
    #expect(rows.progress.summary.retries == 2 * rows.progress.summary.pages)
    #expect(clock.sleeps.allSatisfy { $0 <= .seconds(2) } && !clock.sleeps.isEmpty)
  }

  @Test("E4: a page that failed ahead of its reader is asked for once more before it counts as failed")
  func retriedAhead() async throws {
    let source = flaky(1, begins: true)
    var read: [NumberedRow] = []
    var rows = try source.scan(table, splits: 9, options: options(retries: 0), clock: clock).rows.makeAsyncIterator()
    while let row = try await rows.next() { read.append(try NumberedRow(row)) }
    #expect(counts(read) == expected)
    #expect(rows.progress.summary.retries == 0 && clock.sleeps.isEmpty)
  }

  @Test("E4: workers ask again, each for its own range")
  func retriedByWorkers() async throws {
    let read = Lock<[NumberedRow]>([])
    let pages = flaky(3, begins: false)
    try await pages.scan(table, splits: 9, options: options(retries: 3), clock: clock).forEachPage { page in
      for row in page.rows {
        let row = try NumberedRow(row)
        read.withLock { $0.append(row) }
      }
    }
    #expect(counts(read.withLock { $0 }) == expected)
    read.withLock { $0 = [] }
    let ranges = flaky(3, begins: false)
    let progress = try await ranges.scan(table, splits: 9, options: options(retries: 3), clock: clock)
      .forEachRange { _, rows in
        for try await row in rows {
          let row = try NumberedRow(row)
          read.withLock { $0.append(row) }
        }
      }
    #expect(counts(read.withLock { $0 }) == expected)
    #expect(progress.summary.retries == 3 * progress.summary.pages)
  }

  /// The range that has this partition.
  private func range(of part: Int, splits: Int) throws -> TokenRange {
    let token = try Token(partitionKey: [part], types: [.int])
    return try #require(TokenRange.ring.split(into: splits).first { $0.contains(token) })
  }

  /// The rows outside a range.
  private func others(_ bad: TokenRange) throws -> [NumberedRow: Int] {
    try expected.filter { row, _ in !bad.contains(try Token(partitionKey: [row.part], types: [.int])) }
  }

  @Test(
    "E4: a range that always fails is named; the others are finished, and the checkpoint goes on",
    arguments: [true, false])
  func named(begins: Bool) async throws {
    let bad = try range(of: 7, splits: 9)
    let source = TableSource(base, begins: begins) { _, request in
      if request.statement.routingToken == bad.end { throw Self.timeout }
    }
    var read: [NumberedRow] = []
    var rows = try source.scan(table, splits: 9, options: options(retries: 2), clock: clock).rows.makeAsyncIterator()
    let error = await #expect(throws: ScanError.self) {
      while let row = try await rows.next() { read.append(try NumberedRow(row)) }
    }
    #expect(try counts(read) == others(bad))
    #expect(error?.failures.map(\.range) == [bad])
    #expect(error?.code == .timeout)
    #expect(error?.description.contains("1 of 9 ranges failed") == true)
    #expect(error?.description.contains("\(bad): timeout: no answer") == true)
    #expect(error?.progress.finishedRanges == 8)
    #expect(source.requests.filter { $0.statement.routingToken == bad.end }.count == (begins ? 4 : 3))

    let rest = try base.scan(table, splits: 4, from: try #require(error?.checkpoint))
    for try await row in rest.rows { read.append(try NumberedRow(row)) }
    #expect(counts(read) == expected)
  }

  @Test("E4: workers finish the other ranges, too", arguments: [true, false])
  func namedByWorkers(perRange: Bool) async throws {
    let bad = try range(of: 7, splits: 9)
    let isDown = Lock(true)
    let source = TableSource(base) { _, request in
      if request.statement.routingToken == bad.end, request.state != nil, isDown.withLock({ $0 }) { throw Self.timeout }
    }
    let read = Lock<[NumberedRow]>([])
    let scan = try source.scan(table, splits: 9, options: options(retries: 1), clock: clock)
    let ledger = scan.ledger()
    @Sendable func run() async throws {
      if perRange {
        try await scan.forEachRange(recordingIn: ledger) { _, rows in
          var ofRange: [NumberedRow] = []
          for try await row in rows { ofRange.append(try NumberedRow(row)) }
          read.withLock { [ofRange] in $0 += ofRange }
        }
      } else {
        try await scan.forEachPage(recordingIn: ledger) { page in
          for row in page.rows {
            let row = try NumberedRow(row)
            read.withLock { $0.append(row) }
          }
        }
      }
    }
    let error = await #expect(throws: ScanError.self) { try await run() }
    #expect(error?.failures.map(\.range) == [bad])
    #expect(ledger.checkpoint == error?.checkpoint)
    let missing = try expected.count - others(bad).count
    #expect(read.withLock { $0.count } == expected.count - missing + (perRange ? 0 : 4))
    isDown.withLock { $0 = false }
    try await run()
    #expect(counts(read.withLock { $0 }) == expected, "the same ledger goes on with what failed")
    #expect(ledger.progress.isComplete && ledger.progress.summary.rows == expected.count)
  }

  @Test("E4: a worker that hides its range's error does not make the range a finished one")
  func hidden() async throws {
    let bad = try range(of: 7, splits: 9)
    let source = TableSource(base) { _, request in
      if request.statement.routingToken == bad.end { throw Self.timeout }
    }
    let scan = try source.scan(table, splits: 9, options: options(retries: 0), clock: clock)
    let error = await #expect(throws: ScanError.self) {
      try await scan.forEachRange { _, rows in
        do { for try await _ in rows {} } catch {}
      }
    }
    #expect(error?.failures.map(\.range) == [bad])
  }

  @Test("E4: what a worker throws itself ends the scan, and its ledger can go on", arguments: [true, false])
  func thrown(perRange: Bool) async throws {
    struct DiskIsFull: Error {}
    let scan = try base.scan(table, splits: 9, options: ScanOptions(concurrency: 3))
    let ledger = scan.ledger()
    let read = Lock<[NumberedRow]>([])
    await #expect(throws: DiskIsFull.self) {
      if perRange {
        try await scan.forEachRange(recordingIn: ledger) { _, _ in throw DiskIsFull() }
      } else {
        try await scan.forEachPage(recordingIn: ledger) { _ in throw DiskIsFull() }
      }
    }
    try await scan.forEachPage(recordingIn: ledger) { page in
      for row in page.rows {
        let row = try NumberedRow(row)
        read.withLock { $0.append(row) }
      }
    }
    #expect(counts(read.withLock { $0 }) == expected)
  }

  @Test("E4: what a worker throws when it has recorded the last page of a range ends the scan, too")
  func thrownBehindRecord() async throws {
    struct DiskIsFull: Error {}
    let scan = try base.scan(table, splits: 9, options: ScanOptions(concurrency: 3))
    let ledger = scan.ledger()
    await #expect(throws: DiskIsFull.self) {
      try await scan.forEachPage(recordingIn: ledger) { page in
        ledger.record(page)
        if page.isLastOfRange { throw DiskIsFull() }
      }
    }
    #expect((1...3).contains(ledger.progress.finishedRanges))
  }

  @Test("E4, B5: the same iteration, asked again after its error, tries the ranges that failed once more")
  func askedAgain() async throws {
    let isDown = Lock(true)
    let source = TableSource(base) { _, request in
      if request.state != nil, isDown.withLock({ $0 }) { throw Self.timeout }
    }
    var read: [NumberedRow] = []
    var rows = try source.scan(table, splits: 5, options: options(retries: 1), clock: clock).rows.makeAsyncIterator()
    await #expect(throws: ScanError.self) {
      while let row = try await rows.next() { read.append(try NumberedRow(row)) }
    }
    isDown.withLock { $0 = false }
    while let row = try await rows.next() { read.append(try NumberedRow(row)) }
    #expect(counts(read) == expected)
    #expect(rows.progress.isComplete)
  }

  @Test("E4: an error that does not go away by itself is not tried again")
  func hopeless() async throws {
    let source = TableSource(base, begins: false) { _, _ in throw CQLError(.authenticationFailed, "no") }
    let scan = try source.scan(table, splits: 3, options: options(retries: 9), clock: clock)
    let error = await #expect(throws: ScanError.self) { for try await _ in scan.rows {} }
    #expect(error?.failures.count == 3 && source.requests.count == 3 && clock.sleeps.isEmpty)
  }

  @Test("E4: a range that waits for its retry does not hold up the others")
  func othersGoOn() async throws {
    let bad = try range(of: 7, splits: 9)
    let source = TableSource(base, begins: false) { _, request in
      if request.statement.routingToken == bad.end { throw Self.timeout }
    }
    let manual = ManualClock()
    let scan = try source.scan(table, splits: 9, options: options(retries: 3), clock: manual)
    await #expect(throws: ScanError.self) { for try await _ in scan.rows {} }
    // The first wait begins when the range is first asked for, and nobody sleeps before the others are done.
    let ends = source.requests.map(\.statement.routingToken)
    let second = try #require(ends.enumerated().filter { $0.element == bad.end }.dropFirst().first).offset
    #expect(ends[second...].allSatisfy { $0 == bad.end })
  }

  @Test("E4: a range whose page is asked for once more, and is long in coming, does not hold up the others")
  func othersGoOnMeanwhile() async throws {
    let bad = try range(of: 7, splits: 9)
    let others = try others(bad).count
    let read = Lock<[NumberedRow]>([])
    let attempts = Lock(0)
    let readMeanwhile = Lock(0)
    let source = TableSource(base) { _, request in
      guard request.statement.routingToken == bad.end, request.state == nil else { return }
      let attempt = attempts.withLock { attempts in
        attempts += 1
        return attempts
      }
      if attempt == 1 { throw Self.timeout }
      let deadline = ContinuousClock.now + .seconds(20)
      while read.withLock({ $0.count }) < others, ContinuousClock.now < deadline { await Task.yield() }
      readMeanwhile.withLock { [count = read.withLock { $0.count }] in $0 = count }
    }
    for try await row in try source.scan(table, splits: 9, options: options(retries: 0), clock: clock).rows {
      let row = try NumberedRow(row)
      read.withLock { $0.append(row) }
    }
    #expect(readMeanwhile.withLock { $0 } == others)
    #expect(counts(read.withLock { $0 }) == expected)
  }

  @Test("B7: a server that gives the same position again fails its range with a typed error, without end otherwise")
  func stalled() async throws {
    let source = FakeCoordinator(
      tables: [.numbered("test.t", partitions: 60, rowsInEach: 3)], faults: [Fault(.stuckState, on: 2)])
    let scan = try source.scan(table, splits: 2, clock: clock)
    let error = await #expect(throws: ScanError.self) { for try await _ in scan.rows {} }
    #expect(error?.code == .stalledPaging && error?.failures.count == 2)
  }

  @Test("B4: empty pages are passed over")
  func emptyPages() async throws {
    let source = FakeCoordinator(
      tables: [.numbered("test.t", partitions: 60, rowsInEach: 3)],
      faults: [Fault(.emptyPage, on: .every(2)), Fault(.emptyPage, on: .pages(1...5))])
    var read: [NumberedRow] = []
    for try await row in try source.scan(table, splits: 6).rows { read.append(try NumberedRow(row)) }
    #expect(counts(read) == expected)
  }
}
