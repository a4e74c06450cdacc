internal import CQLPaging

// What a node says about its cluster, and what follows for the connections.
extension ClusterState {
  mutating func apply(
    _ view: ClusterView, from connection: Connection, now: ContinuousClock.Instant
  ) throws(CQLError) -> [Action] {
    let new = try Topology(
      local: view.local, peers: view.peers, contactPoint: connection.address, previous: topology,
      translate: configuration.addressTranslator)
    // Once chosen it stays: the node that is asked changes.
    let local =
      if let balancing { balancing.localDataCenter } else {
        try new.localDataCenter(configured: configuration.localDataCenter)
      }
    let balancing = LoadBalancing(new.nodes, localDataCenter: local, remoteNodes: configuration.remoteNodes)
    let strategies = ReplicationStrategy.all(in: view.keyspaces)
    // They take long to make for a large ring, and mostly nothing has changed.
    if topology.map({ !new.changes(since: $0).isEmpty }) ?? true || strategies != self.strategies { replicaMaps = [:] }
    self.balancing = balancing
    self.strategies = strategies
    topology = new

    var actions: [Action] = []
    var former = pools
    pools = []
    for (index, node) in new.nodes.enumerated() {
      let size = size(isLocal: balancing.isLocal(index))
      if let known = former.firstIndex(where: { $0.node.hostID == node.hostID }) {
        var pool = former.remove(at: known)
        actions += pool.update(node, size: size, now: now).map { .retire($0) }
        pools.append(pool)
      } else {
        actions.append(.tell(.nodeAdded(node)))
        pools.append(NodePool(node, size: size, schedule: configuration.reconnection, now: now))
      }
    }
    for pool in former { actions += [.tell(.nodeRemoved(pool.described))] + pool.connections.map { .retire($0) } }
    if connection === seeding.connection {
      seeding.connection = nil
      seeding.schedule.reset()
      actions += pools[new.local].adopt(connection, now: now).map { .retire($0) }
    }
    return actions
  }

  private func size(isLocal: Bool) -> Int {
    if isLocal { return configuration.connectionsPerNode }
    return configuration.remoteNodes == .never ? 0 : 1
  }
}
