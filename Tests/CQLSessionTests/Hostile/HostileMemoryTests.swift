import CQLPaging
import CQLPagingTesting
import CQLSession
import Foundation
import Testing

/// What hostile servers make a client hold. The client is a process of its own, so that nothing else is measured.
@Suite(
  .serialized, .timeLimit(.minutes(10)),
  .enabled(if: ProcessResources.peakResidentBytes != nil && !ProcessResources.isSanitized))
struct HostileMemoryTests {
  /// What may be held besides the bytes that came: what small frames can announce is bounded by numbers, not by bytes.
  private static let room = 64 << 20

  @Test("a client holds what came, up to the limit of a frame, and not what is announced", arguments: answers)
  func answer(_ answer: HostileAnswerTests.Answer) async throws {
    let (warmUp, first, sent) = (Once(), Once(), Lock(0))
    try await Scripted.withServer(
      script: { exchange in
        guard exchange.isOfTest, !warmUp.take(), first.take() else { return nil }
        let actions = answer.actions(exchange)
        sent.withLock { $0 = actions.byteCount }
        return actions
      }
    ) { server async throws in
      let isHurried = answer.expected.contains(.error(.timeout))
      let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
        [port = server.port as Int, frameLimit = answer.frameLimit as Int, isHurried = isHurried as Bool] in
        try await HostileMemoryTests.printGrowth(port: port, frameLimit: frameLimit, isHurried: isHurried)
      }
      let growth = try #require(Self.growth(result))
      let sent = Self.log(answer.testDescription, sent, growth)
      #expect(sent > 0)
      #expect(growth < Self.room + 2 * min(sent, answer.frameLimit))
    }
  }

  private static let answers = HostileAnswerTests.answers

  @Test("a client holds no more than twice what is said of a cluster, whatever it is", arguments: views)
  func view(_ view: HostileView) async throws {
    let sent = Lock(0)
    try await Scripted.withServer(
      script: { exchange in
        let actions = view.actions(exchange)
        sent.withLock { $0 += actions?.byteCount ?? 0 }
        return actions
      }
    ) { server async throws in
      let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
        [port = server.port as Int] in
        try await HostileMemoryTests.printGrowth(port: port)
      }
      let growth = try #require(Self.growth(result))
      let sent = Self.log(view.testDescription, sent, growth)
      #expect(growth < Self.room + 2 * sent)
    }
  }

  private static let views =
    HostileView.names + HostileView.addresses + HostileView.rings + HostileView.replications

  private static func log(_ name: String, _ sent: Lock<Int>, _ growth: Int) -> Int {
    let sent = sent.withLock { $0 }
    print("hostile: memory: \(name): \(sent >> 10) KiB sent, the client grew by \(growth >> 10) KiB")
    return sent
  }

  private static func growth(_ result: ExitTest.Result?) -> Int? {
    let words = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self).split(separator: " ")
    return words.firstIndex(of: "grew").flatMap { words.dropFirst($0 + 1).first }.flatMap { Int($0) }
  }

  /// In the client's process: a page as it should be, and then the other one.
  private static func printGrowth(port: Int, frameLimit: Int, isHurried: Bool) async throws {
    let configuration = Scripted.configuration(port: port) { $0.maximumFrameLength = frameLimit }
    try await CassandraSession.withSession(configuration) { session async throws in
      _ = try await session.fetchPage(PageRequest(Scripted.select))
      try await printGrowth {
        let statement = isHurried ? Scripted.hurried(Scripted.select, milliseconds: 500) : Scripted.select
        _ = try? await session.fetchPage(PageRequest(statement))
      }
    }
  }

  /// In the client's process: a session is opened, or not, and asked.
  private static func printGrowth(port: Int) async throws {
    try await printGrowth {
      try? await CassandraSession.withSession(Scripted.configuration(port: port)) { session async throws in
        _ = try await session.fetchPage(PageRequest(Scripted.select))
      }
    }
  }

  private static func printGrowth(of body: () async throws -> Void) async throws {
    let before = try #require(ProcessResources.peakResidentBytes)
    try await body()
    let after = try #require(ProcessResources.peakResidentBytes)
    print("grew \(after - before) ")
  }
}

extension [WireExchange.Action] {
  fileprivate var byteCount: Int { reduce(0) { if case .send(let bytes) = $1 { $0 + bytes.count } else { $0 } } }
}
