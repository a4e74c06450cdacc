import CQLNativeProtocol
import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

/// Where other drivers break when they page, each line once, over a socket: fifty rows in pages of ten.
@Suite(.timeLimit(.minutes(2))) struct PagingPitfallTests {
  static let prefetches: [Prefetch] = [.none, .ahead(), .ahead(pages: 3)]

  private static func rows(_ session: CassandraSession, _ prefetch: Prefetch = .none) -> PagedRows<CassandraSession> {
    session.rows(of: Scripted.select, pageSize: 10).prefetching(prefetch)
  }

  private static func numbers(_ rows: some Sequence<CQLRow>) throws -> [Int] {
    try rows.map { try $0.decode(Int.self, at: 0) }
  }

  private static func server(rows: Int = 50, _ faults: Fault...) -> FakeCoordinator {
    FakeCoordinator(tables: [.numbered(rows: rows)], faults: faults)
  }

  // An empty page that is not the last ends the iteration: rows are lost.

  @Test("B4: an empty page that is not the last does not end the iteration", arguments: prefetches)
  func emptyPages(prefetch: Prefetch) async throws {
    let faults = [1, 2, 4, 5, 6, 9].map { Fault(.emptyPage, on: .page($0)) }
    let coordinator = FakeCoordinator(tables: [.numbered(rows: 50)], faults: faults)
    try await Scripted.withSession(coordinator) { session, _ async throws in
      var read: [CQLRow] = []
      for try await row in Self.rows(session, prefetch) { read.append(row) }
      #expect(try Self.numbers(read) == Array(0..<50))

      var lengths: [Int] = []
      for try await page in session.pages(of: Scripted.select, pageSize: 10).prefetching(prefetch) {
        lengths.append(page.rows.count)
      }
      #expect(lengths == [0, 0, 10, 0, 0, 0, 10, 10, 0, 10, 10, 0])

      lengths = []
      try await session.forEachPage(of: Scripted.select, pageSize: 10) { page in
        lengths.append(page.rows.count)
        return .next
      }
      #expect(lengths.count == 12)
    }
  }

  @Test("B12: the first row, and whether there is any, are not looked for on the first page alone")
  func firstAndIsEmpty() async throws {
    try await Scripted.withSession(Self.server(Fault(.emptyPage, on: .pages(1...20)))) { session, _ async throws in
      #expect(try await Self.rows(session).first()?.decode(Int.self, at: 0) == 0)
      #expect(try await !Self.rows(session).isEmpty())
      #expect(try await Self.rows(session).collect(max: 50).count == 50)
      #expect(try Self.numbers(try await Self.rows(session).limit(3).reduce(into: []) { $0.append($1) }) == [0, 1, 2])
    }
  }

  // Recursion per empty page: stack overflow.

  @Test("B4: two thousand empty pages over a socket take no stack", arguments: prefetches)
  func manyEmptyPages(prefetch: Prefetch) async throws {
    let coordinator = Self.server(rows: 5, Fault(.emptyPage, on: .pages(2...2001)))
    try await Scripted.withSession(coordinator) { session, _ async throws in
      var rows = session.rows(of: Scripted.select, pageSize: 3).prefetching(prefetch).makeAsyncIterator()
      var count = 0
      while try await rows.next() != nil { count += 1 }
      #expect(count == 5)
      #expect(rows.summary.emptyPages == 2000)
    }
  }

  // The same state again for ever.

  @Test("B7: a server that gives the same position for ever is noticed after one page", arguments: prefetches)
  func sameState(prefetch: Prefetch) async throws {
    try await Scripted.withSession(Self.server(Fault(.stuckState, on: 3))) { session, _ async throws in
      var rows = Self.rows(session, prefetch).makeAsyncIterator()
      for _ in 0..<20 { #expect(try await rows.next() != nil) }
      for _ in 0..<3 {
        let error = await #expect(throws: PagingError.self) { _ = try await rows.next() }
        #expect(error?.code == .stalledPaging)
        #expect(error?.rowsDelivered == 20)
      }
    }
  }

  // After an error in the middle the scan cannot go on, or goes on twice.

  @Test("B5: behind an error the iterator goes on with the page that failed, and with no other", arguments: prefetches)
  func errorInTheMiddle(prefetch: Prefetch) async throws {
    let overloaded = ServerError(code: .overloaded, message: "busy")
    // Twice each, because the first of both meets the page fetched ahead.
    let faults = (1...6).map { Fault(.error(overloaded), on: .page($0), times: 2) }
    let coordinator = FakeCoordinator(tables: [.numbered(rows: 50)], faults: faults)
    try await Scripted.withSession(coordinator) { session, _ async throws in
      var rows = Self.rows(session, prefetch).makeAsyncIterator()
      var read: [CQLRow] = []
      var errors = 0
      while errors < 100 {
        do {
          guard let row = try await rows.next() else { break }
          read.append(row)
        } catch let error as PagingError {
          errors += 1
          #expect(error.rowsDelivered == read.count)
          #expect((error.underlying as? CQLError)?.server?.code == .overloaded)
        }
      }
      #expect(try Self.numbers(read) == Array(0..<50))
      #expect(errors >= 6)
      #expect(try await rows.next() == nil, "the end stays the end")
    }
  }

  // An ignored error or a closed session looks like the end.

  @Test("B6: an error that was ignored does not turn into the end", arguments: prefetches)
  func ignoredError(prefetch: Prefetch) async throws {
    let refused = ServerError(code: .unauthorized, message: "no")
    try await Scripted.withSession(Self.server(Fault(.error(refused), on: 3, times: .max))) {
      session, _ async throws in
      var rows = Self.rows(session, prefetch).makeAsyncIterator()
      for _ in 0..<20 { #expect(try await rows.next() != nil) }
      for _ in 0..<5 { await #expect(throws: PagingError.self) { _ = try await rows.next() } }
      #expect(!rows.summary.isComplete)
      #expect(rows.cursor != nil)
      #expect(!rows.isFullyFetched)
    }
  }

  @Test("B6: VOID in the middle of a result is an error, and not the end", arguments: prefetches)
  func void(prefetch: Prefetch) async throws {
    try await Scripted.withSession(Self.server(Fault(.void, on: 3))) { session, _ async throws in
      var rows = Self.rows(session, prefetch).makeAsyncIterator()
      for _ in 0..<20 { #expect(try await rows.next() != nil) }
      for _ in 0..<2 {
        let error = await #expect(throws: PagingError.self) { _ = try await rows.next() }
        #expect(error?.code == .unexpectedResponse)
      }
    }
  }

  @Test("B6: a session that is closed in the middle is an error each time, and not the end", arguments: prefetches)
  func closedSession(prefetch: Prefetch) async throws {
    try await Scripted.withSession(Self.server(rows: 100)) { session, _ async throws in
      var rows = Self.rows(session, prefetch).makeAsyncIterator()
      var pages = session.pages(of: Scripted.select, pageSize: 10).prefetching(prefetch).makeAsyncIterator()
      for _ in 0..<20 { #expect(try await rows.next() != nil) }
      for _ in 0..<2 { #expect(try await pages.next() != nil) }
      await session.close()
      // Pages that have come already may still be read.
      var count = 20
      let code = await cqlError { while try await rows.next() != nil { count += 1 } }?.code
      #expect(code == .sessionClosed)
      #expect(count.isMultiple(of: 10) && count <= 20 + 10 * prefetch.pages)
      #expect(rows.cursor != nil)
      #expect(await cqlError { try await rows.next() }?.code == .sessionClosed)
      #expect(await cqlError { while try await pages.next() != nil {} }?.code == .sessionClosed)
      #expect(await cqlError { try await Self.rows(session).first() }?.code == .sessionClosed)
    }
  }

  // Leaving the loop leaves a fetch behind, and a crash at shutdown.

  @Test("B11: leaving the loop gives up the page on its way and asks for no other", arguments: [1, 3])
  func leavingTheLoop(pages: Int) async throws {
    let asked = Lock(0)
    try await Scripted.withSession(
      Self.server(rows: 1000),
      script: { exchange in
        guard exchange.statement == Scripted.select.text else { return nil }
        return asked.increased() < 3 ? nil : []
      }
    ) { session, _ async throws in
      for try await row in Self.rows(session, .ahead(pages: pages)) where try row.decode(Int.self, at: 0) == 10 {
        break
      }
      // Another request over the same connection: what was sent before it has been seen when its answer is here.
      #expect(try await session.numbers("SELECT number FROM test.numbers LIMIT 1") == [0])
      #expect(asked.withLock { $0 } <= 3, "page three was on its way, and page four is not asked for")
    }
  }

  // Cancelling the consumer looks like the normal end.

  @Test("B11: a cancelled consumer gets CancellationError, and not the end", arguments: prefetches)
  func cancelled(prefetch: Prefetch) async throws {
    try await withCancelled { session in
      for try await _ in Self.rows(session, prefetch) {}
    }
    try await withCancelled { session in
      for try await _ in session.pages(of: Scripted.select, pageSize: 10).prefetching(prefetch) {}
    }
    try await withCancelled { session in
      try await session.forEachPage(of: Scripted.select, pageSize: 10) { _ in .next }
    }
  }

  /// Runs a scan whose third page never comes, and cancels it when that has been asked for.
  private func withCancelled(_ scan: @escaping @Sendable (CassandraSession) async throws -> Void) async throws {
    let asked = Countdown(3)
    let count = Lock(0)
    try await Scripted.withSession(
      script: { exchange in
        guard exchange.isOfTest else { return nil }
        asked.arrive()
        return count.increased() < 3 ? nil : []
      }
    ) { session, _ async throws in
      let outcome = await withTaskGroup(of: (any Error)?.self) { group in
        group.addTask {
          do { try await scan(session) } catch { return error }
          return nil
        }
        await asked.wait()
        group.cancelAll()
        return await group.next() ?? nil
      }
      #expect(outcome is CancellationError)
    }
  }

  // The exposed state runs ahead of the rows consumed.

  @Test("B10: the cursor belongs to the row that was read, however far ahead pages are", arguments: prefetches)
  func cursor(prefetch: Prefetch) async throws {
    try await Scripted.withSession { session, _ async throws in
      var rows = Self.rows(session, prefetch).makeAsyncIterator()
      for read in 1...50 {
        _ = try await rows.next()
        guard let cursor = rows.cursor else {
          Issue.record("no cursor after \(read) rows: the server has not said yet that nothing follows")
          break
        }
        var rest: [CQLRow] = []
        for try await row in session.rows(of: Scripted.select, pageSize: 7, from: cursor) { rest.append(row) }
        #expect(try Self.numbers(rest) == Array(read..<50))
      }
      #expect(try await rows.next() == nil)
      #expect(rows.cursor == nil)
    }
  }

  // No timeout from page two on; one retry budget for the whole scan.

  @Test("F7: a page that never comes runs into its timeout, page four as the first", arguments: [1, 2, 4], prefetches)
  func timeouts(page: Int, prefetch: Prefetch) async throws {
    let silent = FakeCoordinator(tables: [.numbered(rows: 50)])
    let asked = Lock(0)
    try await Scripted.withSession(
      silent,
      script: { exchange in
        guard exchange.isOfTest else { return nil }
        return asked.increased() < page ? nil : []
      }
    ) { session, _ async throws in
      var rows = session.rows(of: Scripted.hurried(Scripted.select), pageSize: 10).prefetching(prefetch)
        .makeAsyncIterator()
      for _ in 0..<(10 * (page - 1)) { #expect(try await rows.next() != nil) }
      let error = await #expect(throws: PagingError.self) { _ = try await rows.next() }
      #expect(error?.code == .timeout)
      #expect(error?.pagesDelivered == page - 1)
    }
  }

  @Test("F7: every page has a retry budget of its own", arguments: prefetches)
  func retryBudget(prefetch: Prefetch) async throws {
    let overloaded = ServerError(code: .overloaded, message: "busy")
    let faults = (1...6).map { Fault(.error(overloaded), on: .page($0), times: 2) }
    let coordinator = FakeCoordinator(tables: [.numbered(rows: 50)], faults: faults)
    try await Scripted.withSession(coordinator) { session, _ async throws in
      let patient = session.retrying(RetryPolicy(retries: 2, firstDelay: .zero, longestDelay: .zero))
      var read: [CQLRow] = []
      for try await row in patient.rows(of: Scripted.select, pageSize: 10).prefetching(prefetch) { read.append(row) }
      #expect(try Self.numbers(read) == Array(0..<50))
      #expect(coordinator.requestCount == 18)
    }
  }

  // Page size 0 aborts or fetches everything.

  @Test(
    "A7: a page size of 0 and others that mean something else are an error, and nothing is sent",
    arguments: [
      0, -1, Int(Int32.max), .min, .max,
    ])
  func pageSizes(size: Int) async throws {
    let coordinator = Self.server()
    try await Scripted.withSession(coordinator) { session, _ async throws in
      let rows = session.rows(of: Scripted.select, pageSize: PageSize(size)).prefetching(.ahead())
      #expect(await cqlError { try await rows.first() }?.code == .invalidPageSize)
      var statement = Scripted.select
      statement.pageSize = PageSize(size)
      #expect(await cqlError { try await session.numbers(statement) }?.code == .invalidPageSize)
      #expect(coordinator.requestCount == 0)
    }
  }

  @Test(
    "A2, C7: a default page size that is changed holds for scans that begin, and leaves those that run",
    arguments: prefetches)
  func changedDefault(prefetch: Prefetch) async throws {
    let coordinator = Self.server()
    try await Scripted.withSession(coordinator) { session, _ async throws in
      try session.setDefaultPageSize(10)
      // With pages of 40 or more, a server would begin again at row 0.
      let scan = session.rows(of: "SELECT number FROM test.numbers LIMIT 40").prefetching(prefetch)
      var rows = scan.makeAsyncIterator()
      var read: [CQLRow] = []
      while read.count < 200, let row = try await rows.next() {
        read.append(row)
        if read.count == 5 { try session.setDefaultPageSize(5000) }
      }
      #expect(try Self.numbers(read) == Array(0..<40))
      #expect(coordinator.requests.map(\.pageSize) == [10, 10, 10, 10])
      for try await _ in scan {}
      #expect(coordinator.requests.last?.pageSize == 5000)
    }
  }

  // A row changes when the iterator moves on.

  @Test("B16: rows that were kept are what was read when the session is gone", arguments: prefetches)
  func keptRows(prefetch: Prefetch) async throws {
    let kept = try await Scripted.withSession { session, _ async throws in
      var rows: [CQLRow] = []
      for try await row in Self.rows(session, prefetch) { rows.append(row) }
      return rows
    }
    #expect(try Self.numbers(kept) == Array(0..<50))
  }
}
