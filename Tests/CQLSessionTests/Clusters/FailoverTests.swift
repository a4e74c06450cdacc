import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

#if os(Linux)
  @Suite struct FailoverTests {
    @Test("F6: a scan survives the death of each node in turn, rows exact")
    func deaths() async throws {
      try await Clustered.withSession { session, cluster async throws in
        let rows = try await Clustered.scan(session) { count in
          guard count.isMultiple(of: 30) else { return }
          // All are up again before the next one goes: a page that fails where nobody else can be asked is an error.
          if count >= 60 { try cluster.start((count / 30 - 1) % 3 + 1) }
          #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
          cluster.stop(count / 30 % 3 + 1)
        }
        #expect(rows == Clustered.everyRow)
      }
    }

    @Test("F5, F6: a scan survives nodes that freeze: heartbeats find them before the page's time is over")
    func freezes() async throws {
      try await Clustered.withSession(configure: { $0.heartbeatTimeout = .milliseconds(300) }) {
        session, cluster async throws in
        let rows = try await Clustered.scan(session, pageSize: 40) { count in
          guard count.isMultiple(of: 100) else { return }
          cluster.thaw(count / 100)
          cluster.freeze(count / 100 % 3 + 1)
        }
        #expect(rows == Clustered.everyRow)
        cluster.thaw(1)
      }
    }

    @Test("F5: a node that has fallen silent costs one request its time, and is asked again when it is back")
    func doubt() async throws {
      try await Clustered.withSession(configure: { $0.heartbeatTimeout = .seconds(100) }) {
        session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        cluster.freeze(2)
        var timeouts = 0
        for _ in 0..<30 {
          let request = Scripted.hurried(Clustered.select, milliseconds: 2000)
          if let error = await cqlError({ try await session.execute(request) }) {
            #expect(error.code == .timeout)
            timeouts += 1
          }
        }
        #expect(timeouts <= 1)
        cluster.thaw(2)
        let returns = try await Self.asksUntil(session) { cluster.requests(at: 2).contains { $0.read != nil } }
        #expect(returns)
        #expect(cluster.acceptedConnections(of: 2) == 1)
      }
    }

    @Test("F5: a node that is said to be down is asked for a sign of life at once, and goes on if it gives one")
    func rumour() async throws {
      try await Clustered.withSession(configure: {
        $0.heartbeatInterval = .seconds(600)
        $0.heartbeatTimeout = .seconds(2)
      }) { session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        // The session is told by node 1, with which it began.
        cluster.announce(.down, of: 2)
        #expect(await eventually { session.metrics.traffic.heartbeatsSent == 1 })
        let asked = session.metrics.nodes.filter { $0.traffic.heartbeatsSent > 0 }
        #expect(asked.map { cluster.node(at: $0.address) } == [2])
        #expect(session.nodesUp(of: cluster) == [1, 2, 3])
        cluster.freeze(2)
        cluster.announce(.down, of: 2)
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 3] })
        #expect(session.metrics.traffic.heartbeatsMissed == 1)
        cluster.thaw(2)
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
      }
    }

    /// Asks until something is so, which it soon will be.
    private static func asksUntil(_ session: CassandraSession, _ condition: () -> Bool) async throws -> Bool {
      let deadline = ContinuousClock.now + .seconds(30)
      while !condition() {
        if ContinuousClock.now > deadline { return false }
        try await session.execute(Clustered.select)
      }
      return true
    }

    @Test("F7: the pages of a scan are asked of one node, as long as it is there")
    func sticky() async throws {
      try await Clustered.withSession { session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        cluster.clearRequests()
        #expect(try await Clustered.scan(session) == Clustered.everyRow)
        let nodes = cluster.requests.filter { $0.kind == .query && $0.read != nil }.map(\.node)
        #expect(nodes.count > 40)
        #expect(Set(nodes).count == 1)
      }
    }

    @Test("F7: what might be run twice by that is not asked of another node")
    func notIdempotent() async throws {
      try await Clustered.withSession { session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        var statement = Clustered.select
        statement.isIdempotent = false
        let faults = [Fault(.connectionCut(.before), on: 1, times: 1)]
        cluster.coordinator.replaceFaults(faults)
        #expect(await cqlError { try await session.fetchPage(PageRequest(statement)) }?.code == .connectionClosed)
        cluster.coordinator.replaceFaults(faults)
        let page = try await session.fetchPage(PageRequest(Clustered.select))
        #expect(page.info.retries == 1)
      }
    }

    @Test("F7: what has not been sent yet when a connection ends is asked elsewhere, whatever it does")
    func unsent() async throws {
      try await Clustered.withSession(configure: {
        $0.maximumConcurrentRequests = 1
        $0.heartbeatTimeout = .seconds(100)
      }) { session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        var statement = Clustered.select
        statement.isIdempotent = false
        for node in 1...3 { cluster.freeze(node) }
        let errors = await withTaskGroup(of: CQLError?.self) { [statement] group in
          for _ in 0..<30 {
            group.addTask { await cqlError { try await session.fetchPage(PageRequest(statement)) } }
          }
          #expect(await eventually { session.requestsAtNodes == 30 })
          for node in 2...3 { cluster.thaw(node) }
          #expect(await eventually { session.requestsAtNodes == session.requests(at: 1, of: cluster) })
          #expect(session.requests(at: 1, of: cluster) > 1)
          cluster.cutConnections(of: 1)
          return await group.compactMap { $0?.code }.reduce(into: []) { $0.append($1) }
        }
        #expect(errors == [.connectionClosed], "of the one that was sent")
        cluster.thaw(1)
      }
    }

    @Test("F5: a node that comes back is used again")
    func reconnection() async throws {
      try await Clustered.withSession { session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        for node in [3, 1, 2] {
          cluster.stop(node)
          #expect(await eventually { !session.nodesUp(of: cluster).contains(node) })
          try cluster.start(node)
          #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        }
      }
    }

    @Test("F5: a node that never answers costs a request no more than its timeout, and after the heartbeat none")
    func silence() async throws {
      try await Clustered.withSession(configure: {
        $0.heartbeatInterval = .milliseconds(500)
        $0.heartbeatTimeout = .milliseconds(300)
      }) { session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        cluster.freeze(2)
        for _ in 0..<30 {
          let error = await cqlError {
            try await session.execute(Scripted.hurried(Clustered.select, milliseconds: 200))
          }
          #expect(error == nil || error?.code == .timeout)
        }
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 3] })
        cluster.clearRequests()
        for _ in 0..<30 { _ = try await session.execute(Clustered.select) }
        #expect(cluster.requests(at: 2).allSatisfy { $0.read == nil })
        cluster.thaw(2)
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
      }
    }

    @Test("F8: the local data centre first; the other one only when nothing local is left, or never")
    func dataCenters() async throws {
      for remote in [RemoteNodes.whenLocalDown, .never] {
        let cluster = FakeCluster(
          FakeCoordinator(tables: [Clustered.table()]),
          nodes: [.init(dataCenter: "a"), .init(dataCenter: "a"), .init(dataCenter: "b")],
          replication: .network(["a": 2, "b": 1]))
        try await Clustered.withSession(cluster, configure: { $0.remoteNodes = remote }) {
          session, cluster async throws in
          #expect(await eventually { session.nodesUp(of: cluster) == (remote == .never ? [1, 2] : [1, 2, 3]) })
          cluster.clearRequests()
          for _ in 0..<20 { _ = try await session.execute(Clustered.select) }
          #expect(Set(cluster.requests.filter { $0.read != nil }.map(\.node)) == [1, 2])
          cluster.stop(1)
          cluster.stop(2)
          #expect(await eventually { session.nodesUp(of: cluster) == (remote == .never ? [] : [3]) })
          let error = await cqlError { try await Clustered.scan(session) }
          #expect(error?.code == (remote == .never ? .noHostAvailable : nil))
        }
      }
    }
  }

  extension CassandraSession {
    fileprivate func requests(at node: Int, of cluster: FakeCluster) -> Int {
      metrics.nodes.filter { cluster.node(at: $0.address.description) == node }
        .map { $0.requestsInFlight + $0.requestsWaiting }.reduce(0, +)
    }
  }
#endif
