extension FakeCluster {
  /// How many nodes keep each row of a keyspace.
  public enum Replication: Hashable, Sendable {
    /// SimpleStrategy: as many nodes one behind the other on the ring, wherever they are.
    case simple(Int)
    /// NetworkTopologyStrategy: as many nodes in each data centre of these names, in different racks where there are
    /// enough.
    case network([String: Int])

    /// How many copies there are in all.
    var total: Int {
      switch self {
      case .simple(let factor): factor
      case .network(let factors): factors.values.reduce(0, +)
      }
    }

    /// How many copies a data centre has; SimpleStrategy knows no data centres and counts them all.
    func factor(in dataCenter: String) -> Int {
      switch self {
      case .simple(let factor): factor
      case .network(let factors): factors[dataCenter] ?? 0
      }
    }

    /// As `system_schema.keyspaces` has it.
    var map: [String: String] {
      let package = "org.apache.cassandra.locator."
      switch self {
      case .simple(let factor):
        return ["class": package + "SimpleStrategy", "replication_factor": String(factor)]
      case .network(let factors):
        return factors.mapValues(String.init)
          .merging(["class": package + "NetworkTopologyStrategy"]) { $1 }
      }
    }
  }

  /// Which release a cluster looks like in its system tables.
  public enum Release: Hashable, Sendable {
    /// Apache Cassandra 3.11: other nodes stand in `system.peers` only, without their ports.
    case cassandra3
    /// Apache Cassandra 5.0: there is `system.peers_v2`, too, with addresses and ports. The protocol stays v4.
    case cassandra5

    var version: String { self == .cassandra3 ? "3.11.19" : "5.0.9" }
    var cqlVersion: String { self == .cassandra3 ? "3.4.4" : "3.4.7" }
  }
}
