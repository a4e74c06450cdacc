import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

@Suite struct SessionMetricsTests {
  @Test("F13: pages, rows, requests and bytes of a scan are counted, in all and for its node")
  func scan() async throws {
    try await Scripted.withSession { session, server in
      let before = session.metrics
      #expect(before.pages == 0)
      #expect(before.nodes.count == 1)
      #expect(before.traffic.otherRequests == 1, "REGISTER, with which the session asks for events")
      #expect(try await session.numbers(pageSize: 7).count == 50)
      let after = session.metrics
      #expect(after.pages == 8)
      #expect(after.rows == 50)
      #expect(after.traffic.queries - before.traffic.queries == 8)
      #expect(after.traffic.answers - before.traffic.answers == 8)
      #expect(after.traffic.otherRequests == 1)
      #expect(after.traffic.requests - before.traffic.requests == 8)
      #expect(after.traffic.latency.count == after.traffic.answers)
      #expect(after.traffic.latency.longest > .zero)
      #expect(after.traffic.bytesSent > before.traffic.bytesSent)
      #expect(after.traffic.bytesReceived > before.traffic.bytesReceived)
      #expect(after.errors.isEmpty)
      let node = try #require(after.nodes.first)
      #expect(node.address == "127.0.0.1:\(server.port)")
      #expect(node.id == node.address)
      #expect(node.traffic == after.traffic)
      #expect(node.connectionsOpened == 1 && node.connectionsInUse == 1 && node.connectionsClosed == 0)
      #expect(node.requestsInFlight == 0 && node.requestsWaiting == 0)
    }
  }

  @Test("F13: pages that are fetched ahead are counted as those that are waited for")
  func prefetched() async throws {
    try await Scripted.withSession { session, _ in
      var count = 0
      for try await _ in session.rows(of: Scripted.select, pageSize: 7).prefetching(.ahead(pages: 1)) { count += 1 }
      #expect(session.metrics.pages == 8)
      #expect(session.metrics.rows == count)
    }
  }

  @Test("F13: prepared statements are counted by what is sent for them, and once more when a node forgets them")
  func prepared() async throws {
    let log = EventLog()
    let coordinator = FakeCoordinator(
      tables: [.numbered(rows: 50)], faults: [Fault(.unprepared, on: 3), Fault(.emptyPage, on: 2)])
    try await Scripted.withSession(coordinator, configure: { $0.onEvent = log.note }) { session, _ async throws in
      var statement = Scripted.select
      statement.preparation = .always
      #expect(try await session.numbers(statement, pageSize: 7).count == 50)
      let metrics = session.metrics
      #expect(metrics.traffic.preparations == 2)
      #expect(metrics.repreparations == 1)
      #expect(metrics.emptyPages == 1)
      #expect(metrics.traffic.executions == metrics.pages + 1)
      #expect(metrics.traffic.errorAnswers >= 1)
      #expect(log.count("has prepared SELECT number FROM test.numbers") == 1)
      #expect(log.count("has prepared once more SELECT number FROM test.numbers") == 1)
    }
  }

