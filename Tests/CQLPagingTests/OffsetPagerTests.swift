import CQLPaging
import Testing

@testable import CQLPagingTesting

@Suite struct OffsetPagerTests {
  /// One of the published scenarios.
  struct Scenario: Sendable, CustomTestStringConvertible {
    var input: String
    var page: Int
    var size: Int
    var number: Int
    var content: String
    var isLast: Bool
    var sentence: String

    init(_ input: String, _ page: Int, _ size: Int, gives number: Int, _ content: String, _ isLast: Bool, _ why: String)
    {
      (self.input, self.page, self.size) = (input, page, size)
      (self.number, self.content, self.isLast, sentence) = (number, content, isLast, why)
    }

    var testDescription: String { "\(sentence): page \(page) by \(size) of \"\(input)\"" }
    var pager: OffsetPager { OffsetPager(rowsPerPage: size, guard: .maximumPage(20)) }
    var expected: OffsetPage<Character> { OffsetPage(number: number, elements: Array(content), isLast: isLast) }
  }

  static let scenarios = [
    Scenario("abcdef", 1, 3, gives: 1, "abc", false, "a first page with more behind it"),
    Scenario("abcdef", 2, 3, gives: 2, "def", true, "a full last page"),
    Scenario("abcdef", 2, 4, gives: 2, "ef", true, "a last page that is not full"),
    Scenario("abcdef", 2, 5, gives: 2, "f", true, "a last page of one"),
    Scenario("abc", 1, 3, gives: 1, "abc", true, "one full page is all"),
    Scenario("ab", 1, 3, gives: 1, "ab", true, "less than a page is all"),
    Scenario("a", 1, 3, gives: 1, "a", true, "one row is all"),
    Scenario("", 1, 3, gives: 1, "", true, "nothing is page 1, and the last"),
    Scenario("abcdef", 3, 3, gives: 2, "def", true, "behind a full last page"),
    Scenario("abcde", 3, 3, gives: 2, "de", true, "behind a last page that is not full"),
  ]
  static let fetchSizes = [1, 2, 3, 100]
  static let statement: Statement = "SELECT letter FROM letters"

  /// The rows in pages of `size`, with empty pages around them.
  static func pages(_ rows: String, by size: Int, emptyPages: Int) -> ScriptedPages<Character> {
    let rows = Array(rows)
    let filled = stride(from: 0, to: rows.count, by: size).map { Array(rows[$0..<min($0 + size, rows.count)]) }
    let none = [[Character]](repeating: [], count: emptyPages)
    return ScriptedPages(filled.reduce(none) { $0 + [$1] + none })
  }

  @Test("D1: the published scenarios, on a sequence at hand", arguments: scenarios)
  func sequences(_ scenario: Scenario) throws {
    #expect(try scenario.pager.page(scenario.page, of: scenario.input) == scenario.expected)
  }

  @Test("D2, D3: … on rows, whatever pages they travel in", arguments: scenarios, fetchSizes)
  func rows(_ scenario: Scenario, size: Int) async throws {
    for emptyPages in 0...3 {
      let source = Self.pages(scenario.input, by: size, emptyPages: emptyPages)
      let page = try await scenario.pager.page(scenario.page, of: source.rows(of: Self.statement))
      #expect(page == scenario.expected, "\(emptyPages) empty pages before, between and after")
    }
  }

  @Test("D2, D3: … and asked of the source itself", arguments: scenarios, fetchSizes)
  func sources(_ scenario: Scenario, size: Int) async throws {
    for emptyPages in 0...3 {
      let source = Self.pages(scenario.input, by: size, emptyPages: emptyPages)
      let page = try await source.offsetPage(scenario.page, of: Self.statement, pager: scenario.pager)
      #expect(page == scenario.expected, "\(emptyPages) empty pages before, between and after")
    }
  }

  @Test("D2: … and of a coordinator, which cuts the pages itself", arguments: scenarios, fetchSizes)
  func coordinator(_ scenario: Scenario, size: Int) async throws {
    let source = FakeCoordinator(tables: [.numbered(rows: scenario.input.count)], faults: [Fault(.emptyPage, on: 2)])
    let page = try await source.offsetPage(
      scenario.page, of: "SELECT number FROM test.numbers", pager: scenario.pager, pageSize: PageSize(size))
    let letters = Array(scenario.input)
    #expect(page.number == scenario.number)
    #expect(page.isLast == scenario.isLast)
    #expect(try page.elements.map { letters[try $0.decode(Int.self, at: 0)] } == scenario.expected.elements)
  }

  @Test("D1: a page describes itself by its number and size, and shows none of its elements")
  func description() {
    #expect("\(OffsetPage(number: 2, elements: ["secret"], isLast: false))" == "page 2 of 1 elements")
    #expect("\(OffsetPage(number: 3, elements: [1, 2], isLast: true))" == "page 3 of 2 elements, the last")
  }

  @Test("D1: no more rows are read than the page and one behind it")
  func readsNoFurther() async throws {
    var read = 0
    let rows = sequence(first: 1) { $0 + 1 }.lazy.map { number -> Int in
      read += 1
      return number
    }
    let page = try OffsetPager(rowsPerPage: 10, guard: .maximumPage(3)).page(3, of: rows)
    #expect(page.elements == Array(21...30))
    #expect(read == 31)
  }

