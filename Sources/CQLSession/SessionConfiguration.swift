public import CQLPaging

/// How a session reaches its servers, and what it asks for where a statement says nothing.
public struct SessionConfiguration: Sendable {
  /// Servers to try, in this order, until one answers.
  public var contactPoints: [ContactPoint]
  /// The keyspace of names without one; nil for none.
  public var keyspace: String?
  /// The login; nil for servers that want none.
  public var authenticator: (any CQLAuthenticator)?

  /// About how many rows a page. ``CassandraSession/setDefaultPageSize(_:)`` changes it while the session runs.
  public var pageSize = PageSize.default
  /// How many replicas must answer.
  public var consistency = Consistency.localOne
  /// How long to wait for each page once there is a connection, preparation included. An answer that comes later is
  /// thrown away. A server that gave no sign of life in that time gets no further requests on that connection, and the
  /// next one opens another.
  public var timeout = Duration.seconds(12)
  /// Settings by name, for statements of several kinds: ``CassandraSession/profile(_:)`` looks one up.
  public var profiles: [String: ExecutionProfile] = [:]
  /// How long each contact point may take from the look-up of its name to its readiness for queries. A request that
  /// finds no connection waits for this first, and then has its own ``timeout``.
  public var connectTimeout = Duration.seconds(5)
  /// The largest frame to accept, in bytes: what a server can make this process allocate at once. The protocol's own
  /// limit is 256 MiB (section 2.5).
  public var maximumFrameLength = 256 << 20
  /// Requests at once on a connection, 1 to 32,768; more than that wait for their turn.
  public var maximumConcurrentRequests = 2048
  /// Prepared statements to remember; the one not used for the longest time is forgotten first.
  public var maximumPreparedStatements = 1000

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
    guard timeout > .zero, connectTimeout > .zero else {
      throw CQLError(.invalidConfiguration, "a timeout must be longer than nothing")
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

  /// - Throws: `.invalidConfiguration`.
  func profile(_ name: String) throws(CQLError) -> ExecutionProfile {
    if let profile = profiles[name] { return profile }
    let names = profiles.keys.sorted().joined(separator: ", ")
    throw CQLError(
      .invalidConfiguration,
      "there is no profile \"\(name)\": the configuration has \(names.isEmpty ? "none" : names)")
  }
}
