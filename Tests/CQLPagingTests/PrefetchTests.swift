import CQLPaging
import Testing

@Suite struct PrefetchTests {
  let statement: Statement = "SELECT n FROM numbers"

  @Test("B9: whatever is fetched ahead, the rows are the same", arguments: [0, 1, 2, 5], [1, 3, 10, 100])
  func sameRows(pages: Int, size: Int) async throws {
    let source = LoopSource(NumberSource(count: 95), isManual: false)
    let policy = pages == 0 ? Prefetch.none : .ahead(pages: pages)
    var seen: [Int] = []
    for try await row in source.rows(of: statement, pageSize: PageSize(size)).prefetching(policy) { seen.append(row) }
    #expect(seen == Array(0..<95))
    #expect(source.base.requests.count == (95 + size - 1) / size, "each page is asked for once")
  }

  @Test("B9: nothing is asked for ahead of page two, so the first rows cost one request")
  func firstPageIsLazy() async throws {
    let source = LoopSource(NumberSource(count: 100))
    var iterator = source.rows(of: statement, pageSize: 10).prefetching(.ahead()).makeAsyncIterator()
    for _ in 0..<10 { _ = try await iterator.next() }
    #expect(source.base.requests.count == 1)
    #expect(source.beginCount == 0)
    _ = try await iterator.next()
    #expect(source.base.requests.count == 2)
    #expect(source.beginCount == 1, "page three is on its way while page two is read")
  }

