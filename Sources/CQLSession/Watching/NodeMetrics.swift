/// What a session has had to do with one address.
public struct NodeMetrics: Hashable, Sendable, Identifiable {
  /// Where the connections lead, as `host:port`. A contact point that is a name stands for itself.
  public let address: String
  /// What went over them, closed ones included.
  public internal(set) var traffic = TrafficMetrics()
  /// Connections that became ready for requests.
  public internal(set) var connectionsOpened = 0
  /// Those of them that have ended.
  public internal(set) var connectionsClosed = 0
  /// Attempts to connect that came to nothing.
  public internal(set) var connectionsFailed = 0
  /// Requests on their way, those included that nobody waits for any more: protocol v4 cannot cancel.
  public internal(set) var requestsInFlight = 0
  /// Requests that wait because the connection carries as many as it may.
  public internal(set) var requestsWaiting = 0

  /// The ``address``.
  public var id: String { address }

  /// Connections that are ready, or end as soon as their last answer has come.
  public var connectionsInUse: Int { connectionsOpened - connectionsClosed }

  init(address: String) { self.address = address }
}
