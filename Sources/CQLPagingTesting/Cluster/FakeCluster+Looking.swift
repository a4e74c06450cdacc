public import CQLPaging

// What tests look at.
extension FakeCluster {
  /// The numbers of the nodes that the cluster has, whether they run or not.
  public var nodes: [Int] { state.withLock { $0.topology.nodes.map(\.number) } }

  /// The port of all nodes; 0 before the first start.
  public var port: Int { Int(state.withLock { $0.topology.port }) }

  /// The addresses of all nodes, with the port, for a session to begin with.
  public var contactPoints: [String] { nodes.map { "\(address(of: $0)):\(port)" } }

  /// The address of a node, without the port; empty before the first start.
  public func address(of node: Int) -> String { member(node).host }

  /// The node with this address, which can have the port behind it; nil where there is none.
  public func node(at address: String) -> Int? {
    let host = address.split(separator: ":").first.map(String.init)
    return state.withLock { $0.topology.nodes.first { $0.host == host }?.number }
  }

  /// Where a node's parts of the ring end.
  public func tokens(of node: Int) -> [Token] { member(node).tokens.sorted().map { Token($0) } }

  /// The nodes that keep the rows of a token, its owner first, whether they run or not.
  public func replicas(of token: Token, in keyspace: String) -> [Int] {
    state.withLock { $0.topology }.replicas(of: token.rawValue, in: keyspace).map(\.number)
  }

  /// The requests that came to all nodes, the oldest first; the oldest are left out where there are more than
  /// ``recordedRequests``.
  public var requests: [Request] { journal.requests }

  /// The requests that came to one node.
  public func requests(at node: Int) -> [Request] { journal.requests.filter { $0.node == node } }

  /// Forgets the requests that have come.
  public func clearRequests() { journal.clear() }

  /// How many connections to a node are open.
  public func openConnections(of node: Int) -> Int { server(node).openConnections }

  /// How many connections a node has taken in its life.
  public func acceptedConnections(of node: Int) -> Int { server(node).acceptedConnections }

  /// A node's connections: those that ended, then those that are open.
  public func connections(of node: Int) -> [ConnectionReport] { server(node).reports }

  /// What became of one connection.
  public struct ConnectionReport: Hashable, Sendable {
    /// Its number since the node was made, from 1.
    public let number: Int
    public let isOpen: Bool
    /// Whether the client wants to be told of events there.
    public let isRegistered: Bool
    /// The most requests that waited for their answers at the same time.
    public let highestInFlight: Int
    /// How many requests came on a stream that had one waiting already: 0 with a client that keeps to the protocol.
    public let reusedStreams: Int
  }

  private func member(_ node: Int) -> FakeNode {
    guard let member = state.withLock({ $0.topology.node(node) }) else {
      preconditionFailure("there is no node \(node)")
    }
    return member
  }
}