  @Test("F13: errors are counted by their code, once for each that reaches the caller")
  func errors() async throws {
    try await Scripted.withSession { session, _ in
      for _ in 0..<3 { #expect(await cqlError { try await session.fetchPage(PageRequest("SELECT nonsense")) } != nil) }
      #expect(await cqlError { try await session.fetchPage(PageRequest(Scripted.select, pageSize: 0)) } != nil)
      let metrics = session.metrics
      #expect(metrics.errors == [.server: 3, .invalidPageSize: 1])
      #expect(metrics.description.contains("errors invalidPageSize 1, server 3; failed ahead 0; cancelled 0"))
    }
  }

  @Test("F13: a page that fails ahead of its reader is no error, since it is asked for again")
  func failuresAhead() async throws {
    let faults = [Fault(.connectionCut(.before), on: 3, times: 1)]
    try await Scripted.withSession(FakeCoordinator(tables: [.numbered(rows: 50)], faults: faults)) { session, _ in
      var rows = 0
      for try await _ in session.rows(of: Scripted.select, pageSize: 10).prefetching(.ahead(pages: 1)) { rows += 1 }
      #expect(rows == 50)
      #expect(session.metrics.failuresAhead == 1)
      #expect(session.metrics.errors.isEmpty)
      #expect(session.metrics.cancellations == 0)
    }
  }

  @Test("F13: a request that runs out of time is a timeout of its node")
  func timeouts() async throws {
    try await Scripted.withSession(script: { $0.isOfTest ? [] : nil }) { session, _ in
      #expect(
        await cqlError { try await session.fetchPage(PageRequest(Scripted.hurried(Scripted.select))) }?.code == .timeout
      )
      let metrics = session.metrics
      #expect(metrics.errors == [.timeout: 1])
      #expect(metrics.traffic.timeouts == 1)
    }
  }

