import CQLPaging
import CQLSession
import Foundation
import Testing

/// All tests that need a cluster of three nodes, and stop, freeze and start them. They run where the environment names
/// the nodes and what controls them, one after the other:
///
///     export CQLPAGING_LIVE_CLUSTER=127.0.0.1:9042,127.0.0.2:9042,127.0.0.3:9042
///     export CQLPAGING_LIVE_CLUSTER_CONTROL='cassandra --dir /var/tmp/three'
///     swift test --disable-xctest --filter LiveTests.LiveCluster
///
/// The nodes are in the order of their numbers. To the control's command line is added what it shall do:
/// `stop --node 2 --now`, `start-node 2`, `pause 2` and `resume 2`; it returns when that is done.
/// `CQLPAGING_LIVE_DATA_CENTERS=a,a,b` says that the nodes are in several data centres; then only the tests of those run.
@Suite(
  .serialized,
  .enabled(if: ThreeNodes.addresses.count == 3 && ThreeNodes.control != nil, "CQLPAGING_LIVE_CLUSTER names no cluster"))
enum LiveCluster {}

/// The cluster that the environment names.
enum ThreeNodes {
  /// Number 1 is the first.
  static let addresses = environment("CQLPAGING_LIVE_CLUSTER")?.split(separator: ",").map(String.init) ?? []
  static let control = environment("CQLPAGING_LIVE_CLUSTER_CONTROL")
  /// The nodes' data centres; none where all are in one.
  static let dataCenters = environment("CQLPAGING_LIVE_DATA_CENTERS")?.split(separator: ",").map(String.init) ?? []

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Notices silence sooner than the defaults do, so that tests need not wait for it long.
  static func configuration(keyspace: String? = nil) throws -> SessionConfiguration {
    var configuration = try LiveServer.configuration(contactPoints: addresses, keyspace: keyspace)
    configuration.heartbeatInterval = .seconds(1)
    configuration.heartbeatTimeout = .seconds(3)
    configuration.longestReconnectionDelay = .seconds(4)
    return configuration
  }

  /// Lends a session whose keyspace is new, and dropped afterwards, on nodes that all run.
  ///
  /// - Parameter replication: how many replicas there are of each row.
  static func withKeyspace(
    replication: Int, _ body: (CassandraSession, _ keyspace: String, NodeControl) async throws -> Void
  ) async throws {
    try await withKeyspace(replication: "'class': 'SimpleStrategy', 'replication_factor': \(replication)", body)
  }

  /// - Parameter replication: the entries of the keyspace's replication.
  static func withKeyspace(
    replication: String, _ body: (CassandraSession, _ keyspace: String, NodeControl) async throws -> Void
  ) async throws {
    try await withNodes { nodes in
      let name = "cluster_\(UUID().uuidString.prefix(8).lowercased())"
      var configuration = try configuration()
      configuration.timeout = .seconds(60)
      try await CassandraSession.withSession(configuration) { maker in
        _ = try await maker.execute(
          """
          CREATE KEYSPACE \(cql: name) WITH replication = {\(cql: replication)}
          """)
      }
      configuration.keyspace = name
      try await CassandraSession.withSession(configuration) { session in
        try await body(session, name, nodes)
        try await nodes.restore()
        try await session.execute("DROP KEYSPACE \(cql: name)")
      }
    }
  }

  /// Lends the control of the nodes, which all run, and do so again afterwards.
  static func withNodes(_ body: (NodeControl) async throws -> Void) async throws {
    let nodes = NodeControl()
    do {
      try await body(nodes)
    } catch {
      try await nodes.restore()
      throw error
    }
    try await nodes.restore()
  }
}
