/// The nodes in the order in which a walk along the ring meets them for the first time, for each place to begin at.
///
/// Begun one token earlier, a walk meets that token's owner first and all others in the same order as before. So the walks
/// of a whole ring take one step each, and not a walk each, which would take for ever on a ring with a million tokens of
/// one node between two of another.
struct RingWalk {
  private let owners: [TokenRing.NodeIndex]
  private var position: Int
  /// The nodes that own tokens, each once, as the walk from the present token meets them.
  private(set) var nodes: [TokenRing.NodeIndex] = []

  /// Stands behind the last token, which is in front of the first one.
  init(_ ring: TokenRing, nodeCount: Int) {
    owners = ring.owners
    position = ring.owners.count
    var isMet = [Bool](repeating: false, count: nodeCount)
    for owner in owners where !isMet[Int(owner)] {
      isMet[Int(owner)] = true
      nodes.append(owner)
    }
  }

  /// Goes to the token before.
  ///
  /// - Returns: false in front of the first one.
  mutating func stepBack() -> Bool {
    guard position > 0 else { return false }
    position -= 1
    let owner = owners[position]
    guard owner != nodes[0], let place = nodes.firstIndex(of: owner) else { return true }
    nodes.remove(at: place)
    nodes.insert(owner, at: 0)
    return true
  }
}
