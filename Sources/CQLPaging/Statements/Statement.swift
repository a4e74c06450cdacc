/// A query with its values and how it wants to be run.
///
/// Interpolated values become bind markers; nothing is ever pasted into the text:
///
/// ```swift
/// let users: Statement = "SELECT id, name FROM app.users WHERE org = \(org)"
/// ```
public struct Statement: Sendable {
  /// The query as the server gets it, with `?` or `:name` where values are bound.
  public var text: String
  /// The values for its bind markers.
  public var values: BoundValues
  /// Whether the server prepares the text before it runs it.
  public var preparation = Preparation.whenBinding

  /// Settings for what the statement does not say itself; nil leaves all of it to the session.
  public var profile: ExecutionProfile?
  /// About how many rows a page; nil leaves it to the profile, then to the session.
  public var pageSize: PageSize?
  /// How many replicas must answer; nil leaves it to the profile, then to the session.
  public var consistency: Consistency?
  /// ``Consistency/serial`` or ``Consistency/localSerial`` for conditional writes; nil leaves it to the profile, then to
  /// the server.
  public var serialConsistency: Consistency?
  /// How long to wait for each page; nil leaves it to the profile, then to the session.
  public var timeout: Duration?
  /// Whether running it twice is as good as once, so that it may be tried again; nil takes SELECT for such a statement,
  /// and no other.
  public var isIdempotent: Bool?
  /// The write time, in microseconds since 1970; nil leaves it to the server.
  public var timestamp: Int64?
  /// Whether the server keeps a trace of each request, whose id then comes with the page.
  public var isTraced = false
  /// Where on the ring the statement's rows lie, so that a session asks a replica; nil lets it find out from the bound
  /// partition key of a prepared statement.
  public var routingToken: Token?
  /// The keyspace of the table whose rows ``routingToken`` is about; nil takes the session's.
  public var routingKeyspace: String?
  /// A custom payload, for servers with a query handler of their own.
  public var customPayload: [String: [UInt8]] = [:]

  /// A statement and its values, none unless they are given.
  public init(_ text: String, values: BoundValues = .none) {
    self.text = text
    self.values = values
  }

  /// A statement with a value for each `?`, in their order.
  public init(_ text: String, values: [any CQLEncodable]) {
    self.init(text, values: .positional(values))
  }

  /// A statement with a value for each `:name`.
  public init(_ text: String, named values: [String: any CQLEncodable]) {
    self.init(text, values: .named(values))
  }

  /// Whether a statement is prepared before it is run.
  public enum Preparation: Hashable, Sendable {
    /// Prepared when it has values, so that each is encoded as the type its column has.
    case whenBinding
    /// Always prepared: the server parses the text once.
    case always
    /// Never prepared: values are encoded as their natural type, which the server takes as it is.
    case never
  }

  package var isPrepared: Bool {
    switch preparation {
    case .whenBinding: !values.isEmpty
    case .always: true
    case .never: false
    }
  }
}

/// The values of a statement. Descriptions count them and show none.
public enum BoundValues: Sendable {
  /// No values.
  case none
  /// A value for each `?`, in their order.
  case positional([any CQLEncodable])
  /// A value for each `:name`.
  case named([String: any CQLEncodable])

  /// How many values there are.
  public var count: Int {
    switch self {
    case .none: 0
    case .positional(let values): values.count
    case .named(let values): values.count
    }
  }

  /// Whether there is no value.
  public var isEmpty: Bool { count == 0 }
}

extension BoundValues: CustomStringConvertible, CustomReflectable {
  public var description: String { count == 1 ? "1 value" : "\(count) values" }
  public var customMirror: Mirror { Mirror(self, children: ["count": count], displayStyle: .enum) }
}

extension Statement: CustomStringConvertible, CustomReflectable {
  /// The text, and how many values are bound to it.
  public var description: String { values.isEmpty ? text : "\(text) [\(values)]" }
  public var customMirror: Mirror {
    Mirror(self, children: ["text": text, "values": values], displayStyle: .struct)
  }
}
