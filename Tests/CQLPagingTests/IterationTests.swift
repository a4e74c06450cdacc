import CQLPaging
import Testing

@Suite struct TerminalTests {
  let statement: Statement = "SELECT n FROM numbers"

  @Test("B12: first() is one request where the first page has rows")
  func first() async throws {
    let source = NumberSource(count: 100)
    #expect(try await source.rows(of: statement).first() == 0)
    #expect(source.requests.count == 1)
  }

  @Test("B12: first() and isEmpty() pass over empty pages, and end where the result does")
  func emptyPages() async throws {
    let late = ScriptedPages([[], [], [7, 8], [9]])
    #expect(try await late.rows(of: statement).first() == 7)
    #expect(try await late.rows(of: statement).isEmpty() == false)
    #expect(late.requestCount == 6)
    let empty = ScriptedPages<Int>([[], [], []])
    #expect(try await empty.rows(of: statement).first() == nil)
    #expect(try await empty.rows(of: statement).isEmpty())
    #expect(empty.requestCount == 6)
  }

  @Test("B12: collect gives all rows, up to its bound", arguments: [25, 26, 1000, .max])
  func collect(bound: Int) async throws {
    #expect(try await NumberSource(count: 25).rows(of: statement).collect(max: bound) == Array(0..<25))
  }

  @Test("B12: collect refuses a result above its bound, and says how to go on", arguments: [24, 10, 9, 1, 0, -1])
  func collectTooMuch(bound: Int) async throws {
    let source = NumberSource(count: 25)
    let error = await #expect(throws: CQLError.self) { _ = try await source.rows(of: statement).collect(max: bound) }
    #expect(error?.code == .limitExceeded)
    #expect(error?.message.contains("collect(max:)") == true)
    #expect(source.requests.count == max(bound, 0) / 10 + 1, "nothing is asked for behind the first row too many")
  }

  @Test("B12: collect(max: 0) of nothing is nothing")
  func collectNothing() async throws {
    #expect(try await NumberSource(count: 0).rows(of: statement).collect(max: 0).isEmpty)
  }

  @Test(
    "B12: limit gives exactly as many rows as wanted, over as many pages as it takes, and asks for no more",
    arguments: [(0, 0), (-5, 0), (1, 1), (9, 1), (10, 1), (11, 2), (20, 2), (25, 3), (26, 3), (Int.max, 3)])
  func limit(rows: Int, requests: Int) async throws {
    let source = NumberSource(count: 25)
    var seen: [Int] = []
    for try await row in source.rows(of: statement).limit(rows) { seen.append(row) }
    #expect(seen == Array(0..<max(min(rows, 25), 0)))
    #expect(source.requests.count == requests)
  }

  @Test(
    "B12: a limit below an explicit page size makes pages of that size, and no page size ever grows",
    arguments: [(100, 7, 7), (7, 100, 7), (10, 10, 10), (10, 0, nil), (1, .max, 1)] as [(Int, Int, Int?)])
  func limitAndPageSize(pageSize: Int, limit: Int, asked: Int?) async throws {
    let source = NumberSource(count: 50) { _, position in .shorter(min(3, 50 - position)) }
    for try await _ in source.rows(of: statement, pageSize: PageSize(pageSize)).limit(limit) {}
    #expect(Set(source.requests.map(\.size)) == (asked.map { [$0] } ?? []))
  }

  @Test("B12: a limited scan that resumes in mid-page asks for the rows to skip, too")
  func limitAfterCursor() async throws {
    let source = NumberSource(count: 50)
    let cursor = Cursor(state: NumberSource.state(10), rowsConsumed: 4)
    var seen: [Int] = []
    for try await row in source.rows(of: statement, pageSize: 30, from: cursor).limit(5) { seen.append(row) }
    #expect(seen == Array(14..<19))
    #expect(source.requests.map(\.size) == [9])
  }

  @Test("B12: the cursor of a limited scan goes on behind its last row", arguments: [1, 9, 10, 11, 19, 20])
  func limitAndCursor(rows: Int) async throws {
    let source = NumberSource(count: 25)
    var iterator = source.rows(of: statement).limit(rows).makeAsyncIterator()
    while try await iterator.next() != nil {}
    #expect(iterator.summary.rows == rows)
    #expect(!iterator.summary.isComplete)
    let cursor = try #require(iterator.cursor)
    #expect(try await source.rows(of: statement, from: cursor).collect(max: 100) == Array(rows..<25))
  }

  @Test("B12: a limit that is just the whole result leaves no cursor")
  func limitIsAll() async throws {
    var iterator = NumberSource(count: 25).rows(of: statement).limit(25).makeAsyncIterator()
    while try await iterator.next() != nil {}
    #expect(iterator.cursor == nil)
    #expect(iterator.summary.isComplete)
  }

  @Test("B12: an error under a limit is no end, and the same iterator goes on to the same number of rows")
  func limitAndErrors() async throws {
    let source = NumberSource(count: 50) { request, _ in request == 1 ? .failure(NumberSource.Broken()) : .page }
    var iterator = source.rows(of: statement).limit(15).makeAsyncIterator()
    var seen: [Int] = []
    while seen.count < 10, let row = try await iterator.next() { seen.append(row) }
    await #expect(throws: PagingError.self) { _ = try await iterator.next() }
    while let row = try await iterator.next() { seen.append(row) }
    #expect(seen == Array(0..<15))
  }
}

