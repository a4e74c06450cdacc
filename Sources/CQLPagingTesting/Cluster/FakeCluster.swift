import CQLPaging

/// Several fake nodes on the loopback network, with the same tables and the parts of the ring that each owns: for
/// sessions that discover nodes, route by token, fail over and scan.
///
/// ```swift
/// let table = FakeTable.numbered("test.numbers", partitions: 100, rowsInEach: 3)
/// try await FakeCluster.withCluster(FakeCluster(tables: [table], replicationFactor: 2)) { cluster in
///   // connect to cluster.contactPoints
///   cluster.stop(2)
///   // every row can still be read
/// }
/// ```
///
/// Nodes are numbered from 1, and node 3 has the address that ends in 3. Every cluster has a network of its own,
/// `127.x.y`, so that many run side by side, and one port. Linux has all of these addresses; on macOS give each an alias of
/// the loopback interface first (`sudo ifconfig lo0 alias 127.0.0.2`) and name the network in ``Options/network``.
///
/// Any node that lives answers for any row, as far as enough replicas of it live, too: the rows themselves are in the
/// ``coordinator``, whose faults hit whichever node is asked.
///
/// A call that names a node which does not exist is a mistake in the test, and ends the process.
public final class FakeCluster: Sendable {
  /// Where a node stands.
  public struct Node: Hashable, Sendable {
    public let dataCenter: String
    public let rack: String

    public init(dataCenter: String = "datacenter1", rack: String = "rack1") {
      self.dataCenter = dataCenter
      self.rack = rack
    }
  }

  /// How a cluster behaves.
  public struct Options: Sendable {
    /// How many parts of the ring each node owns, 1 at least.
    public var tokensPerNode = 4
    /// Which release the system tables are those of.
    public var release = Release.cassandra3
    /// How often rows are kept in the keyspaces that are named here; in all others as the initialiser says.
    public var keyspaces: [String: Replication] = [:]
    /// Whether live nodes tell of nodes that start, stop, come and go. Without it a client has to find out, or to be told
    /// by ``FakeCluster/announce(_:of:)``.
    public var pushesEvents = true
    /// How long after the fact they tell.
    public var eventDelay = Duration.zero
    /// How long a coordinator waits for a frozen replica before it answers that the read has timed out.
    public var readTimeout = Duration.zero
    /// The first three parts of all addresses, such as `127.0.0`; nil finds some that are free.
    public var network: String?
    /// How each node listens, but for its address, its port and its peers.
    public var server = WireServer.Options()

    public init() {}
  }

  /// Looks at the requests and answers of a node, by its number, as the interceptor of a ``WireServer`` does.
  public typealias Interceptor = @Sendable (_ node: Int, WireExchange) -> [WireExchange.Action]?

  /// How many of the latest requests ``requests`` keeps at least.
  public static let recordedRequests = 100_000

  struct State {
    var topology: ClusterTopology
    /// How the nodes' addresses begin, once the cluster has been started.
    var network: [UInt8]?
    var isRunning = false
    /// Numbers are not given twice.
    var lastNumber: Int
  }

  /// The tables, and their faults.
  public let coordinator: FakeCoordinator
  /// How it behaves.
  public let options: Options
  let interceptor: Interceptor?
  let state: Lock<State>
  /// By the nodes' numbers. Not in the state, which each of them looks into: they would keep each other for ever.
  let servers = Lock<[Int: WireServer]>([:])
  let journal = ClusterJournal()

  /// - Parameters:
  ///   - coordinator: the tables that all nodes serve, with their faults.
  ///   - nodes: where each node stands; node 1 is the first.
  ///   - replication: how often rows are kept where ``Options/keyspaces`` says nothing else.
  ///   - options: how it behaves.
  ///   - interceptor: looks at each request and its answer, and says what to send instead; nil lets the answer be.
  public init(
    _ coordinator: FakeCoordinator, nodes: [Node], replication: Replication = .simple(1), options: Options = Options(),
    interceptor: Interceptor? = nil
  ) {
    precondition(!nodes.isEmpty, "a cluster needs a node")
    precondition(nodes.count <= 254, "a cluster has 254 nodes at most")
    self.coordinator = coordinator
    self.options = options
    self.interceptor = interceptor
    let each = max(options.tokensPerNode, 1)
    let tokens = ClusterTopology.evenTokens(nodes.count * each)
    var topology = ClusterTopology(
      nodes: nodes.enumerated().map { index, node in
        FakeNode(
          number: index + 1, address: [], dataCenter: node.dataCenter, rack: node.rack,
          tokens: (0..<each).map { tokens[$0 * nodes.count + index] })
      })
    topology.release = options.release
    topology.replication = replication
    topology.keyspaces = options.keyspaces
    topology.needsReplicas = true
    topology.readTimeout = options.readTimeout
    state = Lock(State(topology: topology, lastNumber: nodes.count))
  }

  /// Nodes of one data centre and one rack.
  ///
  /// - Parameters:
  ///   - tables: what can be read.
  ///   - nodes: how many nodes there are.
  ///   - replicationFactor: how many of them keep each row.
  ///   - options: how it behaves.
  public convenience init(
    tables: [FakeTable], nodes: Int = 3, replicationFactor: Int = 1, options: Options = Options()
  ) {
    self.init(
      FakeCoordinator(tables: tables), nodes: Array(repeating: Node(), count: nodes),
      replication: .simple(replicationFactor), options: options)
  }
}
