@testable import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

/// How many pages a scan holds when its consumer takes its time.
@Suite(.timeLimit(.minutes(2))) struct PagingMemoryTests {
  private static let pages = 30
  private static let rowsInPage = 5

  private static func withPages(_ body: (WatchedSource) async throws -> Void) async throws {
    let coordinator = FakeCoordinator(tables: [.numbered(rows: pages * rowsInPage)])
    try await Scripted.withSession(coordinator) { session, _ async throws in try await body(WatchedSource(session)) }
  }

  @Test(
    "B9: a slow reader of rows has its own page and those fetched ahead in memory, and no other", arguments: [0, 1, 4])
  func rows(prefetch: Int) async throws {
    try await Self.withPages { source async throws in
      var rows = source.rows(of: Scripted.select, pageSize: PageSize(Self.rowsInPage))
        .prefetching(prefetch == 0 ? .none : .ahead(pages: prefetch)).makeAsyncIterator()
      for read in 1...(Self.pages * Self.rowsInPage) {
        #expect(try await rows.next() != nil)
        await source.settle()
        let page = (read + Self.rowsInPage - 1) / Self.rowsInPage
        // Nothing is fetched ahead of page two; behind the last one there is an empty page.
        let ahead = page == 1 ? 0 : min(prefetch, Self.pages + 1 - page)
        #expect(source.live == 1 + ahead, "row \(read), page \(page)")
      }
      #expect(try await rows.next() == nil)
      #expect(source.most == prefetch + 1)
      #expect(source.live == 0, "the end holds no page")
    }
  }

  @Test("B9: a slow reader of pages that keeps none has those fetched ahead in memory", arguments: [0, 1, 4])
  func pages(prefetch: Int) async throws {
    try await Self.withPages { source async throws in
      var pages = source.pages(of: Scripted.select, pageSize: PageSize(Self.rowsInPage))
        .prefetching(prefetch == 0 ? .none : .ahead(pages: prefetch)).makeAsyncIterator()
      for page in 1...(Self.pages + 1) {
        #expect(try await pages.next() != nil)
        await source.settle()
        #expect(source.live == (page == 1 ? 0 : min(prefetch, Self.pages + 1 - page)), "page \(page)")
      }
      #expect(try await pages.next() == nil)
      #expect(source.most <= prefetch + 1)
    }
  }

  @Test("B9, B11: a loop that is left holds no page", arguments: [0, 1, 4])
  func leaving(prefetch: Int) async throws {
    try await Self.withPages { source async throws in
      let rows = source.rows(of: Scripted.select, pageSize: PageSize(Self.rowsInPage))
        .prefetching(prefetch == 0 ? .none : .ahead(pages: prefetch))
      for try await row in rows where try row.decode(Int.self, at: 0) == 2 * Self.rowsInPage {
        await source.settle()
        #expect(source.live == 1 + prefetch)
        break
      }
      await source.settle()
      #expect(source.live == 0)
    }
  }
}

/// A session's pages, of which it remembers weakly which are alive.
private final class WatchedSource: PageSource {
  private struct Watched {
    weak var storage: CQLRows.Storage?
  }

  private struct State {
    var pages: [Watched] = []
    var most = 0
    var underWay = 0
  }

  private let session: CassandraSession
  private let state = Lock(State())

  init(_ session: CassandraSession) { self.session = session }

  /// How many pages are in memory.
  var live: Int { state.withLock(Self.count) }

  /// The most there were when one came.
  var most: Int { state.withLock { $0.most } }

  /// Waits until nothing is on its way.
  func settle() async {
    while state.withLock({ $0.underWay }) > 0 { await Task.yield() }
  }

  func fetchPage(_ request: PageRequest) async throws -> Page<CQLRows> {
    let page = try await session.fetchPage(request)
    watch(page)
    return page
  }

  func startFetching(
    _ request: PageRequest, announce: @escaping @Sendable (PagingState, _ coordinator: String?) -> Void,
    completion: @escaping @Sendable (Result<Page<CQLRows>, any Error>) -> Void
  ) -> FetchHandle? {
    state.withLock { $0.underWay += 1 }
    let handle = session.startFetching(request, announce: announce) { [self] result in
      if case .success(let page) = result { watch(page) }
      // The page that is asked for now counts before this one stops to.
      completion(result)
      state.withLock { $0.underWay -= 1 }
    }
    if handle == nil { state.withLock { $0.underWay -= 1 } }
    return handle
  }

  private func watch(_ page: Page<CQLRows>) {
    state.withLock { state in
      state.pages.append(Watched(storage: page.rows.storage))
      state.most = max(state.most, Self.count(&state))
    }
  }

  private static func count(_ state: inout State) -> Int {
    state.pages.removeAll { $0.storage == nil }
    return state.pages.count
  }
}
