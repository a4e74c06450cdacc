import CQLNativeProtocol
import CQLPaging
import CQLPagingTesting
import Testing

@testable import CQLSession

@Suite(.timeLimit(.minutes(2))) struct PreparedStatementTests {
  private static let prepare: UInt8 = 0x09
  private static let execute: UInt8 = 0x0A

  /// A script that counts PREPARE messages by their text, and lets `script` answer.
  private final class Preparations: Sendable {
    private let counts = Lock<[String: Int]>([:])

    var total: Int { counts.withLock { $0.values.reduce(0, +) } }

    func counting(_ script: @escaping Scripted.Script = { _ in nil }) -> Scripted.Script {
      { exchange in
        if exchange.opcode == PreparedStatementTests.prepare {
          self.counts.withLock { $0[exchange.statement ?? "", default: 0] += 1 }
        }
        return script(exchange)
      }
    }
  }

  private static func query(_ name: String = "number", part: Int = 0) -> Statement {
    "SELECT \(cql: name) FROM test.numbers WHERE part = \(part)"
  }

  @Test("F3: a statement that many want is prepared once")
  func singleFlight() async throws {
    let preparations = Preparations()
    try await Scripted.withSession(
      script: preparations.counting { $0.opcode == Self.prepare ? [.pause(.milliseconds(5)), .send($0.answer)] : nil }
    ) { session, _ async throws in
      try await withThrowingTaskGroup(of: [Int].self) { group in
        for _ in 0..<100 { group.addTask { try await session.numbers(Self.query()) } }
        for try await numbers in group { #expect(numbers == Array(0..<50)) }
      }
    }
    #expect(preparations.total == 1)
  }

  @Test("F3: whoever has less time than the task that prepares does not wait for it; others go on when it is cancelled")
  func waiting() async throws {
    let once = Once()
    let isPreparing = Countdown()
    try await Scripted.withSession(
      script: { exchange in
        guard exchange.opcode == Self.prepare, once.take() else { return nil }
        isPreparing.arrive()
        return []
      }
    ) { session, server async throws in
      let numbers = try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          await #expect(throws: CancellationError.self) { _ = try await session.numbers(Self.query()) }
        }
        await isPreparing.wait()
        async let patient = session.numbers(Self.query())
        let hurried = await cqlError { try await session.numbers(Scripted.hurried(Self.query(), milliseconds: 1)) }
        #expect(hurried?.code == .timeout)
        group.cancelAll()
        return try await patient
      }
      #expect(numbers == Array(0..<50))
      #expect(server.acceptedConnections == 1)
    }
  }

  @Test("F3: the short timeout of the task that prepares is not that of the others")
  func otherTimeout() async throws {
    let once = Once()
    let isPreparing = Countdown()
    try await Scripted.withSession(
      script: { exchange in
        guard exchange.opcode == Self.prepare, once.take() else { return nil }
        isPreparing.arrive()
        return []
      }
    ) { session, _ async throws in
      async let hurried = cqlError { try await session.numbers(Scripted.hurried(Self.query())) }
      await isPreparing.wait()
      let patient = await cqlError { try await session.numbers(Self.query()) }
      #expect(await hurried?.code == .timeout)
      // The silent connection is closed with its last query.
      #expect([nil, .connectionClosed].contains(patient?.code))
      #expect(try await session.numbers(Self.query()) == Array(0..<50))
    }
  }

  @Test("F3: UNPREPARED in the middle of a scan: prepared again, and the same position is sent again")
  func forgottenInTheMiddle() async throws {
    let faults = [Fault(.unprepared, on: 3), Fault(.unprepared, on: 5, times: 2)]
    let coordinator = FakeCoordinator(tables: [.numbered(rows: 50)], faults: faults)
    let preparations = Preparations()
    try await Scripted.withSession(coordinator, script: preparations.counting()) { session, server async throws in
      #expect(try await session.numbers(Self.query(), pageSize: 10) == Array(0..<50))
      #expect(server.acceptedConnections == 1)
    }
    #expect(preparations.total == 4)
    let states = coordinator.requests.map(\.state)
    #expect(states.count == 6 + 3)
    #expect(states[2] == states[3])
    #expect(states[5] == states[6] && states[6] == states[7])
    #expect(Set(states).count == 6)
  }

  @Test("F3: ALTER in the middle of a scan forgets the statement; the scan goes on with the columns of now")
  func altered() async throws {
    let coordinator = FakeCoordinator(tables: [.numbered(rows: 50)])
    try await Scripted.withSession(coordinator) { session, _ async throws in
      var numbers: [Int] = []
      for try await row in session.rows(of: Self.query("*"), pageSize: 10) {
        numbers.append(try row.decode(Int.self, named: "number"))
        if numbers.count == 25 { coordinator.replaceTable(.numbered(rows: 50)) }
      }
      #expect(numbers == Array(0..<50))
    }
  }

  @Test("F3: a server that forgets every time is a typed error, and other statements still work")
  func alwaysForgotten() async throws {
    let preparations = Preparations()
    try await Scripted.withSession(
      script: preparations.counting { exchange in
        guard exchange.opcode == Self.execute else { return nil }
        let error = ServerError(code: .unprepared, message: "who?", details: .unprepared(id: [1]))
        return [.send(Frames.of(.error(error), stream: exchange.stream))]
      }
    ) { session, server async throws in
      let error = await cqlError { try await session.numbers(Self.query()) }
      #expect(error?.code == .unexpectedResponse)
      #expect(error?.message.contains("forgot the prepared statement 4 times in a row") == true)
      #expect(preparations.total == 4)
      #expect(try await session.numbers() == Array(0..<50))
      #expect(server.acceptedConnections == 1)
    }
  }

  @Test("F3: no more statements are remembered than wanted; the one not used for longest goes first")
  func bound() async throws {
    let preparations = Preparations()
    try await Scripted.withSession(
      script: preparations.counting(), configure: { $0.maximumPreparedStatements = 2 }
    ) { session, _ async throws in
      for (name, expected) in [("part", 1), ("number", 2), ("part", 2), ("name", 3), ("part", 3), ("number", 4)] {
        _ = try await session.execute(Self.query(name))
        #expect(preparations.total == expected, "\(name)")
      }
    }
  }

  @Test("F3: a PREPARE that fails is not remembered, and everyone who waits gets the server's error")
  func failure() async throws {
    try await Scripted.withSession { session, _ async throws in
      for _ in 0..<2 {
        let error = await cqlError { try await session.prepare("SELECT nothing FROM test.numbers WHERE part = ?") }
        #expect(error?.server?.code == .invalid)
      }
    }
  }

  @Test(
    "F3: what answers PREPARE must be a prepared statement",
    arguments: [Response.result(.void), .ready, .result(.setKeyspace("a"))])
  func wrongAnswer(response: Response) async throws {
    let once = Once()
    try await Scripted.withSession(
      script: {
        $0.opcode == Self.prepare && once.take() ? [.send(Frames.of(response, stream: $0.stream))] : nil
      }
    ) { session, _ async throws in
      let error = await cqlError { try await session.numbers(Self.query()) }
      #expect(error?.code == .unexpectedResponse)
      #expect(error?.message.contains("where the prepared statement was expected") == true)
      #expect(try await session.numbers(Self.query()) == Array(0..<50))
    }
  }

  @Test("B6: VOID for an EXECUTE of a SELECT is no end")
  func voidResult() async throws {
    try await Scripted.withSession(
      script: { $0.opcode == Self.execute ? [.send(Frames.of(.result(.void), stream: $0.stream))] : nil }
    ) { session, _ async throws in
      #expect(await cqlError { try await session.numbers(Self.query()) }?.code == .unexpectedResponse)
    }
  }
}
