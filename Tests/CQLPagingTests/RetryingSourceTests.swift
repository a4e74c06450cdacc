import CQLPaging
import CQLPagingTesting
import Testing

@Suite struct RetryingSourceTests {
  let statement: Statement = "SELECT n FROM numbers"

  static func server(_ code: ServerError.Code) -> CQLError {
    CQLError(.server, "the server's words", server: ServerError(code: code, message: "its words"))
  }

  static let transient: [CQLError] =
    [CQLError(.timeout, "late"), CQLError(.connectionClosed, "cut"), CQLError(.noHostAvailable, "nobody")]
    + [.overloaded, .isBootstrapping, .unavailable, .readTimeout, .readFailure].map(server)

  static let lasting: [any Error] =
    [
      CQLError(.cursorNoLongerValid, "refused"), CQLError(.invalidPageSize, "0"), CQLError(.malformedFrame, "bytes"),
      CQLError(.sessionClosed, "over"), CQLError(.authenticationFailed, "no"), CQLError(.stalledPaging, "again"),
      NumberSource.Broken(),
    ]
    + ([.syntaxError, .invalid, .unauthorized, .protocolError, .serverError, .writeTimeout] as [ServerError.Code])
    .map(server)

  @Test("B5: an error that can go away is tried again, and no row is lost or comes twice", arguments: transient)
  func transientErrors(_ error: CQLError) async throws {
    let clock = InstantClock()
    let source = NumberSource(count: 50) { request, _ in request % 3 == 1 ? .failure(error) : .page }
    var iterator = source.retrying(clock: clock).rows(of: statement).makeAsyncIterator()
    var seen: [Int] = []
    while let row = try await iterator.next() { seen.append(row) }
    #expect(seen == Array(0..<50))
    #expect(source.requests.map(\.position) == [0, 10, 10, 20, 30, 30, 40])
    #expect(iterator.summary.retries == 2, "B17: the summary counts retries")
    #expect(clock.sleeps.count == 2)
  }

  @Test("B5: an error that stays is not tried again", arguments: lasting)
  func lastingErrors(_ error: any Error) async throws {
    let source = NumberSource(count: 50) { _, _ in .failure(error) }
    await #expect(throws: (any Error).self) {
      try await source.retrying(clock: InstantClock()).fetchPage(PageRequest(statement))
    }
    #expect(source.requests.count == 1)
  }

  @Test("B5: each page has its own budget")
  func budgetOfAPage() async throws {
    // Two failures before every page: eight in all, with a budget of two.
    let source = NumberSource(count: 40) { request, _ in
      request % 3 == 2 ? .page : .failure(CQLError(.timeout, "late"))
    }
    let rows = try await source.retrying(RetryPolicy(retries: 2), clock: InstantClock()).rows(of: statement)
      .collect(max: 100)
    #expect(rows == Array(0..<40))
    #expect(source.requests.count == 12)
  }

  @Test("B5: sources around sources keep the laws of a source")
  func laws() async throws {
    let busy = Fault(.error(ServerError(code: .overloaded, message: "busy")), on: .every(2), times: 3)
    let coordinator = FakeCoordinator(tables: [.numbered(rows: 250)], faults: [busy, Fault(.emptyPage, on: 3)])
    let source = coordinator.retrying(clock: InstantClock()).metered(clock: InstantClock())
    let laws = PageSourceLaws(source, statement: "SELECT number FROM test.numbers") { try $0.decode(Int.self, at: 0) }
    try await laws.check(expecting: Array(0..<250))
  }

  @Test(
    "B5: when the budget is used up, the last error comes as it is, with the number of tries", arguments: [0, 1, 4])
  func budgetUsedUp(retries: Int) async throws {
    let clock = InstantClock()
    let source = NumberSource(count: 50) { _, _ in .failure(Self.server(.overloaded)) }
    let error = await #expect(throws: CQLError.self) {
      try await source.retrying(RetryPolicy(retries: retries), clock: clock).fetchPage(PageRequest(statement))
    }
    #expect(error?.code == .server)
    #expect(error?.server?.code == .overloaded)
    #expect(error?.message.contains("tried") == (retries > 0))
    #expect(source.requests.count == retries + 1)
    #expect(clock.sleeps.count == retries, "nobody waits behind the last try")
  }

  @Test("A4: a profile's number of retries goes before the policy's", arguments: [(0, 1), (5, 6)])
  func profile(retries: Int, requests: Int) async throws {
    let source = NumberSource(count: 50) { _, _ in .failure(CQLError(.timeout, "late")) }
    var statement = statement
    statement.profile = ExecutionProfile("test", retries: retries)
    let request = PageRequest(statement)
    await #expect(throws: CQLError.self) {
      try await source.retrying(RetryPolicy(retries: 2), clock: InstantClock()).fetchPage(request)
    }
    #expect(source.requests.count == requests)
  }

  @Test(
    "B5: only what may be run twice is tried again",
    arguments: [
      ("SELECT n FROM numbers", nil, true), ("  select n FROM numbers", nil, true),
      ("SELECT n FROM numbers", false, false), ("INSERT INTO numbers (n) VALUES (1)", nil, false),
      ("INSERT INTO numbers (n) VALUES (1)", true, true), ("UPDATE counts SET n = n + 1", nil, false), ("", nil, false),
    ] as [(String, Bool?, Bool)])
  func idempotence(text: String, flag: Bool?, isTriedAgain: Bool) async throws {
    let source = NumberSource(count: 5) { request, _ in request == 0 ? .failure(CQLError(.timeout, "late")) : .page }
    var statement = Statement(text)
    statement.isIdempotent = flag
    let request = PageRequest(statement)
    let page = try? await source.retrying(clock: InstantClock()).fetchPage(request)
    #expect((page != nil) == isTriedAgain)
  }

  @Test("B5: waits double up to the longest, and lie between half and all of it")
  func backoff() async throws {
    let clock = InstantClock()
    let policy = RetryPolicy(retries: 6, firstDelay: .milliseconds(100), longestDelay: .milliseconds(1000))
    let source = NumberSource(count: 5) { _, _ in .failure(CQLError(.timeout, "late")) }
    await #expect(throws: CQLError.self) {
      try await source.retrying(policy, clock: clock).fetchPage(PageRequest(statement))
    }
    let longest = [100, 200, 400, 800, 1000, 1000].map { Duration.milliseconds($0) }
    #expect(clock.sleeps.count == longest.count)
    for (sleep, longest) in zip(clock.sleeps, longest) { #expect((longest / 2...longest).contains(sleep)) }
    #expect(Set(clock.sleeps).count > 1)
  }

  @Test("B11: a cancelled task is not tried again, and gets CancellationError")
  func cancellation() async throws {
    let source = NumberSource(count: 50) { request, _ in
      withUnsafeCurrentTask { $0?.cancel() }
      return .failure(CQLError(.timeout, "late"))
    }
    let retrying = source.retrying(clock: InstantClock())
    let outcome = await withTaskGroup(of: (any Error)?.self) { group in
      group.addTask { [statement] in
        do {
          _ = try await retrying.fetchPage(PageRequest(statement))
          return nil
        } catch {
          return error
        }
      }
      return await group.next() ?? nil
    }
    #expect(outcome is CancellationError)
    #expect(source.requests.count == 1)
  }
}
