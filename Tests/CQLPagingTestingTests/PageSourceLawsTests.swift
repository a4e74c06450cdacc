import CQLPaging
import CQLPagingTesting
import Foundation
import Testing

@Suite struct PageSourceLawsTests {
  typealias Law = PageSourceViolation.Law

  static let statement: Statement = "SELECT number FROM test.numbers"

  private func laws<Source: PageSource>(
    _ source: Source
  ) -> PageSourceLaws<Source, Int> where Source.Rows.Element == CQLRow {
    PageSourceLaws(source, statement: Self.statement) { try $0.decode(Int.self, at: 0) }
  }

  @Test(
    "G3: the fake keeps the laws, whatever lengths its pages have",
    arguments: [
      [], [Fault(.emptyPage, on: .every(2))], [Fault(.rows(1), on: .all)], [Fault(.rows(7), on: .every(3))],
      [Fault(.emptyPage, on: 1), Fault(.rowsAtMost(2), on: .all)],
    ] as [[Fault]])
  func fake(_ faults: [Fault]) async throws {
    let source = FakeCoordinator(tables: [.numbered(rows: 25)], faults: faults)
    var laws = laws(source)
    laws.failNextRequest = {
      source.replaceFaults(
        faults + [Fault(.error(ServerError(code: .overloaded, message: "busy")), on: .all, times: 1)])
    }
    try await laws.check(expecting: Array(0..<25))
  }

  @Test("G3: rows of any CQL type can be compared without a closure")
  func wholeRows() async throws {
    let laws = PageSourceLaws(
      FakeCoordinator(tables: SampleKeyspace(rows: 20).tables), statement: "SELECT id, name FROM sample.users")
    try await laws.check()
  }

  @Test("G3: a source that has nothing to do with CQL can be held against the laws", arguments: [0, 1, 3, 250])
  func anySource(_ count: Int) async throws {
    let laws = PageSourceLaws(Numbers(count: count), statement: "") { $0 }
    try await laws.check(expecting: Array(0..<count))
  }

  // MARK: Sources that break a law

  /// Which laws a source breaks.
  private func broken(
    _ change: @escaping Changed.Change, failure: (@Sendable (Changed) -> Void)? = nil
  ) async -> Set<Law> {
    let source = Changed(FakeCoordinator(tables: [.numbered(rows: 25)]), change)
    var laws = laws(source)
    laws.maximumPages = 100
    if let failure { laws.failNextRequest = { failure(source) } }
    return Set(await laws.violations(expecting: Array(0..<25)).map(\.law))
  }

  @Test("G3: the unchanged source breaks none, so that the tests below show the change")
  func unchanged() async {
    #expect(await broken { request, source, _ in try await source.fetchPage(request) }.isEmpty)
  }

  @Test("G3: a source that takes a short page for the last one is found out")
  func shortPageEnds() async {
    let found = await broken { request, source, memory in
      let page = try await source.fetchPage(request)
      // The last page of a result that the page size divides is empty: a source that guesses never asks for it.
      let isFirst = memory.withLock { $0.requests == 1 }
      return isFirst ? Page(rows: page.rows, nextState: nil) : page
    }
    #expect(found.isSuperset(of: [.sameRowsForEverySize]))
  }

  @Test("G3: a source that takes an empty page for the last one is found out")
  func emptyPageEnds() async {
    let source = Changed(FakeCoordinator(tables: [.numbered(rows: 25)], faults: [Fault(.emptyPage, on: 3)])) {
      request, source, _ in
      let page = try await source.fetchPage(request)
      return page.rows.isEmpty ? Page(rows: page.rows, nextState: nil) : page
    }
    let found = Set(await laws(source).violations(expecting: Array(0..<25)).map(\.law))
    #expect(found == [.sameRowsForEverySize])
  }

  @Test("G3: a source that remembers its own position is found out")
  func remembersPosition() async {
    let found = await broken { request, source, memory in
      var request = request
      // The state of the request is not looked at, but for whether there is one.
      request.state = request.state == nil ? nil : memory.withLock { $0.state }
      let page = try await source.fetchPage(request)
      memory.withLock { $0.state = page.nextState }
      return page
    }
    #expect(found.contains(.requestsCanBeRepeated))
  }

  @Test("G3: a source that gives a row twice where pages meet is found out")
  func overlappingPages() async {
    let found = await broken { request, source, memory in
      let page = try await source.fetchPage(request)
      return Page(
        rows: page.rows, nextState: page.nextState == nil || page.rows.count < 3 ? page.nextState : request.state)
    }
    #expect(!found.isEmpty)
  }

