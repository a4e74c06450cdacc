internal import CQLPaging
internal import Foundation

// Which node is asked.
extension ClusterState {
  /// The node to ask now; nil where there is no connection to any that may be asked.
  ///
  /// - Parameters:
  ///   - route: what is known of where its rows are.
  ///   - tried: the nodes that have been asked in vain.
  mutating func target(of route: Route, excluding tried: [UUID]) -> Target? {
    planCount &+= 1
    return target(of: route, excluding: tried, doubtful: false)
      ?? target(of: route, excluding: tried, doubtful: true)
  }

  /// - Parameter doubtful: whether a node will do that has fallen silent, and was asked for a sign of life.
  private mutating func target(of route: Route, excluding tried: [UUID], doubtful: Bool) -> Target? {
    guard let balancing else { return nil }
    let preferred = place(of: route.coordinator)
    var plan = balancing.plan(
      preferred: preferred, replicas: replicas(of: route.token, in: route.keyspace), counter: planCount)
    let loads = PoolLoads(pools: pools, doubtful: doubtful)
    while let index = plan.next(loads) {
      let node = pools[index].node.hostID
      if !tried.contains(node), let link = pools[index].link(doubtful: doubtful) {
        return Target(node: node, connection: link)
      }
    }
    return nil
  }

  /// The place of the node with this name. By index, because an element that a closure is given is a copy of it all.
  private func place(of name: String?) -> Int? {
    guard let name else { return nil }
    for index in pools.indices where pools[index].isCalled(name) { return index }
    return nil
  }

  private mutating func replicas(of token: Token?, in keyspace: String?) -> ArraySlice<TokenRing.NodeIndex> {
    guard let token, let keyspace, let map = replicaMap(of: keyspace) else { return [] }
    return map.replicas(of: token)
  }

  /// Who has which tokens of a keyspace; nil where it is not known.
  mutating func replicaMap(of keyspace: String) -> ReplicaMap? {
    if let map = replicaMaps[keyspace] { return map }
    guard let topology, let strategy = strategies[keyspace] else { return nil }
    let map = ReplicaMap(strategy, ring: TokenRing(topology.nodes), nodes: topology.nodes)
    replicaMaps[keyspace] = map
    return map
  }

  /// All nodes, with what the session has to do with each.
  var nodes: [ClusterNode] {
    pools.map(\.described)
  }
}

/// What is known of where the rows of a request are.
struct Route {
  var token: Token?
  var keyspace: String?
  /// The node that gave the page before, as `host:port`.
  var coordinator: String?
}

/// A node and a connection to it.
struct Target: Sendable {
  let node: UUID
  let connection: Connection
}

/// The connections' load, as query plans ask for it.
private struct PoolLoads: NodeLoads {
  let pools: [NodePool]
  let doubtful: Bool

  func isUsable(_ node: Int) -> Bool { pools[node].link(doubtful: doubtful) != nil }
  func isConnected(_ node: Int) -> Bool { pools[node].link(doubtful: true) != nil }
  func inFlight(_ node: Int) -> Int { pools[node].links.reduce(0) { $0 + $1.load } }
}
