public import CQLPaging

/// How a session reaches its servers, and what it asks for where a statement says nothing.
public struct SessionConfiguration: Sendable {
  /// Servers to try, in this order, until one answers and tells of the others.
  public var contactPoints: [ContactPoint]
  /// The data centre whose nodes are asked first; nil takes that of the first contact point that answers.
  public var localDataCenter: String?
  /// Whether nodes of other data centres are asked.
  public var remoteNodes = RemoteNodes.whenLocalDown
  /// Turns the addresses that nodes report of each other into addresses that this client can reach, as behind a NAT or
  /// a tunnel; nil takes them as they are. Contact points are not translated. It is called while the session's state is
  /// locked: it must be quick, and must not use the session.
  public var addressTranslator: (@Sendable (ContactPoint) -> ContactPoint)?
  /// The keyspace of names without one; nil for none.
  public var keyspace: String?
  /// The login; nil for servers that want none.
  public var authenticator: (any CQLAuthenticator)?
  /// How connections are encrypted; nil for plain text. Needs the package's trait `TLS`.
  public var tls: TLSConfiguration?
  /// How frames are compressed; nil for not at all. Needs the package's trait `LZ4`, and a server that offers it.
  public var compression: CQLCompression?

  /// About how many rows a page. ``CassandraSession/setDefaultPageSize(_:)`` changes it while the session runs.
  public var pageSize = PageSize.default
  /// How many replicas must answer.
  public var consistency = Consistency.localOne
  /// How long to wait for each page: for a connection, for preparation, and for other nodes where the first one fails. An
  /// answer that comes later is thrown away. A server that gave no sign of life in that time is asked for one; until it
  /// gives it, new requests go to other nodes, where there are any.
  public var timeout = Duration.seconds(12)
  /// Settings by name, for statements of several kinds: ``CassandraSession/profile(_:)`` looks one up.
  public var profiles: [String: ExecutionProfile] = [:]
  /// How long each connection may take from the look-up of a name to its readiness for queries, and how long a node may
  /// take to tell of its cluster.
  public var connectTimeout = Duration.seconds(5)
  /// Connections to each node of the local data centre, one or more. One carries thousands of requests at once; two let
  /// a large page and small ones pass each other.
  public var connectionsPerNode = 1
  /// The wait before the second attempt to reach a node again; the first comes at once, and each later one waits twice
  /// as long, give or take, since many clients lose a node together.
  public var reconnectionDelay = Duration.seconds(1)
  /// No wait between attempts is longer.
  public var longestReconnectionDelay = Duration.seconds(30)
  /// How often a node is asked for the state of the cluster, besides the events that it sends.
  public var topologyRefreshInterval = Duration.seconds(60)
  /// How long a connection may be silent before the server is asked for a sign of life, with OPTIONS.
  public var heartbeatInterval = Duration.seconds(5)
  /// How long the server may be silent after that. Then the connection is closed, and what waits for it is asked of
  /// another node: in time, where both together are shorter than ``timeout``.
  public var heartbeatTimeout = Duration.seconds(5)
  /// The largest frame to accept, in bytes, compressed and decompressed: what a server can make a connection allocate at
  /// once, or twice that where frames are compressed. The protocol's own limit is 256 MiB (section 2.5).
  public var maximumFrameLength = 256 << 20
  /// Requests at once on a connection, 1 to 32,767; more than that wait for their turn.
  public var maximumConcurrentRequests = 2048
  /// Prepared statements to remember; the one not used for the longest time is forgotten first.
  public var maximumPreparedStatements = 1000

  /// Told of what happens to the session, for logs: at once, by whichever thread it happens on, and so it must not block.
  /// The numbers are in ``CassandraSession/metrics``.
  public var onEvent: (@Sendable (SessionEvent) -> Void)?
  /// Pages that take longer than this, with all their tries, are events; nil for none.
  public var slowPageThreshold: Duration?

  /// A configuration with defaults for all but the servers. It is checked when a session is opened.
  public init(contactPoints: [ContactPoint]) { self.contactPoints = contactPoints }

  /// - Parameter contactPoints: as ``ContactPoint/init(_:)`` reads them: `["db1", "db2:9043"]`.
  /// - Throws: `.invalidConfiguration` for a text that is none, and where there is none at all.
  public init(contactPoints: [String]) throws(CQLError) {
    var points: [ContactPoint] = []
    for text in contactPoints { points.append(try ContactPoint(text)) }
    self.init(contactPoints: points)
    try check()
  }

  /// - Throws: `.invalidConfiguration`, `.invalidPageSize`.
  func check() throws(CQLError) {
    guard !contactPoints.isEmpty else {
      throw CQLError(.invalidConfiguration, "no contact point: give the session at least one host")
    }
    guard timeout > .zero, connectTimeout > .zero, heartbeatInterval > .zero, heartbeatTimeout > .zero,
      topologyRefreshInterval > .zero
    else {
      throw CQLError(.invalidConfiguration, "a timeout must be longer than nothing")
    }
    guard (1...1024).contains(connectionsPerNode) else {
      throw CQLError(.invalidConfiguration, "connectionsPerNode is \(connectionsPerNode): use 1 to 1024")
    }
    guard reconnectionDelay > .zero, longestReconnectionDelay > .zero else {
      throw CQLError(.invalidConfiguration, "a reconnection delay must be longer than nothing")
    }
    guard (1...256 << 20).contains(maximumFrameLength) else {
      throw CQLError(.invalidConfiguration, "maximumFrameLength is \(maximumFrameLength): use 1 to 268435456 bytes")
    }
    _ = try pageSize.checked()
    for (name, profile) in profiles.sorted(by: { $0.key < $1.key }) {
      do throws(CQLError) { _ = try profile.pageSize?.checked() } catch { throw error.at("profile \"\(name)\"") }
      guard profile.timeout ?? .seconds(1) > .zero else {
        throw CQLError(.invalidConfiguration, "profile \"\(name)\": a timeout must be longer than nothing")
      }
    }
  }

  var reconnection: ReconnectionSchedule {
    ReconnectionSchedule(base: reconnectionDelay, longest: longestReconnectionDelay)
  }

  /// - Throws: `.invalidConfiguration`.
  func profile(_ name: String) throws(CQLError) -> ExecutionProfile {
    if let profile = profiles[name] { return profile }
    let names = profiles.keys.sorted().joined(separator: ", ")
    throw CQLError(
      .invalidConfiguration,
      "there is no profile \"\(name)\": the configuration has \(names.isEmpty ? "none" : names)")
  }
}
