import CQLPaging
import Testing

@testable import CQLSession

/// How the ring is shared out among those who have its rows.
@Suite struct ClusterOwnerTests {
  /// Seven tokens of three nodes, of which one is in another data centre.
  private static let ring =
    "A:a/r1@-6148914691236517205,0,6148914691236517205 B:a/r2@-4099276460824344803,2049638230412172401 "
    + "C:b/r1@-2049638230412172402,4099276460824344803"

  private static func owners(_ ring: String, _ replication: [String: String]) -> RingOwners {
    let ring = TestRing(ring)
    return RingOwners(
      ring.nodes, map: ring.map(replication), balancing: LoadBalancing(ring.nodes, localDataCenter: "a"))
  }

  private static func simple(_ factor: Int) -> [String: String] {
    ["class": "SimpleStrategy", "replication_factor": "\(factor)"]
  }

  /// How much of the ring each node is given, in percent.
  private static func shares(_ replication: [String: String], splits: Int) -> [String?: Double] {
    var owners = owners(ring, replication)
    var shares: [String?: Double] = [:]
    for range in TokenRange.ring.split(into: splits).flatMap({ $0.split(at: owners.tokens) }) {
      shares[owners.takeOwner(of: range), default: 0] += 100 * Double(range.width) / Double(TokenRange.ring.width)
    }
    return shares
  }

  @Test("E5: replicas in one data centre share the ring evenly, however unevenly their tokens lie", arguments: [9, 60])
  func local(splits: Int) {
    let shares = Self.shares(["class": "NetworkTopologyStrategy", "a": "2"], splits: splits)
    #expect(shares.count == 2)
    #expect(shares.values.allSatisfy { abs($0 - 50) < 6 }, "\(shares)")
  }

  @Test("E5, F7: a range is a remote node's only where no local one has it")
  func remote() {
    #expect(Self.shares(Self.simple(3), splits: 60)["10.0.0.3:9042"] == nil)
    #expect(Self.shares(Self.simple(1), splits: 60)["10.0.0.3:9042"] != nil)
    #expect(Set(Self.shares(["class": "NetworkTopologyStrategy", "b": "1"], splits: 60).keys) == ["10.0.0.3:9042"])
  }

  @Test("E5: the ring is cut where its replicas change, and nowhere else")
  func cuts() {
    #expect(Self.owners(Self.ring, Self.simple(3)).tokens == [.maximum])
    #expect(Self.owners(Self.ring, ["class": "NetworkTopologyStrategy", "a": "2"]).tokens == [.maximum])
    // The last of the seven tokens is of the node that has the first one, and with it the end of the ring.
    #expect(Self.owners(Self.ring, Self.simple(1)).tokens.count == 7)
    let neighbours = "A:a/r1@0,10,20 B:a/r1@30,40"
    #expect(Self.owners(neighbours, Self.simple(1)).tokens == [Token(20), Token(40), .maximum])
  }

  @Test("E5: without replicas there is no owner")
  func none() {
    #expect(Set(Self.shares(["class": "NetworkTopologyStrategy", "c": "1"], splits: 9).keys) == [nil])
  }
}
