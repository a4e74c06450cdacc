import Testing

@testable import CQLPaging

/// Pages fetched ahead from a source that has them at once, as one in memory does.
@Suite struct PrefetchPitfallTests {
  let statement: Statement = "SELECT n FROM numbers"

  @Test("B4, B9: 20,000 pages that come at once, all of them fetched ahead, take no stack", arguments: [false, true])
  func noRecursion(areEmpty: Bool) async throws {
    let numbers = NumberSource(count: 20_010) { _, position in
      !areEmpty || position < 5 || position >= 20_005 ? .page : .empty(next: position + 1)
    }
    let source = LoopSource(numbers, isManual: false)
    var rows = source.rows(of: statement, pageSize: 1).prefetching(.ahead(pages: .max)).makeAsyncIterator()
    var count = 0
    while try await rows.next() != nil { count += 1 }
    #expect(count == (areEmpty ? 10 : 20_010))
    #expect(rows.summary.pages == 20_010)
    #expect(numbers.requests.count == 20_010)
  }

  @Test("copies of an iterator that wait for the same page: neither waits for ever", .timeLimit(.minutes(1)))
  func copies() async throws {
    let source = LoopSource(NumberSource(count: 100))
    let ahead = ReadAhead(source: source, policy: .ahead(pages: 1))
    let request = PageRequest(statement, pageSize: 10, state: NumberSource.state(10))
    ahead.follow(request)
    let first = Task { await ahead.page(at: request)?.rows }
    // What follows is asked for when somebody waits for this page.
    source.announce(next: 20)
    while source.beginCount == 1 { await Task.yield() }
    let second = Task { await ahead.page(at: request)?.rows }
    #expect(await first.value == nil, "it asks for the page itself")
    source.arrive()
    #expect(await second.value == 10..<20)

    let third = Task { await ahead.page(at: PageRequest(statement, state: NumberSource.state(20)))?.rows }
    source.announce(next: 30)
    while source.beginCount == 2 { await Task.yield() }
    ahead.follow(request)
    #expect(await third.value == nil, "another copy has gone elsewhere")
  }
}
