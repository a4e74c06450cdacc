import CQLPagingTesting
import Foundation
import Testing

@testable import CQLPaging

@Suite struct ScanTests {
  let partitions = 60
  let rowsInEach = 3
  let table: ScanTable
  let base: FakeCoordinator
  var expected: [NumberedRow: Int] { counts(NumberedRow.all(partitions: partitions, rowsInEach: rowsInEach)) }

  init() throws {
    var table = try ScanTable(keyspace: "test", name: "t", partitionKey: ["part"], columns: ["number", "part"])
    table.pageSize = 4
    self.table = table
    base = FakeCoordinator(tables: [.numbered("test.t", partitions: partitions, rowsInEach: rowsInEach)])
  }

  private func all(_ rows: ScanRows<some PageSource>) async throws -> [NumberedRow] {
    var read: [NumberedRow] = []
    for try await row in rows { read.append(try NumberedRow(row)) }
    return read
  }

  @Test(
    "E1, E2: the union of the ranges is the table, in any number of them",
    arguments: [1, 2, 3, 16, 200], [true, false])
  func union(splits: Int, begins: Bool) async throws {
    let source = TableSource(base, begins: begins)
    #expect(counts(try await all(try source.scan(table, splits: splits).rows)) == expected)
    let ends = Set(source.requests.compactMap(\.statement.routingToken))
    #expect(ends.count == splits)
    #expect(!ends.contains(.minimum), "servers take `<= min` for the whole ring")
  }

