import CQLNativeProtocol
import CQLPaging
import CQLPagingTesting
import Foundation
import Testing

@testable import CQLSession

/// Requests whose connection ends, or is given up, before they were sent, and what others on it do to them.
@Suite(.timeLimit(.minutes(2))) struct UnsentTests {
  struct End: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: CQLError.Code
    let actions: @Sendable (WireExchange) -> [WireExchange.Action]
  }

  private static let ends = [
    End(testDescription: "it is closed", code: .connectionClosed) { _ in [.close] },
    End(testDescription: "bytes that are no frame", code: .malformedFrame) { _ in
      [.send(Array(repeating: 0x7F, count: 20))]
    },
    End(testDescription: "an answer for nobody", code: .unexpectedResponse) { _ in
      [.send(Frames.of(.result(.void), stream: 99))]
    },
    End(testDescription: "an error for nobody", code: .connectionClosed) { _ in
      [.send(Frames.error(.isBootstrapping, "too early", stream: 0))]
    },
  ]

  /// A statement that may not be run twice.
  private static var once: Statement {
    var statement = Scripted.select
    statement.isIdempotent = false
    return statement
  }

  private static var preparedOnce: Statement {
    var statement = once
    statement.preparation = .always
    return statement
  }

  private static let unprepared = Response.error(
    ServerError(code: .unprepared, message: "forgotten", details: .unprepared(id: [1])))

  /// A script whose first request of the test waits for the gate.
  private static func gated(
    _ gate: DispatchSemaphore, _ script: @escaping @Sendable (WireExchange, _ number: Int) -> [WireExchange.Action]?
  ) -> Scripted.Script {
    let count = Lock(0)
    return { exchange in
      guard exchange.isOfTest else { return nil }
      let number = count.increased()
      if number == 1 { gate.wait() }
      return script(exchange, number)
    }
  }

  @Test(
    "F7: what was not sent is asked anew, however its connection ends, and though it may not run twice", arguments: ends
  )
  func queued(end: End) async throws {
    let gate = DispatchSemaphore(value: 0)
    try await Scripted.withSession(
      script: Self.gated(gate) { exchange, number in number == 1 ? end.actions(exchange) : nil },
      configure: { $0.maximumConcurrentRequests = 1 }
    ) { session, _ async throws in
      let outcomes = await withTaskGroup(of: CQLError?.self) { group in
        for _ in 0..<10 {
          group.addTask {
            await cqlError { try await session.fetchPage(PageRequest(Self.once)) }
          }
        }
        #expect(await eventually { session.requestsAtNodes == 10 })
        gate.signal()
        return await group.reduce(into: []) { $0.append($1?.code) }
      }
      #expect(outcomes.count { $0 == nil } == 9)
      #expect(outcomes.compactMap(\.self) == [end.code], "of the one that was sent")
    }
  }

  @Test("F7: a request that was not sent at first has all its retries still")
  func retries() async throws {
    let gate = DispatchSemaphore(value: 0)
    let late = ServerError(
      code: .readTimeout, message: "late",
      details: .readTimeout(consistency: .one, received: 1, blockFor: 1, dataPresent: false))
    try await Scripted.withSession(
      script: Self.gated(gate) { exchange, number in
        switch number {
        case 1: [.close]
        case 2: [.send(Frames.of(.error(late), stream: exchange.stream))]
        default: nil
        }
      },
      configure: { $0.maximumConcurrentRequests = 1 }
    ) { session, _ async throws in
      async let sent = cqlError { try await session.fetchPage(PageRequest(Self.once)) }
      #expect(await eventually { session.requestsAtNodes == 1 })
      async let queued = session.fetchPage(PageRequest(Scripted.select))
      #expect(await eventually { session.requestsAtNodes == 2 })
      gate.signal()
      #expect(await sent?.code == .connectionClosed)
      #expect(try await queued.info.retries == 1)
    }
  }

  /// The first PREPARE is answered, the first EXECUTE says that the statement is not known, and so many PREPARE after that
  /// end their connections.
  private static func forgetful(cuts: Int) -> (Scripted.Script, executions: Lock<Int>) {
    let (preparations, executions) = (Lock(0), Lock(0))
    let script: Scripted.Script = { exchange in
      switch exchange.opcode {
      case 0x09: (2...cuts + 1).contains(preparations.increased()) ? [.close] : nil
      case 0x0A where executions.increased() <= cuts: [.send(Frames.of(unprepared, stream: exchange.stream))]
      default: nil
      }
    }
    return (script, executions)
  }

  @Test("F7: a connection that ends while a forgotten statement is prepared has run nothing: up to five are tried")
  func forgotten() async throws {
    for cuts in [1, 5, 6] {
      let (script, executions) = Self.forgetful(cuts: cuts)
      try await Scripted.withSession(script: script) { session, _ async throws in
        let error = await cqlError { try await session.fetchPage(PageRequest(Self.preparedOnce)) }
        #expect(error?.code == (cuts > 5 ? .connectionClosed : nil))
        #expect(executions.withLock { $0 } == min(cuts + 1, 6))
      }
    }
  }

  @Test("F7: what a server says to nobody is no answer to a statement that may have been run")
  func unpreparedForNobody() async throws {
    let executions = Lock(0)
    try await Scripted.withSession(
      script: { exchange in
        guard exchange.opcode == 0x0A else { return nil }
        executions.increased()
        return [.send(Frames.of(Self.unprepared, stream: 99))]
      }
    ) { session, _ async throws in
      let error = await cqlError { try await session.fetchPage(PageRequest(Self.preparedOnce)) }
      #expect(error?.code == .connectionClosed)
      #expect((error?.cause as? CQLError)?.server?.code == .unprepared)
      #expect(executions.withLock { $0 } == 1)
    }
  }

  @Test("F7: a connection that was given up takes no more requests, and answers those that it has")
  func givenUp() async throws {
    let gate = DispatchSemaphore(value: 0)
    try await Scripted.withSession(script: Self.gated(gate) { _, _ in nil }) { session, _ async throws in
      let connection = try #require(try session.cluster.targetNow(of: Route())?.connection)
      async let numbers = session.numbers()
      #expect(await eventually { session.requestsAtNodes == 1 })
      connection.retire()
      let error = await cqlError {
        try await connection.send(RequestMessage(.options), deadline: .now + .seconds(60), begun: .now)
      }
      #expect(error?.code == .connectionClosed)
      #expect(error?.mayHaveRun == false)
      gate.signal()
      #expect(try await numbers == Array(0..<50))
    }
  }

  @Test("an answer above the limit is nobody's error where its request was cancelled")
  func tooLargeForNobody() async throws {
    let gate = DispatchSemaphore(value: 0)
    try await Scripted.withSession(
      FakeCoordinator(tables: [.numbered(rows: 500)]), script: Self.gated(gate) { _, _ in nil },
      configure: { $0.maximumFrameLength = 2000 }
    ) { session, _ async throws in
      let large = Task { try await session.fetchPage(PageRequest(Scripted.select, pageSize: 400)) }
      #expect(await eventually { session.requestsAtNodes == 1 })
      async let other = cqlError { try await session.fetchPage(PageRequest(Scripted.select, pageSize: 5)) }
      #expect(await eventually { session.requestsAtNodes == 2 })
      large.cancel()
      await #expect(throws: CancellationError.self) { try await large.value }
      gate.signal()
      #expect(await other?.code == .connectionClosed)
      #expect(try await session.numbers(pageSize: 50) == Array(0..<500))
    }
  }

  @Test("F7: half of an answer that nobody waits for is no reason to give up its connection")
  func halfAnswer() async throws {
    let gate = DispatchSemaphore(value: 0)
    let (number, half) = (Lock(0), Lock<[UInt8]>([]))
    try await Scripted.withSession(
      script: { exchange in
        guard exchange.isOfTest else { return nil }
        switch number.increased() {
        case 1:
          half.withLock { $0 = Array(exchange.answer.dropFirst(20)) }
          return [.send(Array(exchange.answer.prefix(20)))]
        case 2:
          gate.wait()
          return [.send(half.withLock { $0 } + exchange.answer)]
        default: return nil
        }
      },
      configure: { $0.heartbeatTimeout = .seconds(12) }
    ) { session, server async throws in
      // That the connection has long been silent says nothing of the answer. What follows must not take as long, on a
      // busy machine neither.
      try await Task.sleep(for: .seconds(12.2))
      try await Self.askForNobody(session)
      let hurried = Scripted.hurried(Scripted.select, milliseconds: 200)
      #expect(await cqlError { try await session.numbers(hurried) }?.code == .timeout)
      gate.signal()
      #expect(try await session.numbers() == Array(0..<50))
      #expect(server.acceptedConnections == 1)
    }
  }

  @Test("F7: an answer that nobody waits for, and that does not end, keeps nobody waiting behind it")
  func endlessAnswer() async throws {
    let isFirst = Once()
    try await Scripted.withSession(
      FakeCoordinator(tables: [.numbered(rows: 5000)]),
      script: { exchange in
        guard exchange.isOfTest, isFirst.take() else { return nil }
        // The server reads nothing else of this connection before it is through.
        return [.send(Array(exchange.answer.prefix(20)))]
          + exchange.answer.dropFirst(20).prefix(2000).flatMap { [.pause(.milliseconds(20)), .send([$0])] }
      },
      configure: { $0.heartbeatTimeout = .milliseconds(200) }
    ) { session, server async throws in
      try await Self.askForNobody(session)
      // The connection is given up when the first one's answer is late, or this one's.
      let error = await cqlError { try await session.numbers(Scripted.hurried(Scripted.select, milliseconds: 2000)) }
      #expect(error == nil || error?.code == .timeout)
      #expect(try await session.numbers() == Array(0..<5000))
      #expect(server.acceptedConnections > 1)
    }
  }

  /// Asks for a page, and cancels that.
  private static func askForNobody(_ session: CassandraSession) async throws {
    let nobody = Task { try await session.numbers() }
    #expect(await eventually { session.requestsAtNodes == 1 })
    nobody.cancel()
    await #expect(throws: CancellationError.self) { try await nobody.value }
  }
}
