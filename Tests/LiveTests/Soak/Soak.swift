import CQLPaging
import CQLSession
import Foundation
import Testing

/// What all actors of a soak share: two sessions that live through it, and tables that nobody writes to.
struct Soak: Sendable {
  let seed: UInt64
  let end: ContinuousClock.Instant
  let log: SoakLog
  let keyspace: String
  /// Rows with a number each.
  let table: NumberedTable
  /// The same, fewer of them, in a table whose columns change.
  let changing: NumberedTable
  let nodes: NodeControl
  let gate = SchemaGate()
  /// Whether a node could not be brought back.
  let isBroken = Lock(false)
  let proxy: CuttingProxy
  /// Straight to the nodes.
  let direct: CassandraSession
  /// By way of the proxy.
  let cut: CassandraSession

  /// How long the environment wants one; nil where it wants none.
  static let seconds = number("CQLPAGING_SOAK_SECONDS")
  /// That of an earlier soak; nil for another one.
  static let givenSeed = number("CQLPAGING_SOAK_SEED")

  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
  }

  /// Partitions of the table `line`, and the rows of each.
  static let partitions = 5
  static let rowsOfPartition = 2000

  var isOver: Bool { ContinuousClock.now >= end || isBroken.withLock { $0 } }

  /// - Parameter proxy: what leads to the nodes; nil for the straight way.
  static func configuration(through proxy: CuttingProxy?) throws -> SessionConfiguration {
    var configuration = try ThreeNodes.configuration()
    guard let proxy else { return configuration }
    let nodes = configuration.contactPoints
    let addresses = proxy.addresses
    configuration.contactPoints = addresses
    configuration.addressTranslator = { address in nodes.firstIndex(of: address).map { addresses[$0] } ?? address }
    return configuration
  }

  /// Makes the tables, and has every replica have every row.
  static func makeTables(_ session: CassandraSession, _ keyspace: String) async throws -> (NumberedTable, NumberedTable)
  {
    let table = try await NumberedTable.make("rows", in: keyspace, rows: 20_000, session)
    let changing = try await NumberedTable.make("changing", in: keyspace, rows: 3000, session)
    try await session.execute("CREATE TABLE line (p int, c int, v text, PRIMARY KEY (p, c))")
    let lines = (0..<partitions).flatMap { partition in
      stride(from: 0, to: rowsOfPartition, by: 100).map { start in
        (start..<start + 100).flatMap { [partition, $0, "value \($0)"] as [any CQLEncodable] }
      }
    }
    try await session.insertBatches(
      of: "INSERT INTO line (p, c, v) VALUES (?, ?, ?)", columns: 3, lines, consistency: .all)
    return (table, changing)
  }

  /// One of the sessions that live through it all.
  func session(_ random: inout SoakRandom) -> CassandraSession { Bool.random(using: &random) ? direct : cut }

  /// Rounds of one kind, one after the other, until the time is over. What a round throws is an error that has reached a
  /// consumer, and should not have.
  func rounds(
    of what: String, _ number: Int, pause: ClosedRange<Int> = 0...500,
    _ round: @Sendable (inout SoakRandom) async throws -> Void
  ) async {
    var random = SoakRandom(seed: seed &+ UInt64(number) << 32)
    while !isOver {
      log.roundBegan("\(what) \(number)")
      do {
        try await TaskLife.$current.withValue(TaskLife(log)) { try await round(&random) }
        log.count(what)
      } catch {
        log.failed(what, error)
      }
      log.roundEnded("\(what) \(number)")
      try? await Task.sleep(for: .milliseconds(Int.random(in: pause, using: &random)))
    }
  }

  /// Runs something that is cancelled after a while, or has ended before that. Nil: it is let end.
  func cancelled<Result: Sendable>(
    after time: Duration?, _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    // No long sleep instead: one that is cancelled keeps its memory until its time would have come.
    guard let time else { return try await body() }
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        do { try await Task.sleep(for: time) } catch {}
        return nil
      }
      var result: Result?
      for try await ended in group {
        if let ended { result = ended }
        group.cancelAll()
      }
      return try #require(result)
    }
  }
}

/// SplitMix64: the same choices for the same seed. What the servers make of them takes its own time.
struct SoakRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
