import CQLPaging
import Testing

@testable import CQLSession

@Suite struct ClusterReplicaTests {
  /// Five nodes on three racks, and three on two racks, that take turns on the ring.
  static let two =
    "A:a/r1@0 B:a/r1@10 C:a/r2@20 D:a/r2@30 E:a/r3@40 X:b/r1@5 Y:b/r1@25 Z:b/r2@35"
  static let unbalanced = "A:a/r1@0 B:a/r1@10 C:a/r1@20 D:a/r2@30"
  static let virtual = "A:a/r1@0,10,30 B:a/r1@20,50 C:a/r1@40"
  static let network = "org.apache.cassandra.locator.NetworkTopologyStrategy"

  struct Row: CustomTestStringConvertible, Sendable {
    let sentence: String
    let ring: String
    let replication: [String: String]
    let token: Int64
    let replicas: String
    var testDescription: String { sentence }

    init(_ sentence: String, _ ring: String, _ replication: [String: String], _ token: Int64, _ replicas: String) {
      (self.sentence, self.ring, self.replication) = (sentence, ring, replication)
      (self.token, self.replicas) = (token, replicas)
    }
  }

  static let simple3 = ["class": "org.apache.cassandra.locator.SimpleStrategy", "replication_factor": "3"]

  static let rows: [Row] = [
    Row("simple: the next three nodes, whatever their data centre", two, simple3, 0, "AXB"),
    Row("simple: from the end of the ring it goes on at its beginning", two, simple3, 36, "EAX"),
    Row("simple: a node is taken once, however many tokens it has", virtual, simple3, 0, "ABC"),
    Row("simple: tokens of the owner itself are passed over", virtual, simple3, 25, "ACB"),
    Row("simple: no more replicas than nodes", "A:a/r1@0 B:a/r1@1", simple3, 0, "AB"),
    Row("a class's name without its package", two, ["class": "SimpleStrategy", "replication_factor": "1"], 6, "B"),

    Row(
      "network: a replica on each rack, in each data centre", two, ["class": network, "a": "3", "b": "2"], 0, "AXCZE"),
    Row("network: the walk begins in the other data centre", two, ["class": network, "a": "3", "b": "2"], 1, "XBCZE"),
    Row("network: the walk goes round the end", two, ["class": network, "a": "3", "b": "2"], 21, "YDZEA"),
    Row("network: behind the last token is the first", two, ["class": network, "a": "3", "b": "2"], 41, "AXCZE"),
    Row("network: fewer replicas than racks", two, ["class": network, "a": "2"], 0, "AC"),
    Row("network: the owner is elsewhere and no replica", two, ["class": network, "a": "2"], 31, "EA"),
    Row(
      "network: one rack may come twice where four are wanted of three", two, ["class": network, "a": "4"], 0, "ABCE"),
    Row("network: as many as there are nodes", two, ["class": network, "a": "5"], 0, "ABCDE"),
    Row("network: more than there are nodes", two, ["class": network, "b": "5"], 0, "XYZ"),
    Row("network: the small rack is not left out", unbalanced, ["class": network, "a": "3"], 0, "ABD"),
    Row(
      "network: the small rack first, then two of the large one", unbalanced, ["class": network, "a": "3"], 30, "DAB"),
    Row("network: virtual nodes of one node count once", virtual, ["class": network, "a": "2"], 0, "AB"),
    Row("network: a data centre that is not there", two, ["class": network, "c": "3"], 0, ""),
    Row("network: none wanted of a data centre", two, ["class": network, "a": "0", "b": "1"], 0, "X"),
    Row("network: one number for all data centres", two, ["class": network, "replication_factor": "1"], 0, "AX"),
    Row("network: one of three replicas is transient", two, ["class": network, "a": "3/1"], 0, "ACE"),
    Row("network: a number that is none", two, ["class": network, "a": "many", "b": "1"], 0, "X"),

    Row("everywhere: all nodes, the owner first", two, ["class": "EverywhereStrategy"], 25, "YDZEAXBC"),
    Row("local: the ring says nothing", two, ["class": "org.apache.cassandra.locator.LocalStrategy"], 0, ""),
    Row("an unknown class: the owner", two, ["class": "com.example.OwnStrategy", "replication_factor": "3"], 6, "B"),
    Row("no class at all: the owner", two, [:], 6, "B"),
    Row("a ring without tokens has no replicas", "A:a/r1 B:a/r1", simple3, 0, ""),
    Row("the lowest token is the first node's", two, simple3, .min, "AXB"),
    Row("the highest token goes round to the first node", two, simple3, .max, "AXB"),
    Row("a token of the ring itself is its node's", two, simple3, 35, "ZEA"),
    Row("one above is the next node's", two, simple3, 36, "EAX"),
  ]

  @Test("F8: replicas of a token", arguments: rows)
  func replicas(_ row: Row) {
    let ring = TestRing(row.ring)
    let replicas = ring.map(row.replication).replicas(of: Token(row.token))
    #expect(ring.letters(replicas) == row.replicas)
  }

