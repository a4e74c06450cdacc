import CQLPaging
import CQLSession
import Testing

/// Who breaks what the others use.
extension Soak {
  /// A node is killed or frozen, and comes back. The next one only goes when all see each other again.
  func breakNode(_ random: inout SoakRandom) async throws {
    do { try await breakAndMend(&random) } catch {
      // Without this node the next one would be one too many.
      isBroken.withLock { $0 = true }
      throw error
    }
  }

  private func breakAndMend(_ random: inout SoakRandom) async throws {
    let node = Int.random(in: 1...3, using: &random)
    let time = Duration.seconds(Int.random(in: 1...15, using: &random))
    if Bool.random(using: &random) {
      try await gate.beginKill()
      log.say("node \(node) is killed for \(time)")
      try await nodes.kill(node)
      gate.endKill()
      log.count("nodes killed")
      try await Task.sleep(for: time)
      try await nodes.start(node)
    } else {
      log.say("node \(node) is frozen for \(time)")
      try await nodes.freeze(node)
      log.count("nodes frozen")
      try await Task.sleep(for: time)
      try await nodes.thaw(node)
    }
    try await nodes.restore()
    log.say("node \(node) is back")
  }

  /// Connections are reset, ended or stalled: most often one, now and then all to a node, or all.
  func cutConnections(_ random: inout SoakRandom) {
    let harm: CuttingProxy.Harm
    switch Int.random(in: 0...4, using: &random) {
    case 0: harm = .stall(.milliseconds(Int.random(in: 50...6000, using: &random)))
    case 1, 2: harm = .end
    default: harm = .reset
    }
    switch Int.random(in: 0...19, using: &random) {
    case 0: proxy.harm(harm, .all)
    case 1, 2: proxy.harm(harm, .target(Int.random(in: 0...2, using: &random)))
    default: proxy.harm(harm, .one(Int.random(in: 0...1000, using: &random)))
    }
    if case .stall = harm { log.count("stalls of connections") } else { log.count("cuts of connections") }
  }

  /// A column of a table that is being read comes and goes, as do a keyspace and a table. A node that is killed or frozen
  /// meanwhile makes the change end with an error, and nobody knows whether it came to be.
  func changeSchema(_ random: inout SoakRandom, _ session: CassandraSession) async throws {
    let other = "\(keyspace)_\(UInt32.random(in: 0...(.max), using: &random))"
    let texts = [
      "ALTER TABLE changing ADD IF NOT EXISTS extra text",
      "CREATE KEYSPACE \(other) WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}",
      "CREATE TABLE \(other).made (k int PRIMARY KEY)",
      "ALTER TABLE changing DROP IF EXISTS extra",
      "DROP KEYSPACE IF EXISTS \(other)",
    ]
    for text in texts {
      var statement = Statement(text)
      // Two nodes that each make the same table would make two tables of one name.
      statement.isIdempotent = !text.hasPrefix("CREATE")
      try await Task.sleep(for: .milliseconds(Int.random(in: 0...1500, using: &random)))
      try await gate.beginChange()
      defer { gate.endChange() }
      do {
        try await session.execute(statement)
        log.count("schema changes")
      } catch let error as CQLError {
        let codes: Set<CQLError.Code> = [.connectionClosed, .timeout, .server]
        log.failed("schema change", error, isExpected: codes.contains(error.code))
      }
    }
  }
}

/// Keeps deaths of nodes and schema changes apart. A node writes each change into several tables of its own, one after
/// the other, and does not start again when it was killed in between ("Columns not found in schema table").
final class SchemaGate: Sendable {
  private struct State {
    var isKilling = false
    var isChanging = false
    var lastChange = ContinuousClock.now
  }

  /// Longer than nodes take to hear of a change and to write it down.
  private static let rest = Duration.seconds(12)
  private let state = Lock(State())

  /// Waits until no node is about to be killed.
  func beginChange() async throws {
    while !state.withLock({ state in
      if state.isKilling { return false }
      state.isChanging = true
      return true
    }) { try await Task.sleep(for: .milliseconds(50)) }
  }

  func endChange() {
    state.withLock { state in
      state.isChanging = false
      state.lastChange = .now
    }
  }

  /// Waits until the last change has come to rest; the next one waits until ``endKill()``.
  func beginKill() async throws {
    state.withLock { $0.isKilling = true }
    while state.withLock({ $0.isChanging || .now - $0.lastChange < Self.rest }) {
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  func endKill() { state.withLock { $0.isKilling = false } }
}
