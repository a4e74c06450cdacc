import CQLNativeProtocol
public import CQLPaging

extension FakeCluster {
  /// A request that came to one of the nodes.
  public struct Request: Hashable, Sendable {
    /// What is asked: the requests of protocol v4, section 2.4.
    public enum Kind: String, Hashable, Sendable {
      case startup, authResponse, options, register, query, prepare, execute, batch
    }

    public let kind: Kind
    /// The number of the node.
    public let node: Int
    /// The number of the connection since its node was made, from 1.
    public let connection: Int
    public let stream: Int16
    /// The statement's text; nil for requests without one, and for an EXECUTE of a statement that the node did not know.
    public let text: String?
    /// How many replicas should answer; nil for requests that are no statements.
    public let consistency: Consistency?
    /// The consistency of conditional writes, where the request names one.
    public let serialConsistency: Consistency?
    /// The time of writing in microseconds since 1970, where the request gives one.
    public let timestamp: Int64?
    /// Whether the request is to be traced; the answer has an id then.
    public let isTraced: Bool
    /// The bytes that came along for extensions of the server, by their names.
    public let customPayload: [String: [UInt8]?]
    /// What part of a user's table was read; nil for everything else.
    public let read: Read?
  }

  /// Which rows a page was asked from.
  public struct Read: Hashable, Sendable {
    public let keyspace: String
    /// The number of the page in its scan, from 1.
    public let page: Int
    /// The tokens that the statement's conditions leave, however far the page goes; nil where they leave none.
    public let tokens: ClosedRange<Token>?
    /// The nodes that keep the rows of all these tokens.
    public let replicas: Set<Int>
    /// Whether the node that was asked is one of ``replicas``.
    public let isAtReplica: Bool
  }
}

extension FakeCluster.Request: CustomStringConvertible, CustomReflectable {
  /// Where it went and what it asked, without its payload.
  public var description: String {
    "\(kind.rawValue) of node \(node), connection \(connection), stream \(stream): \(text ?? "no statement")"
  }

  public var customMirror: Mirror { Mirror(self, children: ["description": description], displayStyle: .struct) }
}

extension FakeCluster.Request {
  init(_ message: RequestMessage, node: Int, connection: Int, stream: Int16, text: String?, read: FakeCluster.Read?) {
    let parameters: QueryParameters? =
      switch message.request {
      case .query(let query): query.parameters
      case .execute(let execute): execute.parameters
      default: nil
      }
    var batch: Batch?
    if case .batch(let sent) = message.request { batch = sent }
    self.init(
      kind: Kind(message.request), node: node, connection: connection, stream: stream, text: text,
      consistency: parameters?.consistency ?? batch?.consistency,
      serialConsistency: parameters?.serialConsistency ?? batch?.serialConsistency,
      timestamp: parameters?.timestamp ?? batch?.timestamp, isTraced: message.isTraced,
      customPayload: message.customPayload, read: read)
  }
}

extension FakeCluster.Request.Kind {
  init(_ request: Request) {
    self =
      switch request {
      case .startup: .startup
      case .authResponse: .authResponse
      case .options: .options
      case .register: .register
      case .query: .query
      case .prepare: .prepare
      case .execute: .execute
      case .batch: .batch
      }
  }
}

extension FakeCluster.Read {
  init(_ route: FakeAnswer.Route, view: ClusterView) {
    let span = route.tokens
    let sets = view.topology.replicaSets(of: span, in: route.keyspace).map { Set($0.map(\.number)) }
    let replicas = sets.dropFirst().reduce(sets.first ?? []) { $0.intersection($1) }
    self.init(
      keyspace: route.keyspace, page: route.page,
      tokens: span.isEmpty ? nil : Token(span.lower)...Token(span.upper), replicas: replicas,
      isAtReplica: replicas.contains(view.number))
  }
}
