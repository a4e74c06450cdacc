import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

/// A conversation, from the first byte of the handshake to the last one of a scan, in which one byte of the server's is
/// not what it should be.
@Suite(.serialized, .timeLimit(.minutes(60))) struct ConversationTests {
  private static let rows = 12
  private static let pageSize: PageSize = 5
  /// Prepared, and in three pages.
  private static let statement = Statement("SELECT number FROM test.numbers WHERE part = ?", values: [0])

  private static var coordinator: FakeCoordinator { FakeCoordinator(tables: [.numbered(rows: rows)]) }

  enum Change: CaseIterable, Sendable {
    case lowestBit, highestBit, allBits, drop, double, cut, delay, split

    /// Whether all bytes come, and in their order.
    var isHarmless: Bool { self == .delay || self == .split }
  }

  struct Case: Sendable, CustomStringConvertible {
    let byte: Int
    let change: Change

    var description: String { "byte \(byte), \(change)" }
  }

  /// The answers of the first connection as one stream of bytes, of which one is changed.
  private final class Script: Sendable {
    private let sent = Lock(0)
    private let change: Case?

    init(_ change: Case?) { self.change = change }

    var byteCount: Int { sent.withLock { $0 } }

    func actions(_ exchange: WireExchange) -> [WireExchange.Action]? {
      guard exchange.connection == 1 else { return nil }
      let start = sent.withLock { sent in
        defer { sent += exchange.answer.count }
        return sent
      }
      guard let change, (start..<start + exchange.answer.count).contains(change.byte) else { return nil }
      return change.change.actions(exchange.answer, at: change.byte - start)
    }
  }

  private static func configuration(_ server: WireServer, isHarmless: Bool = false) -> SessionConfiguration {
    Scripted.configuration(server) {
      if isHarmless { return }
      $0.maximumFrameLength = 1 << 20
      // An answer that misses a byte never ends: silence is to be noticed soon, and a good answer in that time.
      $0.timeout = .seconds(1)
      $0.connectTimeout = .seconds(1)
      $0.reconnectionDelay = .milliseconds(5)
      $0.longestReconnectionDelay = .milliseconds(20)
    }
  }

  private static func scan(_ session: CassandraSession) async throws -> Hostile.Outcome {
    var numbers: [CQLValue] = []
    for try await row in session.rows(of: statement, pageSize: pageSize) {
      numbers.append(try row.decode(CQLValue.self, at: 0))
      // A server can say what it likes, but not for ever.
      if numbers.count > 1_000 { throw CQLError(.stalledPaging, "more rows than were sent") }
    }
    return numbers == (0..<rows).map { .int(Int32($0)) } ? .result : .otherRows
  }

  private static func recordedLength() async throws -> Int {
    let script = Script(nil)
    try await Scripted.withServer(coordinator, script: script.actions) { server async throws in
      try await CassandraSession.withSession(configuration(server, isHarmless: true)) { _ = try await scan($0) }
    }
    return script.byteCount
  }

  @Test("every byte of a conversation flipped, dropped, doubled, or the last one")
  func everyByte() async throws {
    let length = try await Self.recordedLength()
    #expect(length > 1_500)
    let changes = Change.allCases.filter { !$0.isHarmless }
    let all = (0..<length).flatMap { byte in changes.map { Case(byte: byte, change: $0) } }
    let outcomes = try await Hostile.run("a changed byte", Hostile.sample(all, 240, seed: 7)) {
      try await Self.play($0)
    }
    #expect(outcomes.count > 3, "there are results and errors of several kinds")
    if Hostile.isExhaustive { try Self.checkPeak() }
  }

  /// The peak of this process, the servers' part included: many connections at a time, with a megabyte for a frame each.
  private static func checkPeak() throws {
    let peak = try #require(ProcessResources.peakResidentBytes)
    print("hostile: at most \(peak >> 20) MiB were resident, client and servers")
    #expect(peak < 256 << 20)
  }

  private static func play(_ item: Case) async throws -> Hostile.Outcome {
    let isHarmless = item.change.isHarmless
    return try await Scripted.withServer(coordinator, script: Script(item).actions) { server async throws in
      await Hostile.outcome(of: "\(item)", within: .seconds(90)) {
        try await CassandraSession.withSession(configuration(server, isHarmless: isHarmless)) {
          session async throws in
          // Three pages and a statement to prepare, of a second each.
          let limit = Duration.seconds(isHarmless ? 60 : 15)
          let outcome = await Hostile.outcome(of: "\(item)", within: limit) { try await scan(session) }
          await Hostile.isUsable(session, rows: rows, name: "\(item)")
          return outcome
        }
      }
    }
  }

  @Test(
    "a conversation in which a byte is late, or a frame comes in two parts, is read as if it came at once",
    arguments: [Change.delay, .split])
  func patience(change: Change) async throws {
    let length = try await Self.recordedLength()
    let cases = Hostile.sample(Array(0..<length), 60, seed: 11).map { Case(byte: $0, change: change) }
    let outcomes = try await Hostile.run("\(change) at each byte", cases) { try await Self.play($0) }
    #expect(outcomes == [.result: cases.count])
  }

  @Test("a conversation that drips one byte at a time is read as if it came at once")
  func drip() async throws {
    let server = { @Sendable (exchange: WireExchange) -> [WireExchange.Action]? in
      exchange.answer.flatMap { [.send([$0]), .stall(.microseconds(50))] }
    }
    let outcomes = try await Hostile.run("a drip", [server]) { server in
      try await Scripted.withServer(Self.coordinator, script: server) { server async throws in
        await Hostile.outcome(of: "a drip", within: .seconds(60)) {
          try await CassandraSession.withSession(Scripted.configuration(server)) { try await Self.scan($0) }
        }
      }
    }
    #expect(outcomes == [.result: 1])
  }
}

extension ConversationTests.Change {
  fileprivate func actions(_ answer: [UInt8], at byte: Int) -> [WireExchange.Action] {
    switch self {
    case .lowestBit: [.send(answer.with(answer[byte] ^ 1, at: byte))]
    case .highestBit: [.send(answer.with(answer[byte] ^ 0x80, at: byte))]
    case .allBits: [.send(answer.with(~answer[byte], at: byte))]
    case .drop: [.send(Array(answer[..<byte] + answer[(byte + 1)...]))]
    case .double: [.send(Array(answer[...byte] + answer[byte...]))]
    case .delay:
      [
        .send(Array(answer[..<byte])), .stall(.milliseconds(2)), .send([answer[byte]]), .stall(.milliseconds(2)),
        .send(Array(answer[(byte + 1)...])),
      ]
    case .split: [.send(Array(answer[..<byte])), .stall(.milliseconds(2)), .send(Array(answer[byte...]))]
    case .cut: [.send(Array(answer[..<byte])), .close]
    }
  }
}