  @Test("D1: rows that are skipped are not held: two pages at most", arguments: [150, 50, 1])
  func holdsTwoPages(page: Int) async throws {
    let pager = OffsetPager(rowsPerPage: 10, guard: .maximumPage(200))
    let walked = CountedRows(count: 1000)
    let number = try await walked.offsetPage(page, of: Self.statement, pager: pager).number
    #expect(number == min(page, 100))
    #expect(walked.most <= 20)
    let read = CountedRows(count: 1000)
    #expect(try await pager.page(page, of: read.rows(of: Self.statement)).number == number)
    #expect(read.most <= 20)
  }

  /// A call that is refused.
  struct Refusal: Sendable, CustomTestStringConvertible {
    var page: Int
    var size: Int
    var limit: OffsetPager.Guard
    var code: CQLError.Code
    var testDescription: String

    init(_ page: Int, _ size: Int, _ limit: OffsetPager.Guard, _ code: CQLError.Code, _ why: String) {
      (self.page, self.size, self.limit, self.code, testDescription) = (page, size, limit, code, why)
    }
  }

  static let refusals = [
    Refusal(0, 10, .maximumPage(5), .invalidPageNumber, "pages are counted from 1"),
    Refusal(-1, 10, .maximumPage(5), .invalidPageNumber, "a page before the first"),
    Refusal(.min, 10, .rowBudget(100), .invalidPageNumber, "the least number there is"),
    Refusal(1, 0, .maximumPage(5), .invalidPageSize, "pages without rows"),
    Refusal(1, -1, .maximumPage(5), .invalidPageSize, "pages of fewer rows than none"),
    Refusal(1, .max, .rowBudget(.max), .invalidPageSize, "pages larger than any server sends"),
    Refusal(6, 10, .maximumPage(5), .limitExceeded, "one page too far"),
    Refusal(11, 10, .rowBudget(100), .limitExceeded, "one page above the budget"),
    Refusal(10, 10, .rowBudget(99), .limitExceeded, "the last row of the page is above the budget"),
    Refusal(.max, 10, .maximumPage(.max), .limitExceeded, "a page whose rows cannot be counted"),
    Refusal(.max, 10, .rowBudget(.max), .limitExceeded, "rows that cannot be counted"),
    Refusal(1, 10, .maximumPage(0), .limitExceeded, "a guard that lets nothing pass"),
    Refusal(1, 10, .rowBudget(0), .limitExceeded, "a budget of nothing"),
  ]

  @Test("D4: refused before anything is asked", arguments: refusals)
  func refused(_ refusal: Refusal) async throws {
    let source = NumberSource(count: 1000)
    let pager = OffsetPager(rowsPerPage: refusal.size, guard: refusal.limit)
    let errors = await [
      #expect(throws: CQLError.self) { try pager.page(refusal.page, of: 0..<1000) },
      #expect(throws: CQLError.self) { try await pager.page(refusal.page, of: source.rows(of: Self.statement)) },
      #expect(throws: CQLError.self) {
        try await source.offsetPage(refusal.page, of: Self.statement, pager: pager)
      },
    ]
    #expect(errors.map { $0?.code } == [refusal.code, refusal.code, refusal.code])
    #expect(source.requests.isEmpty)
  }

  @Test("D4: the last page and the last row that a guard allows are given")
  func allowed() throws {
    #expect(try OffsetPager(rowsPerPage: 10, guard: .maximumPage(5)).page(5, of: 0..<50).elements.last == 49)
    #expect(try OffsetPager(rowsPerPage: 10, guard: .rowBudget(100)).page(10, of: 0..<200).elements.last == 99)
  }

  @Test("D1–D3: any rows in any pages give what cutting the rows gives")
  func anyPages() async throws {
    for seed: UInt64 in 0..<200 { try await anyPages(seed: seed) }
  }

  private func anyPages(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    var next = 0
    let source = ScriptedPages(
      (0..<random.below(12) + 1).map { _ -> [Int] in
        let start = next
        next += random.pick([0, 0, 1, 2, 3, 7])
        return Array(start..<next)
      })
    var bookmarks = try OffsetBookmarks(of: Self.statement, everyPages: 1 + random.below(4))
    for _ in 0..<12 {
      let size = 1 + random.below(6)
      let number = 1 + random.below(12)
      let pager = OffsetPager(rowsPerPage: size, guard: .maximumPage(20))
      let last = max((next + size - 1) / size, 1)
      let real = min(number, last)
      let expected = OffsetPage(
        number: real, elements: Array(min((real - 1) * size, next)..<min(real * size, next)), isLast: real == last)
      let seeded = "seed \(seed): page \(number) by \(size) of \(source.pages.map(\.count))"
      #expect(try await pager.page(number, of: source.rows(of: Self.statement)) == expected, "\(seeded)")
      #expect(try await source.offsetPage(number, of: Self.statement, pager: pager) == expected, "\(seeded)")
      let jumped = try await source.offsetPage(number, of: Self.statement, pager: pager, bookmarks: &bookmarks)
      #expect(jumped == expected, "\(seeded), from a bookmark")
    }
  }
}
