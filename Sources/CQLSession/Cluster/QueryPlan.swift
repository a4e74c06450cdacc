/// The order in which nodes are asked for one page, found out step by step: most pages need the first step alone.
///
/// First the preferred node, then the token's replicas in the local data centre, then its other nodes. Where
/// ``RemoteNodes`` allows it, replicas elsewhere follow, and last all others. Within each of these the first one changes
/// from plan to plan. No node is named twice.
struct QueryPlan {
  typealias NodeIndex = TokenRing.NodeIndex

  private enum Stage {
    case beginning
    case localReplicas
    case localNodes
    case remoteReplicas
    case remoteNodes
    case end
  }

  private let balancing: LoadBalancing
  private var preferred: Int?
  private let replicas: ArraySlice<NodeIndex>
  private let counter: UInt
  private var stage = Stage.beginning
  private var rotation = Rotation(count: 0, counter: 0)
  private var place = 0
  /// A node whose turn it was while it had much more to do than the next one.
  private var postponed: Int?

  init(_ balancing: LoadBalancing, preferred: Int?, replicas: ArraySlice<NodeIndex>, counter: UInt) {
    self.balancing = balancing
    self.preferred = preferred
    self.replicas = replicas
    self.counter = counter
  }

  /// The next node to ask, by its place in ``Topology/nodes``; nil where none is left.
  ///
  /// - Parameter loads: the state of the nodes at this moment: those that are not usable now are passed over for good.
  mutating func next(_ loads: some NodeLoads) -> Int? {
    if stage == .beginning {
      enter(.localReplicas)
      if let node = preferred {
        if loads.isUsable(node), balancing.isLocal(node) || balancing.mayLeaveLocal(loads) { return node }
        preferred = nil
      }
      guard let node = nextUsable(loads) else { return nil }
      return lessBusy(than: node, loads)
    }
    if let node = postponed {
      postponed = nil
      if loads.isUsable(node) { return node }
    }
    return nextUsable(loads)
  }

  private mutating func nextUsable(_ loads: some NodeLoads) -> Int? {
    while true {
      if let node = nextOfStage(loads) { return node }
      switch stage {
      case .beginning: enter(.localReplicas)
      case .localReplicas: enter(.localNodes)
      case .localNodes: enter(balancing.mayLeaveLocal(loads) ? .remoteReplicas : .end)
      case .remoteReplicas: enter(.remoteNodes)
      case .remoteNodes: enter(.end)
      case .end: return nil
      }
    }
  }

  private mutating func nextOfStage(_ loads: some NodeLoads) -> Int? {
    while place < rotation.count {
      let node = member(rotation[place])
      place += 1
      if loads.isUsable(node), !wasNamed(node) { return node }
    }
    return nil
  }

  /// The node itself, unless it has so much more to do than the one behind it that the turn is better changed.
  private mutating func lessBusy(than node: Int, _ loads: some NodeLoads) -> Int {
    let placeBehind = place
    if let other = nextOfStage(loads), Self.isMuchBusier(loads.inFlight(node), than: loads.inFlight(other)) {
      postponed = node
      return other
    }
    place = placeBehind
    return node
  }

  /// Small differences come and go, and following them would send everyone to the same node at once.
  private static func isMuchBusier(_ count: Int, than other: Int) -> Bool { count / 2 > other + 8 }

  // The stages.

  private mutating func enter(_ stage: Stage) {
    self.stage = stage
    place = 0
    let count =
      switch stage {
      case .localReplicas: replicas.count { balancing.isLocal(Int($0)) }
      case .localNodes: balancing.local.count
      case .remoteReplicas: replicas.count { !balancing.isLocal(Int($0)) }
      case .remoteNodes: balancing.remote.count
      case .beginning, .end: 0
      }
    rotation = Rotation(count: count, counter: counter)
  }

  private func member(_ index: Int) -> Int {
    switch stage {
    case .localReplicas: replica(index, local: true)
    case .remoteReplicas: replica(index, local: false)
    case .remoteNodes: Int(balancing.remote[index])
    case .beginning, .localNodes, .end: Int(balancing.local[index])
    }
  }

  /// Replicas are few, and mostly all local, so counting them off is quicker than having two lists made.
  private func replica(_ index: Int, local: Bool) -> Int {
    var left = index
    for node in replicas where balancing.isLocal(Int(node)) == local {
      if left == 0 { return Int(node) }
      left -= 1
    }
    preconditionFailure("the rotation counts no more replicas than there are")
  }

  /// Whether the node was named, or passed over, in an earlier stage.
  private func wasNamed(_ node: Int) -> Bool {
    if node == preferred { return true }
    switch stage {
    case .localNodes, .remoteNodes: return replicas.contains(NodeIndex(node))
    case .beginning, .localReplicas, .remoteReplicas, .end: return false
    }
  }
}
