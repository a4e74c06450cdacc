import CQLPaging
import CQLPagingTesting
import Testing

@testable import CQLSession

/// Many requests on one connection, or on a few.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ConcurrencyTests {
  private static let tables: [FakeTable] = [.numbered("test.keys", partitions: 50, rowsInEach: 1)]

  private static func query(_ key: Int) -> Statement { "SELECT part FROM test.keys WHERE part = \(cql: "\(key)")" }

  @Test("F5: 10,000 queries at once over one connection: each has its own answer", arguments: [7, 32_767])
  func many(streams: Int) async throws {
    try await Scripted.withSession(
      FakeCoordinator(tables: Self.tables),
      configure: {
        $0.maximumConcurrentRequests = streams
        $0.timeout = .seconds(100)  // under a sanitizer the last one waits long
      }
    ) { session, server async throws in
      let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
        for query in 0..<10_000 {
          group.addTask { try await session.numbers(Self.query(query % 50)) != [query % 50] }
        }
        return try await group.reduce(into: 0) { if $1 { $0 += 1 } }
      }
      #expect(wrong == 0)
      #expect(server.acceptedConnections == 1)
    }
  }

  @Test("F5: of several connections to a node, the one with the least to do is asked")
  func leastBusy() async throws {
    let asked = Lock<[Int: Int]>([:])
    try await Scripted.withSession(
      FakeCoordinator(tables: Self.tables),
      script: { exchange in
        guard exchange.isOfTest else { return nil }
        asked.withLock { $0[exchange.connection, default: 0] += 1 }
        return []
      }, configure: { $0.connectionsPerNode = 3 }
    ) { session, _ async throws in
      #expect(await eventually { session.metrics.nodes.first?.connectionsInUse == 3 })
      await withTaskGroup(of: Void.self) { group in
        for count in 1...12 {
          group.addTask { _ = try? await session.fetchPage(PageRequest(Self.unprepared)) }
          #expect(await eventually { session.requestsAtNodes == count })
        }
        group.cancelAll()
      }
      #expect(await eventually { asked.withLock { $0.values.reduce(0, +) } == 12 })
      #expect(asked.withLock { Array($0.values) } == [4, 4, 4])
    }
  }

  private static let unprepared: Statement = "SELECT part FROM test.keys"

  @Test("F5: answers may come in any order", arguments: [3, 100])
  func anyOrder(streams: Int) async throws {
    let delays = Lock(SeededGenerator(seed: 7))
    try await Scripted.withSession(
      FakeCoordinator(tables: Self.tables),
      script: { exchange in
        guard exchange.isOfTest else { return nil }
        let delay = delays.withLock { Int.random(in: 0...3000, using: &$0) }
        return [.pause(.microseconds(delay)), .send(exchange.answer)]
      }, configure: { $0.maximumConcurrentRequests = streams }
    ) { session, server async throws in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for query in 0..<300 {
          group.addTask {
            let numbers = try await session.numbers(Self.query(query % 50))
            #expect(numbers == [query % 50])
          }
        }
        try await group.waitForAll()
      }
      #expect(server.acceptedConnections == 1)
    }
  }

  @Test("B11: queries cancelled at any moment end as cancelled, and nobody else notices", arguments: [3, 2048])
  func cancellation(streams: Int) async throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    let yields = (0..<600).map { $0.isMultiple(of: 2) ? Int.random(in: 0...40, using: &generator) : nil }
    let outcomes = try await Scripted.withSession(
      FakeCoordinator(tables: Self.tables), configure: { $0.maximumConcurrentRequests = streams }
    ) { session, server async throws in
      let outcomes: [String] = await withTaskGroup(of: String?.self) { group in
        for (query, yields) in yields.enumerated() {
          group.addTask { await Self.outcome(of: query % 50, cancelledAfter: yields, session) }
        }
        return await group.reduce(into: []) { if let outcome = $1 { $0.append(outcome) } }
      }
      #expect(try await session.numbers(Self.query(1)) == [1])
      #expect(server.acceptedConnections == 1)
      return outcomes
    }
    #expect(outcomes == [], "seed \(seed)")
  }

  /// What was wrong with a query; nil where all was as it should be.
  private static func outcome(of key: Int, cancelledAfter yields: Int?, _ session: CassandraSession) async -> String? {
    await withTaskGroup(of: String?.self) { group in
      group.addTask {
        do {
          let numbers = try await session.numbers(query(key))
          return numbers == [key] ? nil : "\(numbers) for \(key)"
        } catch is CancellationError {
          return yields == nil ? "cancelled by nobody" : nil
        } catch {
          return "\(error)"
        }
      }
      if let yields {
        for _ in 0..<yields { await Task.yield() }
        group.cancelAll()
      }
      return await group.next() ?? nil
    }
  }

  @Test("F7: a query that waits for its turn has its own time; the silent connection is left for another")
  func timeoutInQueue() async throws {
    let silent = Lock(true)
    try await Scripted.withSession(
      FakeCoordinator(tables: Self.tables),
      script: { $0.isOfTest && silent.withLock { $0 } ? [] : nil },
      configure: { $0.maximumConcurrentRequests = 1 }
    ) { session, server async throws in
      let codes: [CQLError.Code?] = await withTaskGroup(of: CQLError.Code?.self) { group in
        for query in 0..<20 {
          group.addTask { await cqlError { try await session.numbers(Scripted.hurried(Self.query(query))) }?.code }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(codes == Array(repeating: .timeout, count: 20))
      silent.withLock { $0 = false }
      #expect(try await session.numbers(Self.query(7)) == [7])
    }
  }

  @Test("F7: a slow answer costs its own query alone: the connection stays, and the late answer is thrown away")
  func lateAnswer() async throws {
    let hasArrived = Countdown()
    let late = Lock<[UInt8]>([])
    try await Scripted.withSession(
      FakeCoordinator(tables: Self.tables),
      script: { exchange in
        guard exchange.isOfTest else { return nil }
        if exchange.statement?.hasSuffix("= 1") == true {
          late.withLock { $0 = exchange.answer }
          hasArrived.arrive()
          return []
        }
        return [.send(late.withLock { late in late.isEmpty ? exchange.answer : exchange.answer + late.take() })]
      }
    ) { session, server async throws in
      async let slow = cqlError { try await session.numbers(Scripted.hurried(Self.query(1), milliseconds: 500)) }
      await hasArrived.wait()
      let held = late.withLock { $0.take() }
      #expect(try await session.numbers(Self.query(2)) == [2])
      #expect(await slow?.code == .timeout)
      late.withLock { $0 = held }
      for key in [3, 4, 5] { #expect(try await session.numbers(Self.query(key)) == [key]) }
      #expect(server.acceptedConnections == 1)
    }
  }

  @Test("F7: a query that gets no answer costs the others nothing, where the server gives signs of life")
  func unansweredQuery() async throws {
    try await Scripted.withSession(
      FakeCoordinator(tables: Self.tables),
      script: { $0.isOfTest && $0.statement?.hasSuffix("= 1") == true ? [] : nil }
    ) { session, server async throws in
      for key in 2...5 {
        let error = await cqlError { try await session.numbers(Scripted.hurried(Self.query(1), milliseconds: 20)) }
        #expect(error?.code == .timeout)
        #expect(try await session.numbers(Self.query(key)) == [key])
      }
      #expect(server.acceptedConnections == 1)
    }
  }

  @Test("a connection without stream ids to give is closed when the last of its queries has been cancelled")
  func cloggedAndCancelled() async throws {
    let hasArrived = Countdown()
    try await Scripted.withSession(
      FakeCoordinator(tables: Self.tables),
      script: { exchange in
        guard exchange.isOfTest, exchange.connection == 1 else { return nil }
        hasArrived.arrive()
        return []
      },
      configure: { $0.maximumConcurrentRequests = 2 }
    ) { session, server async throws in
      await withTaskGroup(of: Void.self) { group in
        group.addTask { _ = await cqlError { try await session.numbers(Self.query(1)) } }
        await hasArrived.wait()
        let error = await cqlError { try await session.numbers(Scripted.hurried(Self.query(2))) }
        #expect(error?.code == .timeout)
        group.cancelAll()
      }
      #expect(try await session.numbers(Self.query(3)) == [3])
      // The server sees the end of the first connection on a thread of its own.
      let deadline = ContinuousClock.now + .seconds(20)
      while server.openConnections > 1, ContinuousClock.now < deadline { await Task.yield() }
      #expect(server.openConnections == 1)
    }
  }
}

extension [UInt8] {
  /// What was there, which is gone from here then.
  fileprivate mutating func take() -> [UInt8] {
    defer { self = [] }
    return self
  }
}
