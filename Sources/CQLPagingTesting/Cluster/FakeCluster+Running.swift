public import CQLPaging

// Starting and stopping, all nodes and each.
extension FakeCluster {
  /// A cluster for the time of `body`: all nodes listen when `body` is called, and none when it has returned or thrown.
  ///
  /// - Throws: as ``start()``, and what `body` throws.
  public static func withCluster<Result>(
    _ cluster: FakeCluster, body: (FakeCluster) async throws -> Result
  ) async throws -> Result {
    try cluster.start()
    defer { cluster.stop() }
    return try await body(cluster)
  }

  /// Starts all nodes. Does nothing where the cluster runs.
  ///
  /// - Throws: `.invalidConfiguration` where an address or the port cannot be had.
  public func start() throws(CQLError) {
    guard !state.withLock({ $0.isRunning }) else { return }
    if state.withLock({ $0.network }) == nil { try findNetwork() } else { try startAll() }
    state.withLock { $0.isRunning = true }
  }

  /// Stops all nodes. When it returns, every thread has ended and every descriptor is closed.
  public func stop() {
    state.withLock { state in
      state.isRunning = false
      for index in state.topology.nodes.indices { state.topology.nodes[index].state = .down }
    }
    for server in servers.withLock({ Array($0.values) }) { server.stop() }
  }

  /// Ends a node as if its process had been killed: its connections end, nothing listens there any more, and the others
  /// know that it is down. Does nothing where it is stopped.
  public func stop(_ node: Int) {
    let server = server(node)
    guard change(node, from: [.up, .frozen], to: .down) else { return }
    server.stop()
    push(.down, of: node)
  }

  /// Starts a node that was stopped, at its old address and port. It has forgotten what was prepared.
  /// Does nothing where it runs.
  ///
  /// - Throws: `.invalidConfiguration` where the port has been taken since.
  public func start(_ node: Int) throws(CQLError) {
    let server = server(node)
    guard state.withLock({ $0.topology.node(node)?.state }) == .down else { return }
    server.isFrozen = false
    server.forgetPreparedStatements()
    try server.start()
    _ = change(node, from: [.down], to: .up)
    push(.up, of: node)
  }

  /// Stops a node from answering: its connections stay open and new ones can be made, requests are read, and nothing is
  /// sent. The other nodes do not notice: reads that need it time out.
  public func freeze(_ node: Int) {
    let server = server(node)
    if change(node, from: [.up], to: .frozen) { server.isFrozen = true }
  }

  /// Lets a frozen node go on: it answers what it was asked since.
  public func thaw(_ node: Int) {
    let server = server(node)
    if change(node, from: [.frozen], to: .up) { server.isFrozen = false }
  }

  /// Ends all connections of a node, which goes on listening.
  public func cutConnections(of node: Int) { server(node).cutConnections() }

  /// Makes a node forget what was prepared there: the next EXECUTE of each statement is answered with UNPREPARED.
  public func forgetPreparedStatements(of node: Int) { server(node).forgetPreparedStatements() }
}

extension FakeCluster {
  func server(_ node: Int) -> WireServer {
    guard let server = servers.withLock({ $0[node] }) else {
      preconditionFailure("there is no node \(node), or the cluster was never started")
    }
    return server
  }

  /// Puts a node into another state, if it is in one of those; says whether it was.
  private func change(_ node: Int, from old: Set<FakeNode.State>, to new: FakeNode.State) -> Bool {
    state.withLock { state in
      guard let index = state.topology.nodes.firstIndex(where: { $0.number == node }),
        old.contains(state.topology.nodes[index].state)
      else { return false }
      state.topology.nodes[index].state = new
      return true
    }
  }

  /// A server for a node that is in the topology and has its address.
  func makeServer(_ node: FakeNode, port: UInt16) -> WireServer {
    var options = options.server
    options.address = node.host
    options.port = port
    options.peers = []
    let number = node.number
    let state = state
    let view: @Sendable () -> ClusterView = {
      ClusterView(topology: state.withLock { $0.topology }, number: number)
    }
    let served = ServedNode(coordinator: coordinator, options: options, view: view, journal: journal)
    guard let interceptor else { return WireServer(served, interceptor: nil) }
    return WireServer(served) { exchange in interceptor(number, exchange) }
  }

  private func startAll() throws(CQLError) {
    let servers = servers.withLock(\.self)
    for (_, server) in servers.sorted(by: { $0.key < $1.key }) {
      server.isFrozen = false
      do throws(CQLError) {
        try server.start()
      } catch {
        for server in servers.values { server.stop() }
        throw error
      }
    }
    state.withLock { state in
      for index in state.topology.nodes.indices { state.topology.nodes[index].state = .up }
    }
  }

  /// Takes the network that was asked for, or tries some until the first node's port is free at all addresses.
  private func findNetwork() throws(CQLError) {
    var attempts = 50
    while true {
      let network = try wantedNetwork() ?? [127, .random(in: 1...254), .random(in: 0...254)]
      attempts -= 1
      do throws(CQLError) {
        return try start(in: network)
      } catch {
        guard attempts > 0 else { throw error }
      }
    }
  }

  private func wantedNetwork() throws(CQLError) -> [UInt8]? {
    guard let network = options.network else { return nil }
    guard let address = WireServer.loopbackAddress(network + ".1") else {
      throw CQLError(
        .invalidConfiguration, "\"\(network)\" is no network of the loopback interface: write 127.x.y")
    }
    return Array(address.prefix(3))
  }

  private func start(in network: [UInt8]) throws(CQLError) {
    let nodes = state.withLock { state in
      for index in state.topology.nodes.indices {
        state.topology.nodes[index].address = network + [UInt8(state.topology.nodes[index].number)]
      }
      return state.topology.nodes
    }
    var port = options.server.port
    var servers: [Int: WireServer] = [:]
    for node in nodes {
      let server = makeServer(node, port: port)
      do throws(CQLError) {
        try server.start()
      } catch {
        for server in servers.values { server.stop() }
        throw error
      }
      port = UInt16(server.port)
      servers[node.number] = server
    }
    self.servers.withLock { [servers] in $0 = servers }
    state.withLock { state in
      state.network = network
      state.topology.port = port
    }
  }
}
