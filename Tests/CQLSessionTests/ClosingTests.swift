import CQLPaging
import CQLPagingTesting
import Testing

@testable import CQLSession

/// How sessions end, and what is left of them: nothing.
// Under a sanitizer, and beside all other tests, a thousand sessions take minutes.
@Suite(.timeLimit(.minutes(15))) struct ClosingTests {
  /// More than other tests hold at the same time, less than what would be left of as many sessions.
  private static let repetitions = 300

  @Test("close() ends queries in flight and queued ones with sessionClosed, and later ones, too")
  func inFlight() async throws {
    let haveArrived = Countdown(5)
    try await Scripted.withServer(
      script: { exchange in
        guard exchange.isOfTest else { return nil }
        haveArrived.arrive()
        return []
      }
    ) { server in
      let session = try await CassandraSession.connect(
        Scripted.configuration(server) { $0.maximumConcurrentRequests = 5 })
      let codes: [CQLError.Code?] = await withTaskGroup(of: CQLError.Code?.self) { group in
        for _ in 0..<20 { group.addTask { await cqlError { try await session.numbers() }?.code } }
        await haveArrived.wait()
        await session.close()
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(codes == Array(repeating: .sessionClosed, count: 20))
      #expect(await cqlError { try await session.numbers() }?.code == .sessionClosed)
      #expect(await cqlError { try await session.prepare(Scripted.select) }?.code == .sessionClosed)
    }
  }

  @Test("close() may be called as often as one likes, also by many at once")
  func closeTwice() async throws {
    try await Scripted.withSession { session, _ async throws in
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<20 { group.addTask { await session.close() } }
      }
      await session.close()
      #expect(await cqlError { try await session.numbers() }?.code == .sessionClosed)
    }
  }

  @Test("close() does not wait for a connection that is being opened, to the first contact point or the next one")
  func whileConnecting() async throws {
    let isConnecting = Countdown()
    let script: Scripted.Script = { exchange in
      guard exchange.connection > 1 else { return nil }
      isConnecting.arrive()
      return []
    }
    try await Scripted.withServer(script: script) { server in
      var configuration = Scripted.configuration(server)
      configuration.contactPoints += configuration.contactPoints
      configuration.connectTimeout = .seconds(3600)
      let session = try await CassandraSession.connect(configuration)
      server.cutConnections()
      // The cut may be noticed before the query or by it: the second one meets a connection that is being opened.
      async let first = cqlError { try await session.numbers() }
      async let second = cqlError {
        _ = await cqlError { try await session.numbers() }
        return try await session.numbers()
      }
      await isConnecting.wait()
      await session.close()
      #expect([.sessionClosed, .connectionClosed].contains(await first?.code))
      #expect(await second?.code == .sessionClosed)
    }
  }

  @Test("B11: a task that is cancelled while it connects ends, and one that was cancelled before")
  func cancelledConnect() async throws {
    let isConnecting = Countdown()
    let script: Scripted.Script = { _ in
      isConnecting.arrive()
      return []
    }
    try await Scripted.withServer(script: script) { server in
      let configuration = Scripted.configuration(server) { $0.connectTimeout = .seconds(3600) }
      await withTaskGroup(of: Void.self) { group in
        group.addTask {
          await #expect(throws: CancellationError.self) { try await CassandraSession.connect(configuration) }
        }
        await isConnecting.wait()
        group.cancelAll()
        group.addTask {
          #expect(Task.isCancelled)
          await #expect(throws: CancellationError.self) { try await CassandraSession.connect(configuration) }
        }
      }
    }
  }

  @Test("B11: a task that is cancelled before it asks, or while another connects for it, ends as cancelled")
  func cancelledWhileAnotherConnects() async throws {
    let isConnecting = Countdown()
    let script: Scripted.Script = { exchange in
      guard exchange.connection > 1 else { return nil }
      isConnecting.arrive()
      return []
    }
    try await Scripted.withServer(script: script) { server in
      let session = try await CassandraSession.connect(
        Scripted.configuration(server) { $0.connectTimeout = .seconds(3600) })
      server.cutConnections()
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<10 {
          group.addTask {
            while !Task.isCancelled { _ = await cqlError { try await session.numbers() } }
            await #expect(throws: CancellationError.self) { try await session.execute("SELECT 1 FROM test.numbers") }
          }
        }
        await isConnecting.wait()
        group.cancelAll()
      }
      await session.close()
    }
  }

  @Test("withSession closes the session where its body throws, and the error is the body's")
  func throwingBody() async throws {
    struct Mine: Error {}
    try await Scripted.withServer { server in
      let escaped = Lock<CassandraSession?>(nil)
      await #expect(throws: Mine.self) {
        try await CassandraSession.withSession(Scripted.configuration(server)) { session in
          escaped.withLock { $0 = session }
          throw Mine()
        }
      }
      let session = try #require(escaped.withLock { $0 })
      #expect(await cqlError { try await session.numbers() }?.code == .sessionClosed)
    }
  }

  @Test("many sessions, opened and closed one after the other: no descriptor and no thread is left")
  func oneAfterTheOther() async throws {
    try await Scripted.withServer { server in
      try await Self.expectNothingLeft {
        for _ in 0..<Self.repetitions {
          try await CassandraSession.withSession(Scripted.configuration(server)) { session in
            _ = try await session.execute("SELECT number FROM test.numbers")
          }
        }
      }
    }
  }

  @Test("many sessions that are closed, and that somebody holds on to: no descriptor and no thread is left")
  func held() async throws {
    try await Scripted.withServer { server in
      var sessions: [CassandraSession] = []
      try await Self.expectNothingLeft {
        for _ in 0..<Self.repetitions {
          let session = try await CassandraSession.connect(Scripted.configuration(server))
          await session.close()
          sessions.append(session)
        }
      }
      #expect(await cqlError { try await sessions[0].numbers() }?.code == .sessionClosed)
    }
  }

  @Test("many sessions that nobody closed: no descriptor and no thread is left")
  func dropped() async throws {
    try await Scripted.withServer { server in
      try await Self.expectNothingLeft {
        for _ in 0..<Self.repetitions {
          let session = try await CassandraSession.connect(Scripted.configuration(server))
          _ = try await session.execute("SELECT number FROM test.numbers")
        }
      }
    }
  }

  @Test("many attempts that fail, each in another way: no descriptor and no thread is left")
  func failedAttempts() async throws {
    let script: Scripted.Script = { exchange in
      switch exchange.connection % 4 {
      case 0: [.close]
      case 1: [.send([0x84, 0])]  // the client's time runs out
      case 2: [.send(Array("HTTP/1.1".utf8))]
      default: exchange.opcode == 1 ? [.send(Frames.error(.serverError, "no", stream: 0))] : nil
      }
    }
    try await Scripted.withServer(script: script) { server in
      try await Self.expectNothingLeft {
        for _ in 0..<Self.repetitions {
          let error = await cqlError {
            try await CassandraSession.connect(Scripted.configuration(server) { $0.connectTimeout = .milliseconds(2) })
          }
          #expect(error?.code == .noHostAvailable)
        }
      }
    }
  }

  @Test("many broken connections of one session: no descriptor is left")
  func brokenConnections() async throws {
    let script: Scripted.Script = { exchange in
      guard exchange.isOfTest else { return nil }
      switch exchange.connection % 4 {
      case 0: return [.close]
      case 1: return [.send([0x84, 0])]
      case 2: return [.send(Frames.raw(stream: 0, opcode: 8, length: .max))]
      default: return [.send(exchange.answer + exchange.answer)]
      }
    }
    try await Scripted.withSession(script: script) { session, server async throws in
      try await Self.expectNothingLeft {
        while server.acceptedConnections < Self.repetitions {
          try Task.checkCancellation()  // the time limit's: in a cancelled task nothing is asked any more
          _ = await cqlError { try await session.numbers(Scripted.hurried(Scripted.select, milliseconds: 2)) }
        }
      }
    }
  }

  /// A leak of one for each repetition stands out from what other tests do at the same time.
  private static func expectNothingLeft(after body: () async throws -> Void) async throws {
    let (descriptors, threads) = (ProcessResources.descriptors, ProcessResources.threads)
    try await body()
    guard let descriptors, let threads else { return }
    let isClean = {
      (ProcessResources.descriptors ?? 0) < descriptors + repetitions / 5
        && (ProcessResources.threads ?? 0) < threads + repetitions / 5
    }
    // Servers notice the ends of connections on threads of their own.
    let deadline = ContinuousClock.now + .seconds(20)
    while !isClean(), ContinuousClock.now < deadline { await Task.yield() }
    #expect(isClean(), "\(descriptors) descriptors and \(threads) threads before")
  }
}
