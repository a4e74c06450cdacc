import CQLPaging
import Testing

/// Pages ahead of a source that knows where the next page begins before the page itself is here.
@Suite struct PrefetchAnnouncementTests {
  typealias Rows = PagedRows<LoopSource>.AsyncIterator

  /// A scan of pages of ten rows that has read the first row of page two: page three is on its way.
  private static func scan(_ source: LoopSource, pages: Int = 1) async throws -> Rows {
    let statement: Statement = "SELECT n FROM numbers"
    var rows = source.rows(of: statement, pageSize: 10).prefetching(.ahead(pages: pages)).makeAsyncIterator()
    for expected in 0...10 { #expect(try await rows.next() == expected) }
    return rows
  }

  /// The rest of such a scan, read in a task of its own while `body` has the source do as it says.
  private static func rest(
    of source: LoopSource, _ body: () async -> Void
  ) async throws -> [Int] {
    try await withThrowingTaskGroup(of: [Int].self) { group in
      group.addTask {
        var rows = try await scan(source)
        var rest: [Int] = []
        while let row = try await rows.next() { rest.append(row) }
        return rest
      }
      while source.positions != [20] { await Task.yield() }
      await body()
      return try await group.next() ?? []
    }
  }

  @Test("B9: a page that nobody waits for is as much as may be asked for; the next one is not, though it is known")
  func bounded() async throws {
    let source = LoopSource(NumberSource(count: 60))
    var rows = try await Self.scan(source)
    #expect(source.positions == [20])
    source.announce(next: 30)
    #expect(source.positions == [20])
    source.arrive()
    #expect(source.positions.isEmpty, "page three waits, which is the one that was allowed")
    for expected in 11...20 { #expect(try await rows.next() == expected) }
    #expect(source.positions == [30])
  }

  @Test("B9: while the consumer waits for a page, the next one is asked for as soon as it is known where it begins")
  func early() async throws {
    let source = LoopSource(NumberSource(count: 40))
    let rest = try await Self.rest(of: source) {
      source.announce(next: 30)
      while source.positions != [20, 30] { await Task.yield() }
      source.arrive()
      while source.positions != [30] { await Task.yield() }
      source.arrive()
    }
    #expect(rest == Array(11..<40))
    #expect(source.base.requests.map(\.position) == [0, 10, 20, 30], "each page is asked for once")
  }

  @Test("B9: pages that come in another order than they were asked for are read in theirs")
  func overtaking() async throws {
    let source = LoopSource(NumberSource(count: 40))
    let rest = try await Self.rest(of: source) {
      source.announce(next: 30)
      while source.positions != [20, 30] { await Task.yield() }
      source.arrive(1)
      source.arrive(0)
    }
    #expect(rest == Array(11..<40))
  }

  @Test("B5, B9: a page whose rest never comes takes the one behind it with it, and both are asked for again")
  func halfPage() async throws {
    let source = LoopSource(NumberSource(count: 40))
    let rest = try await Self.rest(of: source) {
      source.announce(next: 30)
      while source.positions != [20, 30] { await Task.yield() }
      source.fail(NumberSource.Broken())
      // By hand then, and the last page is ahead again.
      while source.positions.count < 2 { await Task.yield() }
      #expect(source.cancelCount == 1)
      source.arrive(0)  // nobody wants it any more
      source.arrive(0)
    }
    #expect(rest == Array(11..<40))
  }

  @Test("B5, B9: a page behind the awaited one that fails is asked for again; the awaited one is not")
  func failureBehind() async throws {
    let source = LoopSource(NumberSource(count: 40))
    let rest = try await Self.rest(of: source) {
      source.announce(next: 30)
      while source.positions != [20, 30] { await Task.yield() }
      source.fail(NumberSource.Broken(), 1)
      source.arrive()
    }
    #expect(rest == Array(11..<40))
    #expect(source.beginCount == 2)
    #expect(source.base.requests.map(\.position) == [0, 10, 20, 30])
  }

  @Test("B11, B9: leaving the loop gives up all that is on its way")
  func leaving() async throws {
    let source = LoopSource(NumberSource(count: 100))
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        guard var rows = try? await Self.scan(source) else { return }
        do { while try await rows.next() != nil {} } catch { #expect(error is CancellationError) }
      }
      while source.positions != [20] { await Task.yield() }
      source.announce(next: 30)
      while source.positions != [20, 30] { await Task.yield() }
      group.cancelAll()
    }
    #expect(source.cancelCount == 2)
  }
}
