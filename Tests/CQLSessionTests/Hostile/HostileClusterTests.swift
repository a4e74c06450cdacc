import CQLNativeProtocol
import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

/// Servers that lie about their cluster.
@Suite(.serialized, .timeLimit(.minutes(10))) struct HostileClusterTests {
  private static let byKey = Statement("SELECT number FROM test.numbers WHERE part = ?", values: [0])

  private static let views =
    HostileView.names + HostileView.addresses + HostileView.rings + HostileView.replications

  @Test("whatever a server says of its cluster, it is refused with a typed error, or can be asked", arguments: views)
  func view(_ view: HostileView) async throws {
    let outcomes = try await Hostile.run(view.testDescription, [view]) { view in
      try await Scripted.withServer(script: view.actions) { server async throws in
        await Hostile.outcome(of: view.testDescription, within: .seconds(Hostile.isExhaustive ? 120 : 60)) {
          let configuration = Scripted.configuration(server) { $0.timeout = .seconds(20) }
          return try await CassandraSession.withSession(configuration) { session async throws in
            #expect(session.nodes.count == view.nodes)
            // Routed by its key, as far as the ring goes.
            for _ in 0..<3 { _ = try await session.fetchPage(PageRequest(Self.byKey)) }
            if let parts = try? await session.ringParts(of: "test", splits: 8) {
              // Each token in one part.
              #expect(parts.map(\.range.start.rawValue).min() == .min)
              #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.range.end == $1.range.start })
              #expect(parts.last?.range.end.rawValue == .max)
            }
            await Hostile.isUsable(session, rows: 50, name: view.testDescription)
            return Hostile.Outcome.result
          }
        }
      }
    }
    if view.nodes == nil {
      #expect(outcomes[.result] == nil)
    } else {
      #expect(outcomes == [.result: 1])
    }
  }

  @Test("thousands of nodes are not connected to at once: others need descriptors, too")
  func manyNodes() async throws {
    let view = HostileView("many nodes", nodes: nil) { $0.peers = { try HostileView.peers(HostileView.crowd) } }
    let before = try #require(ProcessResources.descriptors)
    try await Scripted.withSession(script: view.actions) { session, _ async throws in
      var most = 0
      for _ in 0..<20 {
        _ = try await session.numbers()
        most = max(most, ProcessResources.descriptors ?? 0)
      }
      // Other tests run beside this one.
      #expect(most - before < 1_000)
    }
  }

  @Test("events without end, about nodes that nobody knows, ask for the cluster once a second and no more often")
  func eventFlood() async throws {
    let looks = Lock(0)
    let server = WireServer(FakeCoordinator(tables: [.numbered(rows: 50)])) { exchange in
      if exchange.statement?.contains("FROM system.local") == true { looks.withLock { $0 += 1 } }
      return nil
    }
    try server.start()
    defer { server.stop() }
    try await CassandraSession.withSession(Scripted.configuration(server)) { session async throws in
      let began = ContinuousClock.now
      var events = 0
      while ContinuousClock.now - began < .seconds(2.5) {
        for number in 0..<100 {
          let address = Inet(address: [127, 66, UInt8(events >> 8 & 0xFF), UInt8(number)], port: 9042)
          server.push(.topologyChange(change: "NEW_NODE", address: address), kind: "TOPOLOGY_CHANGE")
          server.push(.statusChange(change: "UP", address: address), kind: "STATUS_CHANGE")
        }
        events += 200
        #expect(try await session.numbers().count == 50)
      }
      let seconds = Int((ContinuousClock.now - began) / .seconds(1)) + 1
      print("hostile: \(events) events in \(seconds) s: the cluster was looked at \(looks.withLock { $0 }) times")
      #expect(looks.withLock { $0 } <= seconds + 2)
    }
  }

  @Test("a dead node that is said to be up, over and over, is tried a few times and no more")
  func upFlood() async throws {
    // It takes connections, and ends each at the first word.
    let dead = WireServer(FakeCoordinator(tables: [])) { _ in [.close] }
    try dead.start()
    defer { dead.stop() }
    let port = dead.port
    let view = HostileView("a dead peer") {
      $0.peers = { [try SystemRows.peerV2(1, address: "127.0.0.1", port: Int32(port))] }
    }
    try await Scripted.withSession(script: view.actions) { session, server async throws in
      let began = ContinuousClock.now
      while ContinuousClock.now - began < .seconds(2) {
        let address = Inet(address: [127, 0, 0, 1], port: Int32(port))
        for _ in 0..<50 { server.push(.statusChange(change: "UP", address: address), kind: "STATUS_CHANGE") }
        #expect(try await session.numbers().count == 50)
      }
      let seconds = Int((ContinuousClock.now - began) / .seconds(1)) + 1
      print("hostile: a dead node was tried \(dead.acceptedConnections) times in \(seconds) s")
      #expect(dead.acceptedConnections <= 2 * seconds + 4)
    }
  }

  @Test("peers that take connections and say nothing, or anything but the protocol, keep nobody from the others")
  func strangers() async throws {
    let silent = WireServer(FakeCoordinator(tables: [])) { _ in [] }
    let web = WireServer(FakeCoordinator(tables: [])) { _ in [.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))] }
    for server in [silent, web] { try server.start() }
    defer { for server in [silent, web] { server.stop() } }
    let ports = [silent.port, web.port]
    let view = HostileView("strangers") {
      $0.peers = {
        try ports.enumerated().map {
          try SystemRows.peerV2($0.offset + 1, address: "127.0.0.1", port: Int32($0.element))
        }
      }
    }
    try await Scripted.withSession(
      script: view.actions, configure: { $0.connectTimeout = .milliseconds(500) }
    ) { session, _ async throws in
      #expect(session.nodes.count == 3)
      #expect(await eventually { session.nodes.filter { $0.state == .down }.count == 2 })
      await Hostile.isUsable(session, rows: 50, name: "strangers")
    }
  }

  @Test("nodes that change with each look do not pile up connections")
  func changingNodes() async throws {
    let others = (0..<5).map { _ in WireServer(FakeCoordinator(tables: [.numbered(rows: 50)])) }
    for server in others { try server.start() }
    defer { for server in others { server.stop() } }
    let ports = others.map(\.port)
    let looks = Lock(0)
    let view = HostileView("other nodes each time") {
      $0.peers = {
        let look = looks.increased()
        // Three of the five, each with an id that it has never had.
        return try (0..<3).map { index in
          let port = ports[(look + index) % ports.count]
          return try SystemRows.peerV2(look * 3 + index, address: "127.0.0.1", port: Int32(port))
        }
      }
    }
    try await Scripted.withSession(
      script: view.actions, configure: { $0.topologyRefreshInterval = .milliseconds(5) }
    ) { session, server async throws in
      #expect(await eventually { looks.withLock { $0 } >= 150 })
      for _ in 0..<20 { await Hostile.isUsable(session, rows: 50, name: "changing nodes") }
      let accepted = others.map(\.acceptedConnections).reduce(0, +)
      #expect(accepted > 100)
      // Three nodes' connections, and as many again that are on their way out.
      #expect(await eventually { others.map(\.openConnections).reduce(server.openConnections, +) <= 8 })
      print("hostile: \(looks.withLock { $0 }) looks at nodes that change, \(accepted) connections")
    }
    #expect(await eventually { others.allSatisfy { $0.openConnections == 0 } })
  }
}
