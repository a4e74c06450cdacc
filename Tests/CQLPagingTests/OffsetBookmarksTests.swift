import CQLPaging
import Testing

@Suite struct OffsetBookmarksTests {
  let statement: Statement = "SELECT n FROM numbers"
  let pager = OffsetPager(rowsPerPage: 10, guard: .maximumPage(10_000))

  @Test("D5: page 5,000 costs 5,000 requests, and 100 from the nearest bookmark")
  func cost() async throws {
    let source = NumberSource(count: 49_995)
    var bookmarks = try OffsetBookmarks(of: statement, everyPages: 100)
    let walked = try await source.offsetPage(5000, of: statement, pager: pager, bookmarks: &bookmarks)
    #expect(walked == OffsetPage(number: 5000, elements: Array(49_990..<49_995), isLast: true))
    #expect(source.requests.count == 5000)
    #expect(bookmarks.count == 49)
    let jumped = try await source.offsetPage(5000, of: statement, pager: pager, bookmarks: &bookmarks)
    #expect(jumped == walked)
    #expect(source.requests.count == 5100)
    #expect(bookmarks.count == 49, "the same places are not remembered twice")
  }

  @Test(
    "D5: a jump costs the way from the nearest bookmark, the page, and the look at what follows",
    arguments: [(1, 2), (2, 3), (10, 11), (11, 2), (20, 11), (21, 2), (25, 6), (50, 11), (100, 10), (1000, 10)])
  func distance(page: Int, requests: Int) async throws {
    let source = NumberSource(count: 1000)
    var bookmarks = try OffsetBookmarks(of: statement, everyPages: 10)
    _ = try await source.offsetPage(100, of: statement, pager: pager, bookmarks: &bookmarks)
    let before = source.requests.count
    let result = try await source.offsetPage(page, of: statement, pager: pager, bookmarks: &bookmarks)
    #expect(result.number == min(page, 100))
    #expect(result.elements.first == (result.number - 1) * 10)
    #expect(source.requests.count - before == requests)
  }

  @Test("D5: runs of empty pages count as much as others, because they cost as much")
  func emptyPages() async throws {
    let source = ScriptedPages([[Int]](repeating: [], count: 50) + [[1, 2, 3]])
    let pager = OffsetPager(rowsPerPage: 2, guard: .maximumPage(10))
    var bookmarks = try OffsetBookmarks(of: statement, everyPages: 10)
    _ = try await source.offsetPage(2, of: statement, pager: pager, bookmarks: &bookmarks)
    #expect(source.requestCount == 51)
    let page = try await source.offsetPage(1, of: statement, pager: pager, bookmarks: &bookmarks)
    #expect(page == OffsetPage(number: 1, elements: [1, 2], isLast: false))
    #expect(source.requestCount == 52)
  }

  @Test("D5: a jump behind the end goes back where the last page begins before the bookmark")
  func behindTheEnd() async throws {
    // The result ends with page 10, full, and the bookmark behind it leads to an empty page.
    let source = ScriptedPages((0..<10).map { [2 * $0, 2 * $0 + 1] } + [[], []])
    let pager = OffsetPager(rowsPerPage: 2, guard: .maximumPage(100))
    var bookmarks = try OffsetBookmarks(of: statement, everyPages: 5)
    for _ in 0..<2 {
      let page = try await source.offsetPage(50, of: statement, pager: pager, bookmarks: &bookmarks)
      #expect(page == OffsetPage(number: 10, elements: [18, 19], isLast: true))
    }
    #expect(source.requestCount == 12 + 2 + 7)
  }

  @Test("D5: bookmarks of pages of one size are good for pages of another")
  func otherSize() async throws {
    let source = NumberSource(count: 1000)
    var bookmarks = try OffsetBookmarks(of: statement, everyPages: 10)
    _ = try await source.offsetPage(100, of: statement, pager: pager, bookmarks: &bookmarks)
    let before = source.requests.count
    let sevens = OffsetPager(rowsPerPage: 7, guard: .maximumPage(1000))
    let page = try await source.offsetPage(100, of: statement, pager: sevens, bookmarks: &bookmarks)
    #expect(page.elements == Array(693..<700))
    #expect(source.requests[before].position == 600)
  }

  @Test("D5: an error on the way leaves the bookmarks passed before it, and the next try begins there")
  func errorOnTheWay() async throws {
    let source = NumberSource(count: 1000) { request, _ in request == 55 ? .failure(NumberSource.Broken()) : .page }
    var bookmarks = try OffsetBookmarks(of: statement, everyPages: 10)
    let error = await #expect(throws: PagingError.self) {
      _ = try await source.offsetPage(100, of: statement, pager: pager, bookmarks: &bookmarks)
    }
    #expect(error?.underlying is NumberSource.Broken)
    #expect(bookmarks.count == 5)
    let page = try await source.offsetPage(100, of: statement, pager: pager, bookmarks: &bookmarks)
    #expect(page.elements == Array(990..<1000))
    #expect(source.requests[56].position == 500)
  }

  @Test("D5: bookmarks that several tasks found are put together")
  func merging() async throws {
    let source = NumberSource(count: 1000)
    var near = try OffsetBookmarks(of: statement, everyPages: 10)
    _ = try await source.offsetPage(30, of: statement, pager: pager, bookmarks: &near)
    var far = near
    _ = try await source.offsetPage(60, of: statement, pager: pager, bookmarks: &far)
    #expect((near.count, far.count) == (3, 6))
    try near.merge(far)
    #expect(near.count == 6)
  }

  @Test(
    "D5: bookmarks are refused with another statement, before anything is asked",
    arguments: [
      "SELECT n FROM others", "SELECT n FROM numbers", "SELECT n FROM numbers WHERE part = \(1)",
      "SELECT n FROM numbers WHERE part = \(nil as Int?)",
    ] as [Statement])
  func anotherStatement(_ other: Statement) async throws {
    let source = NumberSource(count: 1000)
    var bookmarks = try OffsetBookmarks(of: "SELECT n FROM numbers WHERE part = \(2)")
    var error = await #expect(throws: CQLError.self) {
      _ = try await source.offsetPage(1, of: other, pager: pager, bookmarks: &bookmarks)
    }
    #expect(error?.code == .cursorForeign)
    error = #expect(throws: CQLError.self) { try bookmarks.merge(try OffsetBookmarks(of: other)) }
    #expect(error?.code == .cursorForeign)
    #expect(source.requests.isEmpty)
  }

  @Test("C9: bookmarks show how many they are, and nothing of what is in them")
  func descriptions() async throws {
    let source = NumberSource(count: 1000)
    var bookmarks = try OffsetBookmarks(of: "SELECT secret FROM numbers", everyPages: 10)
    _ = try await source.offsetPage(20, of: "SELECT secret FROM numbers", pager: pager, bookmarks: &bookmarks)
    #expect("\(bookmarks)" == "2 bookmarks")
    #expect(bookmarks.count == 2 && bookmarks.spacing == 10)
    var dumped = ""
    dump(bookmarks, to: &dumped)
    #expect(!dumped.contains("secret") && !dumped.contains("bytes"))
  }
}
