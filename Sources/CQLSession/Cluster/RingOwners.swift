internal import CQLPaging

/// Shares the ring out among the nodes that have its rows.
struct RingOwners {
  private let nodes: [ClusterNode]
  private let map: ReplicaMap
  private let balancing: LoadBalancing
  /// How many tokens each node has been given.
  private var widths: [UInt64]

  init(_ nodes: [ClusterNode], map: ReplicaMap, balancing: LoadBalancing) {
    self.nodes = nodes
    self.map = map
    self.balancing = balancing
    widths = Array(repeating: 0, count: nodes.count)
  }

  /// Where the parts end that have the same replicas.
  var tokens: [Token] {
    var ends: [Token] = []
    var replicasBefore: Set<TokenRing.NodeIndex>?
    for range in map.ranges {
      let replicas = Set(range.replicas)
      if replicas == replicasBefore { ends.removeLast() }
      ends.append(range.range.end)
      replicasBefore = replicas
    }
    return ends
  }

  /// Gives a range to the one of its replicas that has been given the least, the first of them where several have. Those
  /// of the local data centre go before all others, as they do when they are asked.
  ///
  /// - Parameter range: lies between two neighbours among ``tokens``, and was not given to anyone before.
  mutating func takeOwner(of range: TokenRange) -> String? {
    let replicas = map.replicas(of: range.end)
    let local = replicas.filter { balancing.isLocal(Int($0)) }
    guard let owner = (local.isEmpty ? Array(replicas) : local).min(by: { widths[Int($0)] < widths[Int($1)] }) else {
      return nil
    }
    widths[Int(owner)] += range.width
    return nodes[Int(owner)].address.description
  }
}