  @Test("G3: a source that stands still is found out")
  func standsStill() async {
    let source = FakeCoordinator(tables: [.numbered(rows: 25)], faults: [Fault(.stuckState, on: 2)])
    let found = Set(await laws(source).violations(expecting: Array(0..<25)).map(\.law))
    #expect(found == [.nilAloneIsTheEnd])
  }

  @Test("G3: a source whose last page changes its mind is found out")
  func fickleEnd() async {
    let found = await broken { request, source, memory in
      let page = try await source.fetchPage(request)
      guard page.nextState == nil else { return page }
      let ends = memory.withLock { memory in
        memory.ends += 1
        return memory.ends
      }
      return ends.isMultiple(of: 2) ? Page(rows: page.rows, nextState: PagingState(bytes: [1])) : page
    }
    #expect(found.contains(.nilAloneIsTheEnd))
  }

  @Test("G3: a source that takes a failure for the end is found out")
  func swallowsFailures() async {
    let found = await broken(
      { request, source, memory in
        let fails = memory.withLock { memory in
          defer { memory.failsNext = false }
          return memory.failsNext
        }
        let page = try await source.fetchPage(request)
        return fails ? Page(rows: page.rows, nextState: nil) : page
      }, failure: { source in source.memory.withLock { $0.failsNext = true } })
    #expect(found == [.failuresAreThrown])
  }

  @Test("G3: a source that stays broken behind a failure is found out")
  func staysBroken() async {
    let found = await broken(
      { request, source, memory in
        if memory.withLock({ $0.failsNext }) { throw CQLError(.connectionClosed, "closed for good") }
        return try await source.fetchPage(request)
      }, failure: { source in source.memory.withLock { $0.failsNext = true } })
    #expect(found == [.failuresAreThrown])
  }

  @Test("G3: a source that ends without a word in a cancelled task is found out")
  func ignoresCancellation() async {
    let found = await broken { request, source, _ in
      if Task.isCancelled {
        let page = try await withoutCancellation { try await source.fetchPage(PageRequest(Self.statement)) }
        return Page(rows: page.rows, nextState: nil)
      }
      return try await source.fetchPage(request)
    }
    #expect(found == [.cancellationThrows])
  }

  @Test("G3: a violation says which law, and what was seen")
  func descriptions() async {
    let source = FakeCoordinator(tables: [.numbered(rows: 25)], faults: [Fault(.earlyEnd, on: 2)])
    let error = await #expect(throws: PageSourceViolations.self) {
      try await laws(source).check(expecting: Array(0..<25))
    }
    #expect(
      error?.description.hasPrefix(
        "every page size gives the same rows: paging by 1 gave 2 rows where 25 were expected, the first 2 of them alike"
      ) == true)
  }
}

/// Numbers from 0, whose positions are written as text.
private struct Numbers: PageSource {
  let count: Int

  func fetchPage(_ request: PageRequest) async throws -> Page<Range<Int>> {
    try Task.checkCancellation()
    let start = request.state.flatMap { Int(String(decoding: $0.bytes, as: UTF8.self)) } ?? 0
    guard case .paged(let size?) = request.paging else { return Page(rows: start..<count, nextState: nil) }
    let end = min(start + size.rows, count)
    return Page(rows: start..<end, nextState: end < count ? PagingState(bytes: "\(end)".utf8) : nil)
  }
}

/// A source around the fake that changes its pages.
private final class Changed: PageSource {
  struct State {
    var requests = 0
    var ends = 0
    var failsNext = false
    var state: PagingState?
  }

  /// Between requests.
  final class Memory: @unchecked Sendable {
    private let lock = NSLock()
    // Only while the lock is held.
    private var state = State()

    func withLock<Result>(_ body: (inout State) -> Result) -> Result { lock.withLock { body(&state) } }
  }

  typealias Change = @Sendable (PageRequest, FakeCoordinator, Memory) async throws -> Page<CQLRows>

  let memory = Memory()
  private let source: FakeCoordinator
  private let change: Change

  init(_ source: FakeCoordinator, _ change: @escaping Change) {
    self.source = source
    self.change = change
  }

  func fetchPage(_ request: PageRequest) async throws -> Page<CQLRows> {
    memory.withLock { $0.requests += 1 }
    return try await change(request, source, memory)
  }
}

/// Runs `body` as if the task had not been cancelled.
private func withoutCancellation(
  _ body: @escaping @Sendable () async throws -> Page<CQLRows>
) async throws -> Page<CQLRows> {
  // A task of its own is the point: it does not inherit the cancellation.
  try await Task { try await body() }.value
}
