import CQLNativeProtocol
public import CQLPaging

// Nodes that come, go and move, and what is told of it.
extension FakeCluster {
  /// Adds a node, which takes a part of the ring from the largest owners, and starts it. The system tables of all nodes
  /// have it from now on.
  ///
  /// - Returns: its number.
  /// - Throws: `.invalidConfiguration` where the cluster does not run, and where the cluster's port is taken at its
  ///   address.
  @discardableResult
  public func add(_ node: Node = Node()) throws(CQLError) -> Int {
    let (made, port) = try state.withLock { state throws(CQLError) in
      guard state.isRunning, let network = state.network, state.lastNumber < 254 else {
        throw CQLError(.invalidConfiguration, "a node can be added to a running cluster of fewer than 254")
      }
      state.lastNumber += 1
      let tokens = state.topology.newTokens(max(options.tokensPerNode, 1))
      let made = FakeNode(
        number: state.lastNumber, address: network + [UInt8(state.lastNumber)], dataCenter: node.dataCenter,
        rack: node.rack, tokens: tokens)
      return (made, state.topology.port)
    }
    let server = makeServer(made, port: port)
    try server.start()
    servers.withLock { $0[made.number] = server }
    state.withLock { $0.topology.nodes.append(made) }
    push(.added, of: made.number)
    push(.up, of: made.number)
    return made.number
  }

  /// Removes a node: it is stopped, its part of the ring goes to the others, and their system tables have it no more.
  /// Its number is not given again.
  public func remove(_ node: Int) {
    let server = server(node)
    let address = inet(of: node)
    state.withLock { state in
      precondition(state.topology.nodes.count > 1, "the last node cannot be removed")
      state.topology.nodes.removeAll { $0.number == node }
    }
    servers.withLock { _ = $0.removeValue(forKey: node) }
    server.stop()
    if options.pushesEvents, let address { tell(.removed, address, after: options.eventDelay) }
  }

  /// Moves a node to another data centre or rack. Its tokens stay.
  ///
  /// Servers have no event that says so. One that has been moved was down and is up again, which clients are told where
  /// `announcing` is true; nothing else happens to its connections.
  public func move(_ node: Int, toDataCenter dataCenter: String, rack: String = "rack1", announcing: Bool = false) {
    precondition(nodes.contains(node), "there is no node \(node)")
    state.withLock { state in
      for index in state.topology.nodes.indices where state.topology.nodes[index].number == node {
        state.topology.nodes[index].dataCenter = dataCenter
        state.topology.nodes[index].rack = rack
      }
    }
    guard announcing, let address = inet(of: node) else { return }
    tell(.down, address, after: options.eventDelay)
    tell(.up, address, after: options.eventDelay)
  }

  /// Changes how often rows are kept in a keyspace, as `ALTER KEYSPACE` does.
  public func setReplication(of keyspace: String, to replication: Replication) {
    state.withLock { $0.topology.keyspaces[keyspace] = replication }
    coordinator.announce(SchemaChange(change: "UPDATED", target: .keyspace(keyspace)))
  }

  /// Something that nodes tell of others.
  public enum Change: Hashable, Sendable {
    /// TOPOLOGY_CHANGE, NEW_NODE.
    case added
    /// TOPOLOGY_CHANGE, REMOVED_NODE.
    case removed
    /// STATUS_CHANGE, UP.
    case up
    /// STATUS_CHANGE, DOWN.
    case down
  }

  /// Lets all live nodes tell that something has happened to a node, whether it has or not.
  ///
  public func announce(_ change: Change, of node: Int) {
    guard let address = inet(of: node) else { return }
    tell(change, address, after: .zero)
  }

  func push(_ change: Change, of node: Int) {
    guard options.pushesEvents, let address = inet(of: node) else { return }
    tell(change, address, after: options.eventDelay)
  }

  private func inet(of node: Int) -> Inet? {
    state.withLock { state in
      guard let network = state.network, let last = UInt8(exactly: node) else { return nil }
      return Inet(address: network + [last], port: Int32(state.topology.port))
    }
  }

  private func tell(_ change: Change, _ address: Inet, after delay: Duration) {
    let (event, kind): (ServerEvent, String) =
      switch change {
      case .added: (.topologyChange(change: "NEW_NODE", address: address), "TOPOLOGY_CHANGE")
      case .removed: (.topologyChange(change: "REMOVED_NODE", address: address), "TOPOLOGY_CHANGE")
      case .up: (.statusChange(change: "UP", address: address), "STATUS_CHANGE")
      case .down: (.statusChange(change: "DOWN", address: address), "STATUS_CHANGE")
      }
    for server in servers.withLock({ Array($0.values) }) { server.push(event, kind: kind, after: delay) }
  }
}
