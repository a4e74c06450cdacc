import Testing

@testable import CQLPaging

@Suite struct AdaptivePageSizeTests {
  let statement: Statement = "SELECT n FROM numbers"

  @Test("A8: aims at bytes, and is there within 5 pages", arguments: [50, 500, 5_000, 50_000])
  func convergesOnBytes(bytesPerRow: Int) async throws {
    let source = NumberSource(count: 400_000, bytesPerRow: bytesPerRow)
    var iterator = source.pages(of: statement).adaptingPageSize(.bytes(1_000_000)).makeAsyncIterator()
    var last = 0
    for _ in 0..<6 { last = try await iterator.next()?.info.byteCount ?? 0 }
    #expect((900_000...1_000_000).contains(last))
    #expect(source.requests.first?.size == 100)
  }

  @Test("A8: rows that grow in the middle make pages smaller again")
  func followsRows() {
    var sizer = PageSizer(.bytes(100_000))
    for _ in 0..<5 { sizer.received(rows: sizer.rows, bytes: sizer.rows * 50, elapsed: nil) }
    #expect(sizer.rows == 2_000)
    sizer.received(rows: 2_000, bytes: 2_000 * 5_000, elapsed: nil)
    #expect(sizer.rows == 20)
  }

  @Test("A8: every row comes once, whatever the sizes are", arguments: [1, 77, 5_000])
  func sameRows(bytesPerRow: Int) async throws {
    let source = NumberSource(count: 3_000, bytesPerRow: bytesPerRow)
    var seen: [Int] = []
    for try await row in source.rows(of: statement).adaptingPageSize(.bytes(10_000)) { seen.append(row) }
    #expect(seen == Array(0..<3_000))
  }

  @Test("A8: stays within its bounds")
  func bounds() async throws {
    let source = NumberSource(count: 1_000, bytesPerRow: 1)
    for try await _ in source.rows(of: statement).adaptingPageSize(.bytes(1_000_000, within: 7...40, from: 5)) {}
    #expect(source.requests.allSatisfy { (7...40).contains($0.size) })
    #expect(source.requests.first?.size == 7)
    #expect(source.requests.dropFirst(2).allSatisfy { $0.size == 40 })
  }

  @Test(
    "A8: a page that is too much is asked for again at the same position, smaller, and the scan stays smaller",
    arguments: [CQLError.Code.timeout, .frameTooLarge])
  func shrinks(code: CQLError.Code) async throws {
    let source = LimitedSource(NumberSource(count: 1_000, bytesPerRow: 1), most: 60, code: code)
    var iterator = source.rows(of: statement).adaptingPageSize(.bytes(1_000)).makeAsyncIterator()
    var seen: [Int] = []
    while let row = try await iterator.next() { seen.append(row) }
    #expect(seen == Array(0..<1_000))
    #expect(iterator.summary.retries == 1)
    #expect(source.base.requests.allSatisfy { $0.size <= 50 })
  }

  @Test("A8: at the smallest size the error is the caller's, with its place")
  func givesUp() async throws {
    let source = LimitedSource(NumberSource(count: 100), most: 0, code: .timeout)
    let error = await #expect(throws: PagingError.self) {
      for try await _ in source.rows(of: statement).adaptingPageSize(.bytes(1_000)) {}
    }
    #expect(error?.code == .timeout)
  }

  @Test("A8: errors that have nothing to do with the size are not asked away")
  func otherErrors() async throws {
    let source = LimitedSource(NumberSource(count: 100), most: 0, code: .server)
    var iterator = source.pages(of: statement).adaptingPageSize(.bytes(1_000)).makeAsyncIterator()
    await #expect(throws: PagingError.self) { _ = try await iterator.next() }
    #expect(iterator.summary.retries == 0)
  }

  @Test("A8: aims at a latency on the clock that it is given")
  func latency() async throws {
    let clock = ManualClock()
    let source = NumberSource(count: 100_000) { _, _ in .page }
    let slow = SlowSource(base: source, clock: clock, perRow: .microseconds(100))
    var iterator = slow.pages(of: statement).adaptingPageSize(.latency(.milliseconds(50), clock: clock))
      .makeAsyncIterator()
    for _ in 0..<4 { _ = try await iterator.next() }
    #expect(source.requests.map(\.size) == [100, 500, 500, 500])
  }

  @Test("A8, B9: pages that are fetched ahead follow their rows, too")
  func prefetched() async throws {
    let source = LoopSource(NumberSource(count: 5_000, bytesPerRow: 100), isManual: false)
    let rows = source.rows(of: statement).adaptingPageSize(.bytes(50_000, from: 100)).prefetching(.ahead())
    var seen: [Int] = []
    for try await row in rows { seen.append(row) }
    #expect(seen == Array(0..<5_000))
    #expect(source.base.requests.last?.size == 500)
  }

  @Test("C7: a size that grows stays below the statement's LIMIT, which a server would take for a new beginning")
  func staysBelowLimit() {
    var sizer = PageSizer(.bytes(1_000_000), limit: 150)
    for _ in 0..<5 { sizer.received(rows: sizer.rows, bytes: sizer.rows, elapsed: nil) }
    #expect(sizer.rows == 149)
  }
}

/// A source for which pages above a size are too much.
private struct LimitedSource: PageSource {
  let base: NumberSource
  let most: Int
  let code: CQLError.Code

  init(_ base: NumberSource, most: Int, code: CQLError.Code) {
    self.base = base
    self.most = most
    self.code = code
  }

  func fetchPage(_ request: PageRequest) async throws -> Page<Range<Int>> {
    guard try request.checkedPageSize(default: 1) ?? 0 <= most else { throw CQLError(code, "too much") }
    return try await base.fetchPage(request)
  }
}

/// A source that takes time by its rows, on a clock that nobody waits for.
private struct SlowSource: PageSource {
  let base: NumberSource
  let clock: ManualClock
  let perRow: Duration

  func fetchPage(_ request: PageRequest) async throws -> Page<Range<Int>> {
    let page = try await base.fetchPage(request)
    clock.advance(by: perRow * page.rows.count)
    return page
  }
}
