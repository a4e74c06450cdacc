import CQLPaging
import CQLSession
import Foundation
import Testing

/// Stops, freezes and starts nodes, and knows which of them have to be brought back.
actor NodeControl {
  private var stopped: Set<Int> = []
  private var frozen: Set<Int> = []

  /// As if the machine had died.
  func kill(_ node: Int) async throws {
    stopped.insert(node)
    try await run("stop --node \(node) --now")
  }

  func start(_ node: Int) async throws {
    try await run("start-node \(node)")
    stopped.remove(node)
  }

  /// Its connections stay open, and nothing answers.
  func freeze(_ node: Int) async throws {
    frozen.insert(node)
    try await run("pause \(node)")
  }

  func thaw(_ node: Int) async throws {
    try await run("resume \(node)")
    frozen.remove(node)
  }

  /// Has all nodes run, and waits until each sees the others.
  func restore() async throws {
    for node in frozen.sorted() { try await thaw(node) }
    for node in stopped.sorted() { try await start(node) }
    try await CassandraSession.withSession(ThreeNodes.configuration()) { session in
      _ = try await eventually("every node reads from every other") {
        for _ in 0..<6 {
          var statement: Statement = "SELECT keyspace_name FROM system_distributed.repair_history LIMIT 1"
          statement.consistency = .all
          guard try await session.answers(statement) else { return false }
        }
        return session.nodes.allSatisfy { $0.state == .up || $0.state == .idle }
      }
    }
  }

  private func run(_ command: String) async throws {
    let control = try #require(ThreeNodes.control)
    // Not Foundation's Process: it leaves a run loop with its descriptors on each thread that it was used from.
    let code = await withCheckedContinuation { continuation in
      Thread { continuation.resume(returning: system("exec \(control) \(command) >/dev/null")) }.start()
    }
    try #require(code == 0, "\(command) has ended with \(code)")
  }
}

/// Waits for what servers do in their own time.
///
/// - Parameter limit: longer than it can take on a machine that has much else to do.
/// - Returns: how long it took.
@discardableResult
func eventually(
  _ what: String, within limit: Duration = .seconds(90), _ condition: () async throws -> Bool
) async throws -> Duration {
  let began = ContinuousClock.now
  while try await !condition() {
    try #require(.now - began < limit, "\(what): not within \(limit)")
    try await Task.sleep(for: .milliseconds(50))
  }
  return .now - began
}

extension CassandraSession {
  /// Whether a statement has an answer at the moment.
  func answers(_ statement: Statement) async throws -> Bool {
    do {
      try await execute(statement)
      return true
    } catch is CQLError {
      return false
    }
  }

  /// The state of the node with this address.
  func state(of address: String) -> ClusterNode.State? { nodes.first { $0.address.description == address }?.state }

  /// Waits until requests go to these nodes, and to no others.
  ///
  /// - Returns: how long it took. No request may fail meanwhile.
  @discardableResult
  func eventuallyAsks(exactly addresses: Set<String>) async throws -> Duration {
    try await eventually("requests go to \(addresses.sorted())") {
      var asked: Set<String?> = []
      for _ in 0..<12 {
        asked.insert(try await execute("SELECT cluster_name FROM system.local").info.coordinator)
      }
      return asked == addresses
    }
  }
}
