internal import CQLPaging

/// Which nodes belong to the local data centre: what query plans need of a topology, made once for each.
struct LoadBalancing: Sendable {
  typealias NodeIndex = TokenRing.NodeIndex

  let localDataCenter: String
  let remoteNodes: RemoteNodes
  /// The nodes of the local data centre, by their places in ``Topology/nodes``.
  let local: [NodeIndex]
  /// All others.
  let remote: [NodeIndex]
  private let isLocal: [Bool]

  /// - Parameters:
  ///   - nodes: ``Topology/nodes``.
  ///   - localDataCenter: see ``Topology/localDataCenter(configured:)``.
  ///   - remoteNodes: whether others are asked.
  init(_ nodes: [ClusterNode], localDataCenter: String, remoteNodes: RemoteNodes = .whenLocalDown) {
    self.localDataCenter = localDataCenter
    self.remoteNodes = remoteNodes
    isLocal = nodes.map { $0.dataCenter == localDataCenter }
    local = nodes.indices.filter { nodes[$0].dataCenter == localDataCenter }.map(NodeIndex.init)
    remote = nodes.indices.filter { nodes[$0].dataCenter != localDataCenter }.map(NodeIndex.init)
  }

  func isLocal(_ node: Int) -> Bool { isLocal[node] }

  /// Whether nodes outside of the local data centre may be asked at the moment.
  func mayLeaveLocal(_ loads: some NodeLoads) -> Bool {
    switch remoteNodes {
    case .never: false
    case .whenLocalDown: !local.contains { loads.isConnected(Int($0)) }
    case .afterLocalNodes: true
    }
  }

  /// The order in which nodes are asked for one page.
  ///
  /// - Parameters:
  ///   - preferred: the node that gave the page before, asked first where it is usable; nil for none.
  ///   - replicas: what ``ReplicaMap/replicas(of:)`` says; empty where the token is not known.
  ///   - counter: another number for each plan, best the next one.
  func plan(preferred: Int? = nil, replicas: ArraySlice<NodeIndex> = [], counter: UInt) -> QueryPlan {
    QueryPlan(self, preferred: preferred, replicas: replicas, counter: counter)
  }
}
