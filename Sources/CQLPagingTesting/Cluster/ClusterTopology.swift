import CQLPaging

/// The nodes of a cluster, what each of them owns, and how often rows are kept: all that the system tables tell.
struct ClusterTopology: Sendable {
  var nodes: [FakeNode]
  var release = FakeCluster.Release.cassandra3
  /// The port of all nodes.
  var port: UInt16 = 0
  /// How keyspaces are replicated that `keyspaces` says nothing of.
  var replication = FakeCluster.Replication.simple(1)
  var keyspaces: [String: FakeCluster.Replication] = [:]
  /// Whether reads need replicas: a ``WireServer`` alone has every row, whatever the consistency.
  var needsReplicas = false
  /// How long a coordinator waits for a replica that is frozen.
  var readTimeout = Duration.zero

  /// Nodes of these addresses, which share the ring evenly, in the order of their addresses.
  init(local: [UInt8], peers: [[UInt8]]) {
    let addresses = ([local] + peers).sorted { $0.lexicographicallyPrecedes($1) }
    let tokens = Self.evenTokens(addresses.count)
    nodes = addresses.enumerated().map { index, address in
      FakeNode(number: index + 1, address: address, tokens: [tokens[index]])
    }
  }

  init(nodes: [FakeNode]) { self.nodes = nodes }

  /// Tokens that cut the ring into parts of the same size, the last of them around its ends.
  static func evenTokens(_ count: Int) -> [Int64] {
    let share = UInt64.max / UInt64(max(count, 1))
    return (0..<count).map { Int64(bitPattern: UInt64($0) &* share &+ 1 << 63) &+ 1 }
  }

  /// Tokens for one more node: each cuts the part that is the largest then into halves.
  func newTokens(_ count: Int) -> [Int64] {
    var taken = ring.map(\.token)
    var added: [Int64] = []
    for _ in 0..<count {
      var (best, size): (Int64, UInt64) = (0, 0)
      for (index, token) in taken.enumerated() {
        let before = taken[index == 0 ? taken.count - 1 : index - 1]
        // The only token of a ring owns all of it: 0 stands for 2^64 then.
        let length = UInt64(bitPattern: token &- before) &- 1
        if length >= size { (best, size) = (before &+ Int64(length / 2), length) }
      }
      added.append(best)
      taken = (taken + [best]).sorted()
    }
    return added
  }

  func replication(of keyspace: String) -> FakeCluster.Replication { keyspaces[keyspace] ?? replication }

  func node(_ number: Int) -> FakeNode? { nodes.first { $0.number == number } }
}

// Owners and replicas.
extension ClusterTopology {
  /// All tokens in their order, each with the place in `nodes` of its owner.
  var ring: [(token: Int64, node: Int)] {
    nodes.indices.flatMap { index in nodes[index].tokens.map { (token: $0, node: index) } }
      .sorted { $0.token < $1.token }
  }

  /// The nodes that keep the rows of a token, its owner first.
  func replicas(of token: Int64, in keyspace: String) -> [FakeNode] {
    let ring = ring
    let start = ring.firstIndex { $0.token >= token } ?? 0
    return replicas(from: start, of: ring, replication(of: keyspace)).map { nodes[$0] }
  }

  /// The nodes that keep each part of the ring that has tokens of `span` in it.
  func replicaSets(of span: TokenSpan, in keyspace: String) -> [[FakeNode]] {
    let ring = ring
    guard !span.isEmpty, !ring.isEmpty else { return [] }
    let replication = replication(of: keyspace)
    var starts: [Int] = []
    for (index, entry) in ring.enumerated() {
      let isBehind = index > 0 && ring[index - 1].token >= span.upper
      if entry.token >= span.lower, !isBehind { starts.append(index) }
    }
    // What lies behind the last token belongs to the owner of the first.
    if let last = ring.last, span.upper > last.token, starts.first != 0 { starts.append(0) }
    return starts.map { replicas(from: $0, of: ring, replication).map { nodes[$0] } }
  }

  private func replicas(
    from start: Int, of ring: [(token: Int64, node: Int)], _ replication: FakeCluster.Replication
  ) -> [Int] {
    var walk: [Int] = []
    for entry in ring[start...] + ring[..<start] where !walk.contains(entry.node) { walk.append(entry.node) }
    switch replication {
    case .simple(let factor): return Array(walk.prefix(max(factor, 0)))
    case .network(let factors):
      let chosen = Set(factors.flatMap { replicas($0.value, in: $0.key, walk) })
      return walk.filter(chosen.contains)
    }
  }

  /// As many nodes of a data centre, one a rack as long as there are racks without one.
  private func replicas(_ count: Int, in dataCenter: String, _ walk: [Int]) -> [Int] {
    let local = walk.filter { nodes[$0].dataCenter == dataCenter }
    var racks: Set<String> = []
    let first = local.filter { racks.insert(nodes[$0].rack).inserted }
    return Array((first + local.filter { !first.contains($0) }).prefix(max(count, 0)))
  }
}

/// A cluster as one of its nodes sees it.
struct ClusterView: Sendable {
  let topology: ClusterTopology
  /// The number of the node that looks.
  let number: Int

  /// The node that looks; one that has been removed knows the first of those that are left as itself.
  var local: FakeNode { topology.node(number) ?? topology.nodes[0] }
  var peers: [FakeNode] { topology.nodes.filter { $0.number != local.number } }

  /// One node, alone.
  static let single = ClusterView(topology: ClusterTopology(local: [127, 0, 0, 1], peers: []), number: 1)
}
