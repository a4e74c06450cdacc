import CQLPaging
import Testing

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
}
