import CQLPaging
import CQLPagingTesting
import Testing

@testable import CQLSession

@Suite(.timeLimit(.minutes(2))) struct UnansweredTests {
  @Test("F7: a server that answers heartbeats, but no queries, does not keep all stream ids for ever")
  func abandoned() async throws {
    let isStuck = Lock(true)
    try await Scripted.withSession(
      script: { $0.isOfTest && isStuck.withLock { $0 } ? [] : nil },
      configure: {
        $0.maximumConcurrentRequests = 4
        $0.heartbeatInterval = .milliseconds(5)
      }
    ) { session, server async throws in
      for _ in 0..<4 {
        let hurried = Scripted.hurried(Scripted.select, milliseconds: 200)
        #expect(await cqlError { try await session.numbers(hurried) }?.code == .timeout)
      }
      isStuck.withLock { $0 = false }
      let patient = Scripted.hurried(Scripted.select, milliseconds: 10_000)
      #expect(try await session.numbers(patient) == Array(0..<50))
    }
  }

  @Test(
    "F7: nor do callers that have less patience than the session, each of them cancelled",
    arguments: zip([Duration.seconds(3), .seconds(Int64.max)], [Duration.seconds(100), .seconds(2)]))
  func cancelled(timeout: Duration, heartbeatTimeout: Duration) async throws {
    let isStuck = Lock(true)
    let hasArrived = AsyncStream.makeStream(of: Void.self)
    try await Scripted.withSession(
      script: { exchange in
        guard exchange.isOfTest, isStuck.withLock({ $0 }) else { return nil }
        hasArrived.continuation.yield()
        return []
      },
      configure: {
        $0.maximumConcurrentRequests = 4
        $0.heartbeatInterval = .milliseconds(5)
        $0.heartbeatTimeout = heartbeatTimeout
        $0.timeout = timeout
      }
    ) { session, server async throws in
      var arrivals = hasArrived.stream.makeAsyncIterator()
      for _ in 0..<4 {
        let impatient = Task { try await session.numbers() }
        _ = await arrivals.next()
        impatient.cancel()
        await #expect(throws: CancellationError.self) { try await impatient.value }
      }
      isStuck.withLock { $0 = false }
      // Nothing of it is answered on that connection, and nothing runs out of time there.
      let patient = Scripted.hurried(Scripted.select, milliseconds: 20_000)
      #expect(try await session.numbers(patient) == Array(0..<50))
    }
  }

  @Test("a timeout can be as long as a duration can")
  func forever() async throws {
    let once = Once()
    try await Scripted.withSession(
      script: { $0.opcode == 0x09 && once.take() ? [.pause(.milliseconds(200)), .send($0.answer)] : nil },
      configure: { $0.timeout = .seconds(Int64.max) }
    ) { session, _ async throws in
      var statement = Scripted.select
      statement.preparation = .always
      try await withThrowingTaskGroup(of: [Int].self) { [statement] group in
        for _ in 0..<5 { group.addTask { try await session.numbers(statement) } }
        for try await numbers in group { #expect(numbers == Array(0..<50)) }
      }
    }
  }

  @Test("what is begun in a task ends with its handle, and not with the task")
  func begunInCancelledTask() async throws {
    try await Scripted.withSession { session, _ async throws in
      let rows = await withTaskGroup(of: Int?.self) { group in
        group.addTask {
          withUnsafeCurrentTask { $0?.cancel() }
          let rows = Lock<Int?>(nil)
          let hasArrived = Countdown()
          let handle = session.startFetching(PageRequest(Scripted.select)) { result in
            rows.withLock { $0 = try? result.get().rows.count }
            hasArrived.arrive()
          }
          if handle != nil { await hasArrived.wait() }
          return rows.withLock { $0 }
        }
        return await group.next() ?? nil
      }
      #expect(rows == 50)
    }
  }
}