  @Test("B9: one request at a time, and no more pages wait than were allowed", arguments: [1, 2, 4])
  func bounded(pages: Int) async throws {
    let source = LoopSource(NumberSource(count: 1000))
    var iterator = source.rows(of: statement, pageSize: 10).prefetching(.ahead(pages: pages)).makeAsyncIterator()
    for _ in 0..<11 { _ = try await iterator.next() }
    var arrived = 0
    while source.underWay > 0 {
      #expect(source.underWay == 1)
      source.arrive()
      arrived += 1
      #expect(arrived <= pages)
    }
    #expect(arrived == pages, "a consumer that stops gets as many pages as were allowed, and no more")
    for expected in 11..<(20 + 10 * pages) { #expect(try await iterator.next() == expected) }
  }

  @Test("B9: pages that wait are bounded by their bytes, too")
  func boundedByBytes() async throws {
    let source = LoopSource(NumberSource(count: 1000), isManual: false)
    let rows = source.rows(of: statement, pageSize: 10).prefetching(.ahead(pages: 50, bytes: 161))
    var iterator = rows.makeAsyncIterator()
    for _ in 0..<11 { _ = try await iterator.next() }
    // Pages of 80 bytes: two are below the bound, with the third it is reached.
    #expect(source.beginCount == 3)
  }

  @Test("B9: below the low-water mark pages are asked for until the bound is reached again")
  func lowWaterMark() async throws {
    let source = LoopSource(NumberSource(count: 1000), isManual: false)
    let rows = source.rows(of: statement, pageSize: 1).prefetching(.ahead(pages: 4, lowWaterMark: 1))
    var iterator = rows.makeAsyncIterator()
    var begun: [Int] = []
    for _ in 0..<12 {
      _ = try await iterator.next()
      begun.append(source.beginCount)
    }
    // Row 2 comes with the first fetch by hand; then four pages, and four more whenever one is left.
    #expect(begun == [0, 4, 4, 4, 7, 7, 7, 10, 10, 10, 13, 13])
  }

  @Test("B9: a page on its way is waited for, not asked for again")
  func waits() async throws {
    let source = LoopSource(NumberSource(count: 30))
    let rows = source.rows(of: statement, pageSize: 10).prefetching(.ahead())
    try await withThrowingTaskGroup(of: [Int].self) { group in
      group.addTask {
        var seen: [Int] = []
        for try await row in rows { seen.append(row) }
        return seen
      }
      while source.underWay == 0 { await Task.yield() }
      source.arrive()
      let seen = try await group.next()
      #expect(seen == Array(0..<30))
    }
    #expect(source.base.requests.map(\.position) == [0, 10, 20])
  }

  @Test("B5, B9: what fails ahead is asked for again when the consumer gets there; no row is lost or comes twice")
  func failureAhead() async throws {
    let source = LoopSource(NumberSource(count: 40))
    var iterator = source.rows(of: statement, pageSize: 10).prefetching(.ahead()).makeAsyncIterator()
    var seen: [Int] = []
    for _ in 0..<11 { seen.append(try #require(try await iterator.next())) }
    source.fail(NumberSource.Broken())
    while seen.count < 30, let row = try await iterator.next() { seen.append(row) }
    #expect(source.underWay == 1, "after a page by hand, the next is ahead again")
    source.arrive()
    while let row = try await iterator.next() { seen.append(row) }
    #expect(seen == Array(0..<40))
  }

  @Test("B5, B9: an error of the consumer's own request surfaces with its place, and the iteration goes on")
  func failureOfBoth() async throws {
    let numbers = NumberSource(count: 40) { request, _ in request == 2 ? .failure(NumberSource.Broken()) : .page }
    let source = LoopSource(numbers)
    var iterator = source.rows(of: statement, pageSize: 10).prefetching(.ahead()).makeAsyncIterator()
    for _ in 0..<20 { if source.underWay > 0 { source.fail(NumberSource.Broken()) }; _ = try await iterator.next() }
    let error = await #expect(throws: PagingError.self) { _ = try await iterator.next() }
    #expect(error?.rowsDelivered == 20)
    #expect(error?.cursor == Cursor(state: NumberSource.state(20)))
    var rest: [Int] = []
    while let row = try await iterator.next() {
      rest.append(row)
      if source.underWay > 0 { source.arrive() }
    }
    #expect(rest == Array(20..<40))
  }

  @Test("B10: a cursor belongs to the row that was read, however far ahead pages were fetched", arguments: [1, 3])
  func cursor(pages: Int) async throws {
    let source = LoopSource(NumberSource(count: 50), isManual: false)
    var iterator = source.rows(of: statement, pageSize: 7).prefetching(.ahead(pages: pages)).makeAsyncIterator()
    for read in 1..<50 {
      _ = try await iterator.next()
      var rest: [Int] = []
      for try await row in source.base.rows(of: statement, pageSize: 7, from: iterator.cursor) { rest.append(row) }
      #expect(rest == Array(read..<50))
    }
  }

  @Test("B11, B9: leaving the loop gives up the page on its way, and asks for no other")
  func leaving() async throws {
    let source = LoopSource(NumberSource(count: 100))
    for try await row in source.rows(of: statement, pageSize: 10).prefetching(.ahead()) where row == 12 { break }
    #expect(source.beginCount == 1)
    #expect(source.cancelCount == 1)
    source.arrive()
    #expect(source.underWay == 0, "the page that came too late asked for no other")
  }

  @Test("B11, B9: cancelling while a page ahead is waited for throws CancellationError")
  func cancelling() async throws {
    let source = LoopSource(NumberSource(count: 100))
    let rows = source.rows(of: statement, pageSize: 10).prefetching(.ahead())
    let outcome = await withTaskGroup(of: (any Error)?.self) { group in
      group.addTask {
        do {
          for try await _ in rows {}
          return nil
        } catch {
          return error
        }
      }
      while source.underWay == 0 { await Task.yield() }
      group.cancelAll()
      return await group.next() ?? nil
    }
    #expect(outcome is CancellationError)
  }

  @Test("B7, B9: a server that gives the same position for ever is found also when pages are fetched ahead")
  func stalled() async throws {
    let numbers = NumberSource(count: 100) { _, position in position == 30 ? .stuck : .page }
    let source = LoopSource(numbers, isManual: false)
    var rows = 0
    let error = await #expect(throws: PagingError.self) {
      for try await _ in source.rows(of: statement, pageSize: 10).prefetching(.ahead(pages: 3)) { rows += 1 }
    }
    #expect(error?.code == .stalledPaging)
    #expect(rows == 30)
  }
}
