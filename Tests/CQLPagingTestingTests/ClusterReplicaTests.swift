import CQLPaging
import Testing

@testable import CQLPagingTesting

@Suite struct ClusterReplicaTests {
  /// Nodes with one token each: node 1 owns up to 0, node 2 up to 100, and so on.
  private func topology(
    _ places: [(dataCenter: String, rack: String)], _ replication: FakeCluster.Replication,
    states: [Int: FakeNode.State] = [:]
  ) -> ClusterTopology {
    let nodes = places.enumerated().map { index, place in
      FakeNode(
        number: index + 1, address: [127, 0, 0, UInt8(index + 1)], dataCenter: place.dataCenter, rack: place.rack,
        tokens: [Int64(index) * 100], state: states[index + 1] ?? .up)
    }
    var topology = ClusterTopology(nodes: nodes)
    topology.replication = replication
    return topology
  }

  private let four = [("a", "r1"), ("a", "r1"), ("a", "r2"), ("b", "r1")]

  @Test(
    "F8: who keeps the rows of a token",
    arguments: [
      ("a token of its own belongs to the node", 100, .simple(1), [2]),
      ("one above belongs to the next node", 101, .simple(1), [3]),
      ("what lies behind the last token belongs to the first node", 301, .simple(1), [1]),
      ("the smallest token belongs to the first node", .min, .simple(1), [1]),
      ("the next ones on the ring keep copies", 250, .simple(3), [4, 1, 2]),
      ("no node keeps two", 0, .simple(9), [1, 2, 3, 4]),
      ("copies go to different racks first", 0, .network(["a": 2]), [1, 3]),
      ("and to the same rack where there is no other", 0, .network(["a": 3]), [1, 2, 3]),
      ("each data centre has its own", 0, .network(["a": 1, "b": 1]), [1, 4]),
      ("a data centre without nodes keeps none", 0, .network(["c": 2]), []),
    ] as [(String, Int64, FakeCluster.Replication, [Int])])
  func replicas(_ why: String, _ token: Int64, _ replication: FakeCluster.Replication, _ expected: [Int]) {
    let topology = topology(four, replication)
    #expect(topology.replicas(of: token, in: "test").map(\.number) == expected, "\(why)")
  }

  @Test(
    "E5: the parts of the ring that a range touches",
    arguments: [
      ("a range within one part", 1, 100, [2]),
      ("a range over an owner's end", 100, 101, [2, 3]),
      ("behind the last token", 301, .max, [1]),
      ("in front of the first", .min, 0, [1]),
      ("from the last part around the end", 300, 301, [4, 1]),
      ("the whole ring", .min, .max, [1, 2, 3, 4]),
      ("nothing", 5, 4, []),
    ] as [(String, Int64, Int64, [Int])])
  func parts(_ why: String, _ lower: Int64, _ upper: Int64, _ owners: [Int]) {
    let sets = topology(four, .simple(1)).replicaSets(of: TokenSpan(lower: lower, upper: upper), in: "test")
    #expect(sets.map { $0.map(\.number) } == owners.map { [$0] }, "\(why)")
  }

  @Test("E5: tokens of new nodes halve the largest parts, and none is given twice")
  func newTokens() {
    var topology = topology([("a", "r")], .simple(1))
    for number in 2...20 {
      let tokens = topology.newTokens(8)
      topology.nodes.append(FakeNode(number: number, address: [127, 0, 0, 2], tokens: tokens))
    }
    let ring = topology.ring.map(\.token)
    #expect(Set(ring).count == 1 + 19 * 8)
    let sizes = zip(ring, ring.dropFirst()).map { UInt64(bitPattern: $1 &- $0) }
    let (small, large) = (sizes.min() ?? 0, sizes.max() ?? 0)
    #expect(large <= 2 * small + 16)
  }

  @Test(
    "F7: what a read of one token fails with, by the states of its three replicas and the coordinator's own",
    arguments: [
      ("one answers", .one, [1: .down, 2: .down], nil),
      ("none lives", .one, [1: .down, 2: .down, 3: .down], "unavailable 1 of 0"),
      ("one lives, and is frozen", .one, [1: .down, 2: .down, 3: .frozen], "timeout 1 of 0"),
      ("two answer", .quorum, [1: .frozen], nil),
      ("two are needed and one lives", .quorum, [1: .down, 2: .down], "unavailable 2 of 1"),
      ("two live, one is frozen", .quorum, [1: .down, 2: .frozen], "timeout 2 of 1"),
      ("all but one answer", .all, [1: .frozen], "timeout 3 of 2"),
      ("all but one live", .all, [2: .down], "unavailable 3 of 2"),
      ("two of two", .two, [2: .down], nil),
      ("three of three", .three, [2: .down], "unavailable 3 of 2"),
      (
        "the local ones are down, another data centre's does not count", .localOne, [1: .down, 2: .down],
        "unavailable 1 of 0"
      ),
      ("a local quorum of two is both", .localQuorum, [1: .down], "unavailable 2 of 1"),
      ("a local quorum does not need the other data centre", .localQuorum, [3: .down], nil),
      ("each quorum does", .eachQuorum, [3: .down], "unavailable 1 of 0"),
      ("serial is a quorum", .serial, [1: .down, 2: .down], "unavailable 2 of 1"),
      ("local serial is a local one", .localSerial, [1: .frozen], "timeout 2 of 1"),
    ] as [(String, Consistency, [Int: FakeNode.State], String?)])
  func reads(_ why: String, _ consistency: Consistency, _ states: [Int: FakeNode.State], _ expected: String?) {
    // Node 4 is asked; it keeps nothing itself.
    let topology = topology(
      [("a", "r1"), ("a", "r2"), ("b", "r1"), ("a", "r3")], .network(["a": 2, "b": 1]), states: states)
    let check = ReadCheck(view: ClusterView(topology: topology, number: 4), keyspace: "test", consistency: consistency)
    let found: String? = check.failure(reading: TokenSpan(lower: 0, upper: 0)).map { error in
      switch error.details {
      case .unavailable(consistency, let required, let alive): "unavailable \(required) of \(alive)"
      case .readTimeout(consistency, let received, let blockFor, let dataPresent) where dataPresent == (received > 0):
        "timeout \(blockFor) of \(received)"
      default: "\(error)"
      }
    }
    #expect(found == expected, "\(why)")
  }

  @Test("F7: reads with ANY are refused")
  func any() {
    let check = ReadCheck(view: .single, keyspace: "test", consistency: .any)
    #expect(check.failure(reading: TokenSpan())?.code == .invalid)
  }

  @Test("F7: the coordinator itself always answers")
  func ownRows() {
    let topology = topology(four, .simple(1), states: [1: .frozen])
    let check = ReadCheck(view: ClusterView(topology: topology, number: 1), keyspace: "test", consistency: .one)
    #expect(check.failure(reading: TokenSpan(lower: 0, upper: 0)) == nil)
  }
}
