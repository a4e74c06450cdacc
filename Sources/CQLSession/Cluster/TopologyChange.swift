internal import Foundation

/// What is different between two views of a cluster.
struct TopologyChange: Hashable, Sendable {
  /// Nodes that were not there before.
  var added: [ClusterNode] = []
  /// Nodes that are not there any more.
  var removed: [ClusterNode] = []
  /// Nodes with another address, data centre, rack or other tokens, as they are now.
  var changed: [ClusterNode] = []

  /// Whether both views are of the same cluster.
  var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }
}

extension Topology {
  /// What has changed since an earlier view. Versions of release and schema are not looked at: nothing is routed by them.
  func changes(since earlier: Topology) -> TopologyChange {
    let before = Dictionary(earlier.nodes.map { ($0.hostID, $0) }, uniquingKeysWith: { first, _ in first })
    let ids = Set(nodes.map(\.hostID))
    var change = TopologyChange()
    for node in nodes {
      if let old = before[node.hostID] {
        if !node.isPlaced(as: old) { change.changed.append(node) }
      } else {
        change.added.append(node)
      }
    }
    change.removed = earlier.nodes.filter { !ids.contains($0.hostID) }
    return change
  }
}

extension ClusterNode {
  fileprivate func isPlaced(as other: ClusterNode) -> Bool {
    address == other.address && dataCenter == other.dataCenter && rack == other.rack && tokens == other.tokens
  }
}
