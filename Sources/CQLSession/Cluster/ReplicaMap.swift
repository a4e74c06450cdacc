internal import CQLPaging

/// Which nodes have the rows of which tokens, for one keyspace on one ring.
struct ReplicaMap: Sendable {
  typealias NodeIndex = TokenRing.NodeIndex

  private let ring: TokenRing
  /// The replicas of all tokens of the ring, one after the other.
  private let replicas: [NodeIndex]
  /// Where the replicas of each token begin, and at last the end of all.
  private let starts: [Int32]

  /// More replicas of a token than this are not remembered: who has so many to choose from does without the others.
  static let maximumReplicaCount = 64

  /// - Parameters:
  ///   - strategy: the keyspace's.
  ///   - ring: made of `nodes`.
  ///   - nodes: ``Topology/nodes``.
  init(_ strategy: ReplicationStrategy, ring: TokenRing, nodes: [ClusterNode]) {
    self.ring = ring
    var walk = RingWalk(ring, nodeCount: nodes.count)
    let choice = ReplicaChoice(strategy, nodes: nodes, walked: walk.nodes)
    // From the last token to the first, since that is how the walk goes; so is the array filled, and then turned round.
    var replicas: [NodeIndex] = []
    var counts: [Int32] = []
    counts.reserveCapacity(ring.tokens.count)
    while walk.stepBack() {
      let before = replicas.count
      choice.appendReplicas(of: walk.nodes, to: &replicas)
      replicas[before...].reverse()
      counts.append(Int32(replicas.count - before))
    }
    replicas.reverse()
    self.replicas = replicas
    var starts: [Int32] = [0]
    starts.reserveCapacity(counts.count + 1)
    for count in counts.reversed() { starts.append(starts[starts.count - 1] + count) }
    self.starts = starts
  }

  /// The nodes that have a token's rows, the token's owner first where it is one of them, the others as the ring has them.
  /// None where the ring is empty or the keyspace is each node's own.
  func replicas(of token: Token) -> ArraySlice<NodeIndex> {
    guard let position = ring.position(of: token) else { return [] }
    return replicas(at: position)
  }

  private func replicas(at position: Int) -> ArraySlice<NodeIndex> {
    replicas[Int(starts[position])..<Int(starts[position + 1])]
  }

  /// A part of the ring and the nodes that have all of its rows.
  struct OwnedRange: Hashable, Sendable {
    let range: TokenRange
    let replicas: [NodeIndex]
  }

  /// The whole ring, each of its tokens in exactly one range, from the lowest to the highest; the range that goes round
  /// the end of the ring is cut there.
  var ranges: [OwnedRange] {
    var ranges: [OwnedRange] = []
    ranges.reserveCapacity(ring.tokens.count + 1)
    var start = Token.minimum
    for (position, token) in ring.tokens.lazy.map({ Token($0) }).enumerated() where token > start {
      ranges.append(OwnedRange(range: TokenRange(start: start, end: token), replicas: Array(replicas(at: position))))
      start = token
    }
    if start < .maximum {
      let replicas = ring.tokens.isEmpty ? [] : Array(replicas(at: 0))
      ranges.append(OwnedRange(range: TokenRange(start: start, end: .maximum), replicas: replicas))
    }
    return ranges
  }
}