@Suite struct IntrospectionTests {
  let statement: Statement = "SELECT n FROM numbers"

  @Test("B8: rows at hand and whether all have come, at every step")
  func counts() async throws {
    let source = NumberSource(count: 25)
    var iterator = source.rows(of: statement).makeAsyncIterator()
    #expect(iterator.bufferedCount == 0)
    #expect(!iterator.isFullyFetched)
    for row in 0..<25 {
      #expect(try await iterator.next() == row)
      #expect(iterator.bufferedCount == min(row / 10 * 10 + 10, 25) - row - 1)
      #expect(iterator.isFullyFetched == (row >= 20))
    }
    #expect(try await iterator.next() == nil)
    #expect(iterator.bufferedCount == 0)
    #expect(iterator.isFullyFetched)
  }

  @Test("B8: a page asked for early is used when its rows are wanted, and is not asked for twice")
  func fetchMore() async throws {
    let source = NumberSource(count: 25)
    var iterator = source.rows(of: statement).makeAsyncIterator()
    for _ in 0..<3 { _ = try await iterator.next() }
    let cursor = iterator.cursor
    for _ in 0..<2 { try await iterator.fetchMore() }
    #expect(source.requests.count == 2, "one page at a time")
    #expect(iterator.bufferedCount == 17)
    #expect(iterator.cursor == cursor, "the position is that of the rows read")
    #expect(iterator.summary.pages == 1)
    var seen: [Int] = []
    while let row = try await iterator.next() { seen.append(row) }
    #expect(seen == Array(3..<25))
    #expect(source.requests.map(\.position) == [0, 10, 20])
  }

  @Test("B8: asking early for the last page shows that all has come, and asking behind it does nothing")
  func fetchMoreAtTheEnd() async throws {
    let source = NumberSource(count: 15)
    var iterator = source.rows(of: statement).makeAsyncIterator()
    try await iterator.fetchMore()
    #expect(iterator.bufferedCount == 10)
    #expect(!iterator.isFullyFetched)
    _ = try await iterator.next()
    try await iterator.fetchMore()
    #expect(iterator.bufferedCount == 14)
    #expect(iterator.isFullyFetched)
    #expect(!iterator.summary.isComplete)
    while try await iterator.next() != nil {}
    try await iterator.fetchMore()
    #expect(source.requests.count == 2)
  }

  @Test("B8: an error of a page asked for early has the place of the rows read, and loses none")
  func fetchMoreFails() async throws {
    let source = NumberSource(count: 25) { request, _ in request == 1 ? .failure(NumberSource.Broken()) : .page }
    var iterator = source.rows(of: statement).makeAsyncIterator()
    for _ in 0..<3 { _ = try await iterator.next() }
    let error = await #expect(throws: PagingError.self) { try await iterator.fetchMore() }
    #expect(error?.cursor == Cursor(state: nil, rowsConsumed: 3))
    #expect(error?.rowsDelivered == 3)
    var seen: [Int] = []
    while let row = try await iterator.next() { seen.append(row) }
    #expect(seen == Array(3..<25))
    #expect(source.requests.map(\.position) == [0, 10, 10, 20])
  }

  @Test("B8, B9: pages that were fetched ahead count as rows at hand, and their end as the end")
  func prefetched() async throws {
    let source = LoopSource(NumberSource(count: 35), isManual: false)
    var iterator = source.rows(of: statement).prefetching(.ahead(pages: 2)).makeAsyncIterator()
    for _ in 0..<3 { _ = try await iterator.next() }
    #expect(iterator.bufferedCount == 7, "nothing is fetched ahead of the second page")
    for _ in 3..<11 { _ = try await iterator.next() }
    #expect(iterator.bufferedCount == 9 + 15)
    #expect(iterator.isFullyFetched)
    try await iterator.fetchMore()
    #expect(iterator.bufferedCount == 24, "a page fetched ahead is taken, and not asked for again")
    var seen: [Int] = []
    while let row = try await iterator.next() { seen.append(row) }
    #expect(seen == Array(11..<35))
    #expect(source.beginCount == 2)
  }
}

@Suite struct ProgressTests {
  let statement: Statement = "SELECT n FROM numbers"

  @Test("B17: each page is reported with its rows, its bytes and all before it")
  func events() async throws {
    let events = Lock<[ScanProgress]>([])
    let source = NumberSource(count: 25) { _, position in position == 10 ? .empty(next: 12) : .page }
    var iterator = source.rows(of: statement).onProgress { event in events.withLock { $0.append(event) } }
      .makeAsyncIterator()
    #expect(events.withLock { $0.isEmpty })
    while try await iterator.next() != nil {}
    let seen = events.withLock { $0 }
    #expect(seen.map(\.rows) == [10, 0, 10, 3])
    #expect(seen.map(\.info.byteCount) == [80, 0, 80, 24])
    #expect(seen.map(\.isLast) == [false, false, false, true])
    #expect(seen.map(\.total.pages) == [1, 2, 3, 4])
    #expect(seen.map(\.total.rows) == [10, 10, 20, 23])
    #expect(seen.last?.total == iterator.summary)
  }
}
