internal import CQLPaging

/// The tokens of all nodes in their order, each with the node that owns what lies between it and the token before it.
struct TokenRing: Sendable {
  /// The place of a node in ``Topology/nodes``; two bytes, since there are many for each keyspace.
  typealias NodeIndex = UInt16

  /// Strictly ascending.
  let tokens: [Int64]
  /// The owner of each token.
  let owners: [NodeIndex]

  /// - Parameter nodes: ``Topology/nodes``. Without tokens the ring is empty. Where two nodes claim a token, as one that
  ///   replaces the other does, it is the first one's.
  init(_ nodes: [ClusterNode]) {
    var pairs: [(token: Int64, owner: NodeIndex)] = []
    pairs.reserveCapacity(nodes.reduce(0) { $0 + $1.tokens.count })
    for (index, node) in nodes.enumerated() {
      for token in node.tokens { pairs.append((token.rawValue, NodeIndex(index))) }
    }
    pairs.sort { ($0.token, $0.owner) < ($1.token, $1.owner) }
    var tokens: [Int64] = []
    var owners: [NodeIndex] = []
    for pair in pairs where tokens.last != pair.token {
      tokens.append(pair.token)
      owners.append(pair.owner)
    }
    self.tokens = tokens
    self.owners = owners
  }

  /// The place of the first token that is not below a key's, from the beginning again behind the last one; nil where the
  /// ring is empty.
  func position(of token: Token) -> Int? {
    guard !tokens.isEmpty else { return nil }
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle] < token.rawValue { low = middle + 1 } else { high = middle }
    }
    return low == tokens.count ? 0 : low
  }
}
