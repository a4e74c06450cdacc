import CQLNativeProtocol
import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

@Suite struct SessionEventTests {
  @Test("F13: opening a session tells of the connection, the control and the node, in this order")
  func opening() async throws {
    let log = EventLog()
    try await Scripted.withSession(configure: { $0.onEvent = log.note }) { session, server in
      let place = "127.0.0.1:\(server.port)"
      let node = try #require(session.nodes.first)
      let name = "\(node.address) (\(node.dataCenter), \(node.rack))"
      // The session is there when the node can be asked, and tells of that in the loop's next turn.
      #expect(await eventually { log.lines.count >= 4 })
      #expect(
        log.lines.prefix(4) == [
          "connected to \(place)", "node \(name) is part of the cluster", "\(place) tells of the cluster from now on",
          "node \(name) is up",
        ])
      #expect(log.events.allSatisfy { $0.severity == .info })
    }
  }

  @Test("F13: closing a session is no event")
  func closing() async throws {
    let log = EventLog()
    try await Scripted.withServer { server async throws in
      let session = try await CassandraSession.connect(Scripted.configuration(server) { $0.onEvent = log.note })
      #expect(await eventually { log.lines.count >= 4 })
      let count = log.events.count
      await session.close()
      #expect(log.events.count == count)
    }
  }

  @Test("F13: nobody there: each attempt is an event, with its reason")
  func refused() async throws {
    let log = EventLog()
    // A port that the system gives to no other test's server.
    let configuration = Scripted.configuration(port: 1) { $0.onEvent = log.note }
    #expect(await cqlError { try await CassandraSession.connect(configuration) }?.code == .noHostAvailable)
    #expect(log.count("no connection to 127.0.0.1:") >= 1)
    #expect(log.events.allSatisfy { $0.severity == .warning })
  }

  @Test("F13: a warning of the server is an event with its words, which no log line has")
  func warnings() async throws {
    let log = EventLog()
    let coordinator = FakeCoordinator(
      tables: [.numbered(rows: 50)], faults: [Fault(.warning("1001 tombstones for 'hidden-value'"), on: 2)])
    try await Scripted.withSession(coordinator, configure: { $0.onEvent = log.note }) { session, _ in
      _ = try await session.numbers(pageSize: 7)
    }
    let warnings = log.events.filter { if case .warning = $0 { true } else { false } }
    #expect(warnings.count == 1)
    guard case .warning(_, let text)? = warnings.first else { return }
    #expect(text == "1001 tombstones for 'hidden-value'")
    #expect(log.count("sent a warning of 34 bytes with a page") == 1)
    #expect(!log.lines.contains { $0.contains("hidden") })
  }

  @Test("F13: a connection that a server ends with an error is an event without its words")
  func refusal() async throws {
    let log = EventLog()
    let once = Once()
    try await Scripted.withSession(
      script: {
        $0.isOfTest && once.take() ? [.send(Frames.error(.protocolError, "no 'hidden-value'", stream: 99))] : nil
      },
      configure: { $0.onEvent = log.note }
    ) { session, _ in
      let error = await cqlError { try await session.numbers() }
      #expect(error?.message.contains("no 'hidden-value'") == true, "the caller is told")
      #expect(await eventually { log.lines.contains { $0.contains("the server's error 0x000A") } })
    }
    #expect(!log.lines.contains { $0.contains("hidden") })
  }

  @Test("F13: names that a server makes up are shown in one line, and not at any length; a description is one line")
  func inventedNames() throws {
    let node = TestRing.node(
      0, dataCenter: "a\nERROR all is lost\u{2028}\u{202E}ü", rack: String(repeating: "r", count: 65_535), tokens: [])
    let name = #"a\nERROR all is lost\u{2028}\u{202E}ü"#
    let rack = String(repeating: "r", count: 100)
    #expect("\(SessionEvent.nodeAdded(node))" == "node \(node.address) (\(name), \(rack)…) is part of the cluster")

    #expect("\(node)".hasPrefix("\(node.address) (\(name), \(rack)…, "))

    let error = CQLError(.malformedFrame, "column x\ny: " + String(repeating: "r", count: 65_535))
    let lost = "\(SessionEvent.connectionLost(to: "a:1", error))"
    #expect(lost.hasPrefix(#"the connection to a:1 is lost: column x\ny: rrr"#) && lost.count < 1_100)
    let slow = SessionEvent.slowPage(PageRequest("SELECT *\nFROM t"), at: nil, .seconds(1))
    #expect("\(slow)" == #"a page took 1000.000 ms: SELECT *\nFROM t"#)

    var handshake = Handshake(authenticator: nil, keyspace: nil)
    _ = handshake.received(.supported([:]))
    guard case .fail(let error) = handshake.received(.authenticate(authenticator: "x\r\ny")) else {
      Issue.record("without an authenticator, no login")
      return
    }
    #expect(error.message.contains(#"(x\r\ny)"#))

    var older = Handshake(authenticator: nil, keyspace: nil)
    let versions = (0..<20).map { "3/\($0)" }
    guard case .fail(let error) = older.received(.supported(["PROTOCOL_VERSIONS": versions])) else {
      Issue.record("a server without v4")
      return
    }
    #expect(error.message.contains("3/8, 3/9, …; this client"))
  }

  @Test("F13: pages above the threshold are events, and only those")
  func slowPages() async throws {
    let log = EventLog()
    let coordinator = FakeCoordinator(
      tables: [.numbered(rows: 50)], faults: [Fault(.delay(.milliseconds(300)), on: 3)])
    try await Scripted.withSession(
      coordinator,
      configure: {
        $0.onEvent = log.note
        $0.slowPageThreshold = .milliseconds(300)
      }
    ) { session, _ in
      _ = try await session.numbers(pageSize: 7)
      #expect(await cqlError { try await session.fetchPage(PageRequest("SELECT nonsense")) } != nil)
    }
    let slow = log.events.compactMap { event -> Duration? in
      guard case .slowPage(let request, let address, let duration) = event else { return nil }
      // The one that fails has no node that it came from, and may be slow on a busy machine.
      #expect((address == nil) == (request.statement.text == "SELECT nonsense"))
      #expect(event.severity == .warning)
      return duration
    }
    // On a busy machine others may have been slow, too.
    #expect(!slow.isEmpty)
    #expect(slow.allSatisfy { $0 > .milliseconds(300) })
    #expect(log.count(": SELECT number FROM test.numbers") >= 1)
  }

  @Test("F13: severities have an order")
  func severities() {
    #expect(SessionEvent.Severity.allCases.sorted() == [.debug, .info, .warning])
  }

  #if os(Linux)
    @Test("F13: a node that dies: the connection is lost, the page is asked of another node, the node is down and up")
    func failover() async throws {
      let log = EventLog()
      try await Clustered.withSession(configure: { $0.onEvent = log.note }) { session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        #expect(await eventually { log.count("is part of the cluster") == 3 && log.count("is up") == 3 })
        cluster.coordinator.replaceFaults([Fault(.connectionCut(.before), on: 1, times: 1)])
        #expect(try await session.fetchPage(PageRequest(Clustered.select)).info.retries == 1)
        #expect(log.lines.contains { $0.contains("failed, and another node is asked again (retry 1)") })
        #expect(log.count("the connection to ") >= 1)
        #expect(session.metrics.retries == 1)
        #expect(session.metrics.failovers == 1)
        #expect(session.metrics.errors.isEmpty)
        #expect(await eventually { log.count("is down") >= 1 && log.count("is up") >= 4 })
      }
    }

    @Test("F13: a node that joins the cluster and one that leaves it are told of, each once")
    func membership() async throws {
      let log = EventLog()
      try await Clustered.withSession(configure: { $0.onEvent = log.note }) { session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        let new = try cluster.add()
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3, new] })
        let leaving = try #require(session.nodes.first { cluster.node(at: $0.address.description) == 2 })
        cluster.remove(2)
        #expect(await eventually { log.count("has left the cluster") == 1 })
        #expect(session.nodes.count == 3)
        let added = log.events.compactMap { if case .nodeAdded(let node) = $0 { node } else { nil } }
        let removals = log.events.filter { $0.description.hasSuffix("has left the cluster") }
        #expect(removals.map(\.severity) == [.info])
        let removed = removals.compactMap { if case .nodeRemoved(let node) = $0 { node } else { nil } }
        #expect(added.count == 4)
        #expect(added.last.flatMap { cluster.node(at: $0.address.description) } == new)
        #expect(removed.map(\.hostID) == [leaving.hostID])
      }
    }

    @Test("F13: the control moves when its node dies, and the dead node is told of")
    func control() async throws {
      let log = EventLog()
      try await Clustered.withSession(configure: { $0.onEvent = log.note }) { session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        #expect(log.count("tells of the cluster from now on") == 1)
        cluster.stop(1)
        #expect(await eventually { log.count("tells of the cluster from now on") == 2 })
        #expect(await eventually { log.count("is down") == 1 })
        #expect(await eventually { log.count("no connection to ") >= 1 })
      }
    }
  #endif
}
