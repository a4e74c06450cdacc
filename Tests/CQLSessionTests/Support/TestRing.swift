import CQLPaging
import Foundation

@testable import CQLSession

/// Nodes by letters, for tables: `"A:a/r1@0,40 B:a/r2@10"` is a node A in data centre a, rack r1, with two tokens, and B.
struct TestRing {
  let nodes: [ClusterNode]
  private let names: [String]

  init(_ text: String) {
    var nodes: [ClusterNode] = []
    var names: [String] = []
    for (index, node) in text.split(separator: " ").enumerated() {
      let parts = node.split(whereSeparator: { ":/@".contains($0) }).map(String.init)
      let tokens = parts.count > 3 ? parts[3].split(separator: ",").compactMap { Int64($0) }.map(Token.init) : []
      names.append(parts[0])
      nodes.append(Self.node(index, dataCenter: parts[1], rack: parts[2], tokens: tokens))
    }
    self.nodes = nodes
    self.names = names
  }

  static func node(_ number: Int, dataCenter: String, rack: String, tokens: [Token]) -> ClusterNode {
    ClusterNode(
      hostID: id(number), address: ContactPoint(host: "10.0.0.\(number + 1)"), dataCenter: dataCenter, rack: rack,
      releaseVersion: "5.0.2", schemaVersion: nil, tokens: tokens)
  }

  /// Ids in the order of their numbers.
  static func id(_ number: Int) -> UUID {
    let high = UInt8(truncatingIfNeeded: number >> 8)
    let low = UInt8(truncatingIfNeeded: number)
    return UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, high, low))
  }

  func map(_ replication: [String: String]) -> ReplicaMap {
    ReplicaMap(ReplicationStrategy(replication), ring: TokenRing(nodes), nodes: nodes)
  }

  func letters(_ indexes: some Sequence<UInt16>) -> String { indexes.map { names[Int($0)] }.joined() }
}
