/// Chooses a token's replicas among the nodes in the order in which a walk along the ring meets them, as Cassandra's
/// classes of the same names do.
struct ReplicaChoice {
  typealias NodeIndex = TokenRing.NodeIndex

  /// A node's data centre and rack, as numbers that are quick to compare. Racks count on over all data centres.
  private struct Place {
    var dataCenter: Int
    var rack: Int
  }

  /// What is still wanted of a data centre.
  private struct Wanted {
    var replicas: Int
    /// How many nodes may share a rack with one that was chosen before: as many as there are racks too few.
    var rackRepeats: Int
  }

  private let strategy: ReplicationStrategy
  private var places: [Place] = []
  private var wanted: [Wanted] = []
  private var rackCount = 0

  /// - Parameters:
  ///   - nodes: ``Topology/nodes``.
  ///   - walked: those that own tokens: others are no one's replicas.
  init(_ strategy: ReplicationStrategy, nodes: [ClusterNode], walked: [NodeIndex]) {
    self.strategy = strategy
    guard case .networkTopology(let factors, let others) = strategy else { return }
    var dataCenters: [String: Int] = [:]
    var racks: [[String]: Int] = [:]
    for node in nodes {
      let dataCenter = dataCenters[node.dataCenter] ?? dataCenters.count
      dataCenters[node.dataCenter] = dataCenter
      let rack = racks[[node.dataCenter, node.rack]] ?? racks.count
      racks[[node.dataCenter, node.rack]] = rack
      places.append(Place(dataCenter: dataCenter, rack: rack))
    }
    rackCount = racks.count
    wanted = Array(repeating: Wanted(replicas: 0, rackRepeats: 0), count: dataCenters.count)
    for (name, index) in dataCenters {
      let members = walked.map { places[Int($0)] }.filter { $0.dataCenter == index }
      let factor = factors[name] ?? others
      wanted[index] = Wanted(
        replicas: min(factor, members.count), rackRepeats: factor - Set(members.map(\.rack)).count)
    }
  }

  /// - Parameter walk: the nodes as the walk from the token on meets them.
  func appendReplicas(of walk: [NodeIndex], to replicas: inout [NodeIndex]) {
    switch strategy {
    case .simple(let factor): replicas += walk.prefix(min(factor, ReplicaMap.maximumReplicaCount))
    case .everywhere: replicas += walk.prefix(ReplicaMap.maximumReplicaCount)
    case .unknown: replicas += walk.prefix(1)
    case .local: break
    case .networkTopology: appendSpreadReplicas(of: walk, to: &replicas)
    }
  }

  /// A node of a rack that has none yet is always taken. Another of the same rack is taken only as long as enough
  /// replicas are wanted for all racks that are still without one.
  private func appendSpreadReplicas(of walk: [NodeIndex], to replicas: inout [NodeIndex]) {
    var wanted = wanted
    var left = min(wanted.reduce(0) { $0 + $1.replicas }, ReplicaMap.maximumReplicaCount)
    var isRackTaken = [Bool](repeating: false, count: rackCount)
    for node in walk {
      if left == 0 { return }
      let place = places[Int(node)]
      guard wanted[place.dataCenter].replicas > 0 else { continue }
      if isRackTaken[place.rack] {
        guard wanted[place.dataCenter].rackRepeats > 0 else { continue }
        wanted[place.dataCenter].rackRepeats -= 1
      }
      isRackTaken[place.rack] = true
      wanted[place.dataCenter].replicas -= 1
      replicas.append(node)
      left -= 1
    }
  }
}
