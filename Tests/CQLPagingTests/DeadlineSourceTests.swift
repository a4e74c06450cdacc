import CQLPaging
import CQLPagingTesting
import Testing

@Suite struct DeadlineSourceTests {
  let statement: Statement = "SELECT n FROM numbers"
  let clock = HeldClock()

  /// Numbers whose every page takes so long, and who writes down what it may take.
  private func slow(_ duration: Duration) -> NumberSource {
    NumberSource(count: 50) { [clock] _, _ in
      clock.advance(by: duration)
      return .page
    }
  }

  @Test("F7: pages come until the time is over; then nothing is asked for, and the error has the place")
  func scan() async throws {
    let source = slow(.seconds(1))
    var iterator = source.deadline(.milliseconds(2500), clock: clock).rows(of: statement).makeAsyncIterator()
    var seen: [Int] = []
    let error = await #expect(throws: PagingError.self) {
      while let row = try await iterator.next() { seen.append(row) }
    }
    #expect(seen == Array(0..<20) || seen == Array(0..<30), "the third page comes as the time runs out")
    #expect((error?.underlying as? CQLError)?.code == .deadlineExceeded)
    #expect(source.requests.count == 3, "behind the deadline there are no requests")
    await #expect(throws: PagingError.self, "the time does not come back") { try await iterator.next() }
    #expect(source.requests.count == 3)
  }

  @Test("F7: a deadline that has passed already asks for nothing, and says so", arguments: [0, -5])
  func passed(seconds: Int) async throws {
    let source = slow(.zero)
    let error = await #expect(throws: CQLError.self) {
      try await source.deadline(.seconds(seconds), clock: clock).fetchPage(PageRequest(statement))
    }
    #expect(error?.code == .deadlineExceeded)
    #expect(error?.message.contains("before the page was asked for") == true)
    #expect(source.requests.isEmpty)
  }

  @Test(
    "F7: a page may take what its statement and the deadline both allow",
    arguments: [
      (nil, nil, nil, 10), (3, nil, 3, 10), (30, nil, 10, 10), (nil, 4, nil, 4), (30, 4, 10, 4), (3, 40, 3, 10),
    ] as [(Int?, Int?, Int?, Int)])
  func limits(timeout: Int?, limit: Int?, expectedTimeout: Int?, expectedLimit: Int) async throws {
    let source = RequestRecorder()
    var request = PageRequest(statement)
    request.statement.timeout = timeout.map { .seconds($0) }
    request.timeLimit = limit.map { .seconds($0) }
    let limited = source.deadline(.seconds(10), clock: clock)
    _ = try await limited.fetchPage(request)
    _ = limited.startFetching(request) { _ in }
    source.forget()
    #expect(source.requests.count == 2, "the page begun ahead of its reader is limited, too")
    for seen in source.requests {
      #expect(seen.statement.timeout == expectedTimeout.map { .seconds($0) })
      #expect(seen.timeLimit == .seconds(expectedLimit))
      let wanted = min(timeout ?? 12, limit ?? 10, 10)
      #expect(seen.timeout(default: .seconds(12)) == .seconds(wanted), "a session's own default is no longer than that")
    }
    clock.advance(by: .seconds(10))
    #expect(limited.startFetching(request) { _ in } == nil)
  }

  @Test("F7: a source that keeps no timeout is cancelled at the deadline")
  func neverAnswers() async throws {
    let source = SilentSource()
    let limited = source.deadline(.seconds(10), clock: clock)
    async let failure = #expect(throws: CQLError.self) { try await limited.fetchPage(PageRequest(statement)) }
    while clock.sleeperCount == 0 || source.waitingCount == 0 { await Task.yield() }
    clock.advance(by: .seconds(10))
    let error = await failure
    #expect(error?.code == .deadlineExceeded)
    #expect(error?.message.contains("before the page was there") == true)
    #expect(source.waitingCount == 0)
  }

  @Test("F7: a page that timed out because of the deadline says that it was the deadline", arguments: [true, false])
  func timeout(atDeadline: Bool) async throws {
    let source = NumberSource(count: 50) { [clock] _, _ in
      if atDeadline { clock.advance(by: .seconds(10)) }
      return .failure(CQLError(.timeout, "late"))
    }
    let limited = source.deadline(.seconds(10), clock: clock)
    let error = await #expect(throws: CQLError.self) { try await limited.fetchPage(PageRequest(statement)) }
    #expect(error?.code == (atDeadline ? .deadlineExceeded : .timeout))
  }

  @Test("F7: what comes of a page that was begun ahead is the same, but for a timeout because of the deadline")
  func begunAhead() {
    let source = RequestRecorder()
    let limited = source.deadline(.seconds(10), clock: clock)
    let ends = Lock<[String]>([])
    _ = limited.startFetching(PageRequest(statement)) { result in
      let end =
        switch result {
        case .success(let page): "\(page.rows)"
        case .failure(let error): (error as? CQLError).map { "\($0.code)" } ?? "another error"
        }
      ends.withLock { $0.append(end) }
    }
    source.end(.success(Page(rows: [1, 2], nextState: nil)))
    source.end(.failure(CQLError(.timeout, "late")))
    source.end(.failure(CancellationError()))
    clock.advance(by: .seconds(10))
    source.end(.failure(CQLError(.connectionClosed, "gone")))
    source.end(.failure(CQLError(.timeout, "late")))
    source.forget()
    #expect(
      ends.withLock { $0 } == ["[1, 2]", "timeout", "another error", "connectionClosed", "deadlineExceeded"])
  }

  @Test("F7: nobody tries again behind the deadline")
  func retries() async throws {
    let source = slow(.seconds(10))
    let limited = source.deadline(.seconds(10), clock: clock).retrying(clock: clock)
    _ = try? await limited.fetchPage(PageRequest(statement))
    let error = await #expect(throws: CQLError.self) { try await limited.fetchPage(PageRequest(statement)) }
    #expect(error?.code == .deadlineExceeded)
    #expect(source.requests.count == 1)
  }

  @Test("B11: in a cancelled task the error is CancellationError, before and behind the deadline", arguments: [10, 0])
  func cancellation(seconds: Int) async throws {
    let limited = SilentSource().deadline(.seconds(seconds), clock: clock)
    let outcome = await withTaskGroup(of: (any Error)?.self) { group in
      group.addTask { [statement] in
        withUnsafeCurrentTask { $0?.cancel() }
        do {
          _ = try await limited.fetchPage(PageRequest(statement))
          return nil
        } catch {
          return error
        }
      }
      return await group.next() ?? nil
    }
    #expect(outcome is CancellationError)
    #expect(clock.sleeperCount == 0, "nobody is left waiting")
  }

  @Test("F7: with time enough it is a source like the one inside, and leaves no sleeper behind")
  func laws() async throws {
    let coordinator = FakeCoordinator(tables: [.numbered(rows: 250)], faults: [Fault(.emptyPage, on: 3)])
    let source = coordinator.deadline(.seconds(10), clock: clock)
    let laws = PageSourceLaws(source, statement: "SELECT number FROM test.numbers") { try $0.decode(Int.self, at: 0) }
    try await laws.check(expecting: Array(0..<250))
    #expect(clock.sleeperCount == 0)
  }
}

