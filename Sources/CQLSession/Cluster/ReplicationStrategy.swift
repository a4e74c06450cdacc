internal import CQLPaging

/// How a keyspace spreads its replicas over the ring: the map `replication` of system_schema.keyspaces.
enum ReplicationStrategy: Hashable, Sendable {
  /// The next so many nodes on the ring, wherever they are.
  case simple(Int)
  /// So many nodes in each data centre, on different racks as far as there are. What `others` says holds for data
  /// centres without a number of their own.
  case networkTopology([String: Int], others: Int = 0)
  /// Every node.
  case everywhere
  /// Each node has rows of its own, which the ring has nothing to do with: the keyspace `system`.
  case local
  /// A class that this library does not know: only the owner of a token is taken for a replica.
  case unknown(String)

  /// - Parameter replication: `class`, with or without its package, and the class's options.
  init(_ replication: [String: String]) {
    let className = replication["class"] ?? ""
    let name = className.split(separator: ".").last.map(String.init) ?? ""
    let options = replication.filter { $0.key != "class" }
    switch name {
    case "SimpleStrategy":
      self = .simple(options[Self.factorOption].flatMap(Self.factor) ?? 1)
    case "NetworkTopologyStrategy":
      let factors = options.compactMapValues(Self.factor)
      self = .networkTopology(
        factors.filter { $0.key != Self.factorOption }, others: factors[Self.factorOption] ?? 0)
    case "EverywhereStrategy": self = .everywhere
    case "LocalStrategy": self = .local
    default: self = .unknown(className)
    }
  }

  private static let factorOption = "replication_factor"

  /// Reads `3`, and `3/1`, where one of three replicas is transient.
  private static func factor(_ text: String) -> Int? {
    guard let number = text.split(separator: "/", maxSplits: 1).first.flatMap({ Int($0) }), number >= 0 else {
      return nil
    }
    return number
  }

  /// The strategies of all keyspaces.
  ///
  /// - Parameter rows: `keyspace_name` and `replication` of system_schema.keyspaces; rows without them are passed over.
  static func all(in rows: CQLRows) -> [String: ReplicationStrategy] {
    var strategies: [String: ReplicationStrategy] = [:]
    for row in rows {
      guard let name: String = row.cell("keyspace_name"), let replication: [String: String] = row.cell("replication")
      else { continue }
      strategies[name] = ReplicationStrategy(replication)
    }
    return strategies
  }
}
