import CQLPaging
import Testing

@Suite struct IsolationTests {
  @Test("B14: iterating on an actor costs its executor a job or two for each page, and none for a row")
  func hops() async throws {
    let reader = Reader()
    let rows = ElsewhereSource(base: NumberSource(count: 10_000)).rows(of: "SELECT n FROM numbers", pageSize: 1000)
    let before = reader.executor.jobCount
    #expect(try await reader.count(rows) == 10_000)
    let jobs = reader.executor.jobCount - before
    #expect(jobs >= 10, "each page is fetched elsewhere, so the reader comes back to its actor for it")
    #expect(jobs <= 25)
  }

  @Test("B14: rows can be read on the main actor") @MainActor
  func mainActor() async throws {
    var sum = 0
    for try await row in NumberSource(count: 100).rows(of: "SELECT n FROM numbers", pageSize: 7) {
      MainActor.assertIsolated()
      sum += row
    }
    #expect(sum == 4950)
  }
}

private actor Reader {
  nonisolated let executor = CountingExecutor()
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  func count(_ rows: PagedRows<ElsewhereSource>) async throws -> Int {
    var count = 0
    for try await _ in rows { count += 1 }
    return count
  }
}

/// A source that works outside of its caller's actor, as one with a network does.
private struct ElsewhereSource: PageSource {
  let base: NumberSource

  @concurrent
  func fetchPage(_ request: PageRequest) async throws -> Page<Range<Int>> { try await base.fetchPage(request) }
}