  @Test("F13: what waits for a connection's turn, and what is given up")
  func waiting() async throws {
    try await Scripted.withSession(
      script: { $0.isOfTest ? [] : nil },
      configure: {
        $0.maximumConcurrentRequests = 2
        // Until then, ids of cancelled requests are in use, and no reason to end the connection.
        $0.heartbeatTimeout = .seconds(3600)
      }
    ) { session, _ in
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<5 { group.addTask { _ = try? await session.fetchPage(PageRequest(Scripted.select)) } }
        #expect(await eventually { session.metrics.nodes.first?.requestsWaiting == 3 })
        #expect(session.metrics.nodes.first?.requestsInFlight == 2)
        group.cancelAll()
      }
      let metrics = session.metrics
      #expect(metrics.cancellations == 5)
      #expect(metrics.traffic.cancellations == 5)
      #expect(metrics.errors.isEmpty)
      #expect(metrics.nodes.first?.requestsInFlight == 2)
      #expect(metrics.nodes.first?.requestsWaiting == 0)
    }
  }

  @Test("F13: heartbeats of an idle connection are counted, and no request")
  func heartbeats() async throws {
    try await Scripted.withSession(configure: { $0.heartbeatInterval = .milliseconds(20) }) { session, _ in
      let requests = session.metrics.traffic.requests
      #expect(await eventually { session.metrics.traffic.heartbeatsSent >= 3 })
      #expect(session.metrics.traffic.requests == requests)
      #expect(session.metrics.traffic.heartbeatsMissed == 0)
    }
  }

  @Test("F13: a server that falls silent has missed a heartbeat, and its connection is closed")
  func missedHeartbeats() async throws {
    let isSilent = Lock(false)
    try await Scripted.withSession(
      script: { _ in isSilent.withLock { $0 } ? [] : nil },
      configure: {
        $0.heartbeatInterval = .milliseconds(20)
        // As long as a busy machine may take for an answer that is on its way.
        $0.heartbeatTimeout = .seconds(2)
      }
    ) { session, _ in
      #expect(await eventually { session.metrics.traffic.heartbeatsSent >= 3 })
      #expect(session.metrics.nodes.map(\.connectionsClosed) == [0])
      isSilent.withLock { $0 = true }
      #expect(await eventually { session.metrics.traffic.heartbeatsMissed == 1 })
      #expect(await eventually { session.metrics.nodes.map(\.connectionsClosed) == [1] })
      #expect(session.metrics.description.contains("(1 missed)"))
    }
  }

  @Test("F13: an attempt to connect that comes to nothing is counted for its address")
  func failedConnections() async throws {
    try await Scripted.withServer { server async throws in
      let configuration = Scripted.configuration(server) {
        // A port that the system gives to no other test's server.
        $0.contactPoints.insert(ContactPoint(host: "127.0.0.1", port: 1), at: 0)
      }
      try await CassandraSession.withSession(configuration) { session async throws in
        let nodes = session.metrics.nodes
        #expect(nodes.map(\.address) == ["127.0.0.1:1", "127.0.0.1:\(server.port)"])
        #expect(nodes.map(\.connectionsFailed) == [1, 0])
        #expect(nodes.map(\.connectionsOpened) == [0, 1])
        #expect(nodes.map(\.connectionsInUse) == [0, 1])
        #expect(nodes[0].traffic == TrafficMetrics())
        #expect(nodes[0].description.contains("(opened 0, closed 0, failed 1)"))
      }
    }
  }

  #if os(Linux)
    @Test("F13: requests that wait because there is no connection to any node are counted as long as they wait")
    func withoutConnection() async throws {
      let cluster = FakeCluster(tables: [Clustered.table()], nodes: 1)
      try await Clustered.withSession(cluster, configure: { $0.connectTimeout = .seconds(60) }) {
        session, cluster async throws in
        #expect(session.metrics.requestsWaitingForConnection == 0)
        // It takes connections, and says nothing.
        cluster.freeze(1)
        cluster.cutConnections(of: 1)
        #expect(await eventually { session.nodesUp(of: cluster) == [] })
        try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<3 { group.addTask { try await Clustered.scan(session).count } }
          #expect(await eventually { session.metrics.requestsWaitingForConnection == 3 })
          #expect(session.metrics.description.contains("waiting for a connection 3"))
          #expect(session.requestsAtNodes == 0)
          cluster.thaw(1)
          for try await count in group { #expect(count == Clustered.everyRow.count) }
        }
        #expect(session.metrics.requestsWaitingForConnection == 0)
      }
    }

    @Test("F13: of addresses that are too many to count each, what went there stays in the sums")
    func formerNodes() async throws {
      let refusal: Scripted.Script = { [.send(Frames.error(.serverError, "not now", stream: $0.stream))] }
      try await Scripted.withServer(script: refusal) { refusing async throws in
        try await Scripted.withServer { server async throws in
          let configuration = Scripted.configuration(refusing) {
            // Nobody listens at these, and none of them is another test's.
            for number in 1..<1000 {
              let address = "127.77.\(number >> 8).\(number & 0xFF)"
              $0.contactPoints.append(ContactPoint(host: address, port: 1))
            }
            $0.contactPoints.append(ContactPoint(host: "127.0.0.1", port: UInt16(server.port)))
          }
          try await CassandraSession.withSession(configuration) { session async throws in
            #expect(try await session.numbers().count == 50)
            let metrics = session.metrics
            #expect(metrics.nodes.map(\.address) == ["127.0.0.1:\(server.port)"])
            #expect(metrics.formerNodes.bytesSent > 0 && metrics.formerNodes.bytesReceived > 0)
            let node = try #require(metrics.nodes.first)
            #expect(metrics.traffic.bytesSent == metrics.formerNodes.bytesSent + node.traffic.bytesSent)
            #expect(metrics.traffic.bytesReceived == metrics.formerNodes.bytesReceived + node.traffic.bytesReceived)
          }
        }
      }
    }
  #endif

  @Test("F13: numbers never go down: neither when connections break nor when the session is closed")
  func monotone() async throws {
    let session = try await Scripted.withServer { server async throws in
      let session = try await CassandraSession.connect(Scripted.configuration(server))
      #expect(try await session.numbers(pageSize: 7).count == 50)
      return session
    }
    #expect(await eventually { session.metrics.nodes.first?.connectionsClosed == 1 })
    await session.close()
    let metrics = session.metrics
    #expect(metrics.pages == 8)
    #expect(metrics.traffic.answers >= 8)
    #expect(metrics.nodes.first?.connectionsOpened == 1)
    #expect(metrics.nodes.first?.connectionsInUse == 0)
    #expect("\(metrics)".contains("opened 1, closed 1"))
  }
}