  /// The walk as Cassandra did it before 3.6 and drivers do it: nodes on racks that were met before wait until all racks
  /// were met. It chooses the same nodes, some in another order.
  static func skippedEndpoints(_ nodes: [ClusterNode], _ factors: [String: Int], from token: Int64) -> Set<UInt16> {
    let ring = TokenRing(nodes)
    guard let start = ring.position(of: Token(token)) else { return [] }
    var result: Set<UInt16> = []
    for (dataCenter, factor) in factors {
      let members = Set(ring.owners.map(Int.init)).filter { nodes[$0].dataCenter == dataCenter }
      let rackCount = Set(members.map { nodes[$0].rack }).count
      var chosen: [UInt16] = []
      var skipped: [UInt16] = []
      var racks: Set<String> = []
      for step in ring.owners.indices where chosen.count < min(factor, members.count) {
        let node = ring.owners[(start + step) % ring.owners.count]
        guard members.contains(Int(node)), !chosen.contains(node), !skipped.contains(node) else { continue }
        let rack = nodes[Int(node)].rack
        if racks.count == rackCount || !racks.contains(rack) {
          chosen.append(node)
          racks.insert(rack)
          if racks.count == rackCount {
            while !skipped.isEmpty, chosen.count < factor { chosen.append(skipped.removeFirst()) }
          }
        } else {
          skipped.append(node)
        }
      }
      result.formUnion(chosen.prefix(factor))
    }
    return result
  }

  @Test("F8: on random rings the replicas are those of the older walk, too", arguments: 0..<40)
  func randomRings(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let nodes = (0..<Int.random(in: 1...14, using: &random)).map { number in
      TestRing.node(
        number, dataCenter: ["a", "b", "c"].randomElement(using: &random) ?? "a",
        rack: "r\(Int.random(in: 0...3, using: &random))",
        tokens: (0..<Int.random(in: 0...6, using: &random)).map { _ in
          Token(Int64.random(in: -50...50, using: &random))
        }.sorted())
    }
    let factors = ["a": Int.random(in: 0...5, using: &random), "b": 3, "c": 1]
    let map = ReplicaMap(.networkTopology(factors), ring: TokenRing(nodes), nodes: nodes)
    for token in Int64(-52)...52 {
      let replicas = map.replicas(of: Token(token))
      #expect(Set(replicas) == Self.skippedEndpoints(nodes, factors, from: token), "token \(token)")
      #expect(Set(replicas).count == replicas.count)
    }
  }

  @Test(
    "E5: the ranges of a ring tile it exactly once, each with its replicas",
    arguments: [
      ("three nodes: the range that goes round is cut in two", "A:a/r1@-10 B:a/r1@0 C:a/r1@10", "ABCA"),
      ("virtual nodes", virtual, "AABACBA"),
      ("one node with one token: two ranges", "A:a/r1@7", "AA"),
      ("a token at the very end: nothing goes round", "A:a/r1@0 B:a/r1@9223372036854775807", "AB"),
      ("a token at the very beginning has no range below it", "A:a/r1@-9223372036854775808 B:a/r1@0", "BA"),
      ("only the lowest token: one range", "A:a/r1@-9223372036854775808", "A"),
      ("only the highest token: one range", "A:a/r1@9223372036854775807", "A"),
      ("two nodes that claim one token: one range, of the first", "B:a/r1@0 A:a/r1@0,5", "BAB"),
    ])
  func ranges(sentence: String, ring text: String, owners: String) {
    let ring = TestRing(text)
    let map = ring.map(["class": "SimpleStrategy", "replication_factor": "1"])
    let ranges = map.ranges
    #expect(ranges.map { ring.letters($0.replicas) }.joined() == owners)
    #expect(ranges.first?.range.start == .minimum)
    #expect(ranges.last?.range.end == .maximum)
    for (one, next) in zip(ranges, ranges.dropFirst()) { #expect(one.range.end == next.range.start) }
    for owned in ranges {
      #expect(owned.range.end > owned.range.start, "no range is empty, and none ends with the lowest token")
      for token in [Token(owned.range.start.rawValue + 1), owned.range.end] {
        #expect(Array(map.replicas(of: token)) == owned.replicas, "token \(token)")
      }
    }
  }

  @Test("E5: without tokens, or for a keyspace of each node's own, the ranges are there and nobody's")
  func rangesOfNobody() {
    let none = TestRing("A:a/r1 B:a/r1").map(Self.simple3).ranges
    #expect(none == [ReplicaMap.OwnedRange(range: .ring, replicas: [])])
    let local = TestRing(Self.two).map(["class": "LocalStrategy"]).ranges
    #expect(local.count == 9)
    #expect(local.allSatisfy { $0.replicas.isEmpty })
  }

  @Test(
    "nothing that a server says makes a ring slow or large", .timeLimit(.minutes(1)),
    arguments: [
      ("many tokens of one node before another's", 1, 50_000, 2), ("thousands of nodes", 1000, 4, 3),
      ("a factor that no cluster has", 200, 8, Int.max),
    ])
  func absurd(sentence: String, nodeCount: Int, tokens: Int, factor: Int) {
    var nodes = (0..<nodeCount).map { number in
      TestRing.node(
        number, dataCenter: "a", rack: "r\(number)",
        tokens: (0..<tokens).map { Token(Int64($0) * 10_000 + Int64(number)) })
    }
    nodes.append(TestRing.node(nodeCount, dataCenter: "a", rack: "r", tokens: [.maximum]))
    let ring = TokenRing(nodes)
    #expect(ring.tokens.count == nodeCount * tokens + 1)
    for strategy in [.simple(factor), .networkTopology(["a": factor])] as [ReplicationStrategy] {
      let map = ReplicaMap(strategy, ring: ring, nodes: nodes)
      let expected = min(factor, nodes.count, ReplicaMap.maximumReplicaCount)
      #expect(map.replicas(of: Token(5)).count == expected)
    }
  }
}
