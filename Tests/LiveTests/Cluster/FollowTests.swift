import CQLPaging
import CQLSession
import Testing

extension LiveCluster {
  /// Nodes that go, freeze and come back while a session runs.
  @Suite(.enabled(if: ThreeNodes.dataCenters.isEmpty, "these nodes are in several data centres"))
  struct FollowTests {
    /// A question that each node answers by itself.
    private static let question: Statement = "SELECT cluster_name FROM system.local"

    @Test("F5, F6: requests follow nodes that are stopped and started, without an error")
    func stopAndStart() async throws {
      try await ThreeNodes.withNodes { nodes in
        try await CassandraSession.withSession(ThreeNodes.configuration()) { session in
          try await session.eventuallyAsks(exactly: Set(ThreeNodes.addresses))
          for node in 1...3 {
            try await nodes.kill(node)
            let others = ThreeNodes.addresses.filter { $0 != ThreeNodes.addresses[node - 1] }
            let left = try await session.eventuallyAsks(exactly: Set(others))
            try await nodes.start(node)
            let returned = try await session.eventuallyAsks(exactly: Set(ThreeNodes.addresses))
            print("measured: node \(node) was left after \(left), and asked again after \(returned) since it was ready")
          }
        }
      }
    }

    @Test("F5: events come from another node when the one that told of changes is gone")
    func controlDies() async throws {
      try await ThreeNodes.withNodes { nodes in
        var configuration = try ThreeNodes.configuration()
        // What a session finds out by itself is an hour away: only events tell it that a node is back.
        configuration.reconnectionDelay = .seconds(3600)
        configuration.longestReconnectionDelay = .seconds(3600)
        configuration.topologyRefreshInterval = .seconds(3600)
        try await CassandraSession.withSession(configuration) { session in
          try await session.eventuallyAsks(exactly: Set(ThreeNodes.addresses))
          // The first contact point tells of changes at first. Whoever does so after it, its turn comes, too.
          for node in 1...3 {
            try await nodes.kill(node)
            try await eventually("node \(node) is down") { session.state(of: ThreeNodes.addresses[node - 1]) == .down }
            try await nodes.start(node)
            let time = try await session.eventuallyAsks(exactly: Set(ThreeNodes.addresses))
            print("measured: an event has told of node \(node) \(time) after it was ready")
          }
        }
      }
    }

    @Test("F5: a frozen node costs no request more than its timeout, and none when it has been found out")
    func frozen() async throws {
      try await ThreeNodes.withNodes { nodes in
        var configuration = try ThreeNodes.configuration()
        configuration.timeout = .seconds(8)
        try await CassandraSession.withSession(configuration) { session in
          try await session.eventuallyAsks(exactly: Set(ThreeNodes.addresses))
          try await nodes.freeze(2)
          // Some of these meet the frozen node. They are asked of another one when the heartbeat has found it out, which
          // is before their time is over.
          let before = try await session.slowest(of: 300, Self.question)
          #expect(session.state(of: ThreeNodes.addresses[1]) != .up)
          let after = try await session.slowest(of: 300, Self.question)
          #expect(after.coordinators == [ThreeNodes.addresses[0], ThreeNodes.addresses[2]])
          try await nodes.thaw(2)
          let returned = try await session.eventuallyAsks(exactly: Set(ThreeNodes.addresses))
          print(
            "measured: with a frozen node the slowest of 300 requests took \(before.time), then \(after.time); "
              + "asked again after \(returned)")
          #expect(before.time < configuration.timeout)
        }
      }
    }
  }
}

extension CassandraSession {
  /// Asks many times at once. No request may fail.
  ///
  /// - Returns: how long the slowest answer took, and who answered.
  fileprivate func slowest(
    of count: Int, _ question: Statement
  ) async throws -> (time: Duration, coordinators: Set<String?>) {
    try await withThrowingTaskGroup { group in
      for _ in 0..<count {
        group.addTask {
          let began = ContinuousClock.now
          let coordinator = try await self.execute(question).info.coordinator
          return (ContinuousClock.now - began, coordinator)
        }
      }
      var slowest = Duration.zero
      var coordinators: Set<String?> = []
      for try await (time, coordinator) in group {
        slowest = max(slowest, time)
        coordinators.insert(coordinator)
      }
      return (slowest, coordinators)
    }
  }
}