/// Writes down what it is asked for, and has one empty page. What was begun ends as a test says.
private final class RequestRecorder: PageSource {
  typealias Completion = @Sendable (Result<Page<[Int]>, any Error>) -> Void

  private let seen = Lock<[PageRequest]>([])
  private let begun = Lock<Completion?>(nil)

  func end(_ result: Result<Page<[Int]>, any Error>) {
    let completion = begun.withLock { $0 }
    completion?(result)
  }

  /// The completion keeps the source around this one, and that one keeps this.
  func forget() { begun.withLock { $0 = nil } }

  var requests: [PageRequest] { seen.withLock { $0 } }

  func fetchPage(_ request: PageRequest) async throws -> Page<[Int]> {
    seen.withLock { $0.append(request) }
    return Page(rows: [], nextState: nil)
  }

  func startFetching(
    _ request: PageRequest, announce: @escaping @Sendable (PagingState, _ coordinator: String?) -> Void,
    completion: @escaping Completion
  ) -> FetchHandle? {
    seen.withLock { $0.append(request) }
    begun.withLock { $0 = completion }
    return FetchHandle {}
  }
}

/// Never answers, and keeps no time; it ends when its task is cancelled.
private final class SilentSource: PageSource {
  private let clock = HeldClock()
  var waitingCount: Int { clock.sleeperCount }

  func fetchPage(_ request: PageRequest) async throws -> Page<[Int]> {
    try await clock.sleep(until: clock.now.advanced(by: .seconds(1)), tolerance: nil)
    return Page(rows: [], nextState: nil)
  }
}