  @Test("E2: copies of an iterator read on for themselves", arguments: [true, false])
  func copies(begins: Bool) async throws {
    let source = TableSource(base, begins: begins)
    var first = try source.scan(table, splits: 8).rows.makeAsyncIterator()
    var read: [NumberedRow] = []
    for _ in 0..<50 { read.append(try NumberedRow(try #require(try await first.next()))) }
    var second = first

    var (ofFirst, ofSecond) = (read, read)
    var isOver = false
    while !isOver {
      let rows = (try await first.next(), try await second.next())
      isOver = rows.0 == nil && rows.1 == nil
      if let row = rows.0 { ofFirst.append(try NumberedRow(row)) }
      if let row = rows.1 { ofSecond.append(try NumberedRow(row)) }
    }
    #expect(counts(ofFirst) == expected)
    #expect(counts(ofSecond) == expected)
    #expect(first.progress.isComplete && second.progress.isComplete)
  }

  @Test("E2: a copy that takes the place of the iterator goes on with what is on its way")
  func copiedBack() async throws {
    let source = TableSource(base)
    var iterator = try source.scan(table, splits: 8).pages.makeAsyncIterator()
    var pages = 0
    while true {
      var copy = iterator
      guard try await copy.next() != nil else { break }
      iterator = copy
      pages += 1
    }
    #expect(source.requests.count == pages)
    #expect(source.cancelled == 0)
  }

  @Test("E2: a scan in one range has the rows in the order of their tokens")
  func order() async throws {
    let tokens = try await all(try base.scan(table, splits: 1).rows)
      .map { try Token(partitionKey: [$0.part], types: [.int]) }
    #expect(tokens == tokens.sorted() && tokens.count == partitions * rowsInEach)
  }

  @Test("E2: shards are scanned by themselves, and make up the whole", arguments: [1, 2, 7])
  func shards(count: Int) async throws {
    var read: [NumberedRow] = []
    for index in 1...count {
      let scan = try base.scan(table, splits: 5, shard: try ScanShard(index, of: count))
      read += try await all(scan.rows)
    }
    #expect(counts(read) == expected)
  }

  @Test("E2: a shard is one of those there are", arguments: [(0, 3), (4, 3), (1, 0), (-1, -1), (1, 1_000_001)])
  func badShard(index: Int, count: Int) {
    let error = #expect(throws: CQLError.self) { try ScanShard(index, of: count) }
    #expect(error?.code == .invalidConfiguration)
  }

  @Test(
    "E2: nothing starts before the first page is wanted, and never more at once than the bound", arguments: [1, 3, 8])
  func bound(concurrency: Int) async throws {
    let started = Lock(0)
    let source = TableSource(base) { _, _ in
      started.withLock { $0 += 1 }
      // The first page waits for a second one, which comes where ranges are read side by side.
      for _ in 0..<100_000 where concurrency > 1 && started.withLock({ $0 < 2 }) { await Task.yield() }
    }
    let scan = try source.scan(table, splits: 30, options: ScanOptions(concurrency: concurrency))
    var pages = scan.pages.makeAsyncIterator()
    #expect(source.requests.isEmpty)
    while try await pages.next() != nil {}
    #expect(source.most <= concurrency)
    #expect(source.most > 1 || concurrency == 1, "ranges are read side by side")
  }

  @Test("E2: while the loop is busy, no more pages are asked for than there may be in memory")
  func backPressure() async throws {
    let source = TableSource(base)
    let scan = try source.scan(table, splits: 30, options: ScanOptions(concurrency: 4))
    var pages = scan.pages.makeAsyncIterator()
    for page in 1...20 {
      _ = try #require(try await pages.next())
      for _ in 0..<50 { await Task.yield() }
      // Those in the loop's hands and before it, and no more than three that wait or are on their way.
      #expect(source.requests.count <= page + 3)
    }
  }

  @Test("E2, E5: no owner has more ranges at once than its bound, and owners take turns")
  func owners() async throws {
    let parts = TokenRange.ring.split(into: 30).enumerated().map { RingPart($1, owner: "node \($0 / 10)") }
    let owners = Dictionary(uniqueKeysWithValues: parts.map { ($0.range.end, $0.owner ?? "") })
    for isMerged in [true, false] {
      let source = TableSource(base, owners: owners) { _, _ in await Task.yield() }
      let scan = try TokenRangeScan(
        of: table, in: source, parts: parts, options: ScanOptions(concurrency: 9, concurrencyPerOwner: 2))
      let read = Lock<[NumberedRow]>([])
      if isMerged {
        let rows = try await all(scan.rows)
        read.withLock { $0 = rows }
      } else {
        try await scan.forEachPage { page in
          for row in page.rows {
            let row = try NumberedRow(row)
            read.withLock { $0.append(row) }
          }
        }
      }
      #expect(counts(read.withLock { $0 }) == expected)
      #expect(source.mostOfOwner <= 2)
      #expect(source.most <= 6)
    }
  }

  @Test("E5: owners take turns in the list of work, each with its ranges in their order")
  func turns() {
    let parts = zip("AAABBC?", 0...).map { RingPart(range($1, $1 + 1), owner: $0 == "?" ? nil : "\($0)") }
    #expect(parts.takingTurns().map { $0.owner ?? "?" } == ["A", "B", "C", "?", "A", "B", "A"])
    #expect(parts.takingTurns().filter { $0.owner == "A" }.map(\.range.start.rawValue) == [0, 1, 2])
    #expect([RingPart]().takingTurns().isEmpty)
  }

  @Test("E5: pages of a range are asked for with its last token, and the node that gave the position")
  func routing() async throws {
    let statement = table.statement(for: range(5, 9))
    #expect(statement.routingToken == Token(9) && statement.routingKeyspace == "test")
    let first = Page(rows: CQLRows.none, nextState: PagingState(bytes: [1]), info: PageInfo(coordinator: "b:9042"))
    var reader = RangeReader(table, id: 1, ScanWork.Item(range: range(5, 9), owner: nil))
    _ = try reader.accept(first)
    #expect(reader.request?.coordinator == "b:9042" && reader.request?.state == PagingState(bytes: [1]))
  }

  @Test("E2: workers have all pages, those of a range one after the other")
  func workers() async throws {
    let source = TableSource(base) { _, _ in await Task.yield() }
    let read = Lock<[NumberedRow]>([])
    let busy = Lock<Set<TokenRange>>([])
    let progress = try await source.scan(table, splits: 20, options: ScanOptions(concurrency: 5)).forEachPage { page in
      #expect(busy.withLock { $0.insert(page.range).inserted }, "two pages of a range at once")
      for row in page.rows {
        let row = try NumberedRow(row)
        read.withLock { $0.append(row) }
      }
      await Task.yield()
      busy.withLock { _ = $0.remove(page.range) }
    }
    #expect(counts(read.withLock { $0 }) == expected)
    #expect(progress.isComplete && progress.fraction == 1 && progress.summary.rows == partitions * rowsInEach)
    #expect(source.most <= 5)
  }

  @Test("E2: a closure per range has the range's rows and no others")
  func rangeWorkers() async throws {
    let read = Lock<[NumberedRow]>([])
    let ranges = Lock<[TokenRange]>([])
    let progress = try await base.scan(table, splits: 20).forEachRange { range, rows in
      ranges.withLock { $0.append(range) }
      for try await row in rows {
        let row = try NumberedRow(row)
        #expect(range.contains(try Token(partitionKey: [row.part], types: [.int])))
        read.withLock { $0.append(row) }
      }
    }
    #expect(counts(read.withLock { $0 }) == expected)
    try TokenRange.ring.checkCoverage(by: ranges.withLock { $0 })
    #expect(progress.isComplete && progress.summary.rows == partitions * rowsInEach)
  }

  @Test("E7: the fraction of the ring never falls, and is 1 at the end and not before")
  func progress() async throws {
    var rows = try base.scan(table, splits: 17).rows.makeAsyncIterator()
    var last = rows.progress
    #expect(last.fraction == 0 && last.totalRanges == 17 && !last.isComplete)
    var count = 0
    while try await rows.next() != nil {
      count += 1
      let now = rows.progress
      #expect(now.fraction >= last.fraction && now.finishedRanges >= last.finishedRanges)
      #expect(now.summary.rows == count && now.totalRanges == 17)
      #expect(now.fraction < 1 || now.isComplete)
      last = now
    }
    let end = rows.progress
    #expect(end.fraction == 1 && end.isComplete && end.finishedRanges == 17)
    #expect(end.summary.rows == partitions * rowsInEach)
    #expect(rows.checkpoint.isComplete)
  }

  @Test("E2: leaving the loop gives up what is on its way")
  func leaving() async throws {
    let source = TableSource(base) { number, _ in
      if number > 2 { try await Task.sleep(for: .seconds(600)) }
    }
    do {
      var pages = try source.scan(table, splits: 30, options: ScanOptions(concurrency: 6)).pages.makeAsyncIterator()
      _ = try await pages.next()
      _ = try await pages.next()
    }
    // Everything that was asked for and has not come.
    #expect(source.cancelled >= 3)
  }

  @Test("E2: a cancelled task throws CancellationError, never a normal end", arguments: [true, false], [0, 1, 2])
  func cancelling(begins: Bool, form: Int) async throws {
    let source = TableSource(base, begins: begins) { number, _ in
      if number == 3 { withUnsafeCurrentTask { $0?.cancel() } }
      if number >= 3 { try await Task.sleep(for: .seconds(600)) }
    }
    let scan = try source.scan(table, splits: 10, options: ScanOptions(concurrency: 2))
    await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        do {
          switch form {
          case 0:
            for try await _ in scan.rows where source.requests.count > 3 { withUnsafeCurrentTask { $0?.cancel() } }
          case 1: try await scan.forEachPage { _ in }
          default: try await scan.forEachRange { _, rows in for try await _ in rows {} }
          }
          return false
        } catch { return error is CancellationError }
      }
      // Where pages are begun, the task that is cancelled above is not the reader's.
      while source.requests.count < 4 { await Task.yield() }
      group.cancelAll()
      #expect(await group.next() == true)
    }
  }
}
