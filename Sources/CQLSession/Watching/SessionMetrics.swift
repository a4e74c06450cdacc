public import CQLPaging

/// What a session has done since it was opened, and what it is doing at the moment: a value, taken by
/// ``CassandraSession/metrics``.
///
/// ```swift
/// let metrics = session.metrics
/// print(metrics.pages, metrics.traffic.latency.percentile(99))
/// print(metrics)  // all of it, for a person
/// ```
///
/// Numbers that only grow are what monitoring systems call counters; ``NodeMetrics/requestsInFlight`` and its like are
/// gauges. Nothing in it is a value, a position or a secret.
public struct SessionMetrics: Sendable {
  /// Pages that came, empty ones included.
  public internal(set) var pages = 0
  /// Pages without a row.
  public internal(set) var emptyPages = 0
  /// Rows of all pages.
  public internal(set) var rows = 0
  /// Errors that reached the caller, by their kind; a `RetryingSource` is a caller, too, and may ask again.
  public internal(set) var errors: [CQLError.Code: Int] = [:]
  /// Pages fetched ahead that failed, which is no error yet: whoever comes to one has it asked for once more.
  public internal(set) var failuresAhead = 0
  /// Pages that ended because their task was cancelled.
  public internal(set) var cancellations = 0
  /// Requests that were repeated by the session after a failure.
  public internal(set) var retries = 0
  /// Those of the repetitions that another node was asked for.
  public internal(set) var failovers = 0
  /// How often a node had forgotten a prepared statement, which was prepared once more.
  public internal(set) var repreparations = 0
  /// Requests that wait for a connection to any node.
  public internal(set) var requestsWaitingForConnection = 0
  /// Every address that the session has connected to, in the order of their texts.
  public internal(set) var nodes: [NodeMetrics] = []
  /// What went to addresses that are not in ``nodes`` any more, because there were too many of them.
  public internal(set) var formerNodes = TrafficMetrics()

  /// What went to all nodes together.
  public var traffic: TrafficMetrics {
    nodes.reduce(into: formerNodes) { $0.add($1.traffic) }
  }

  init() {}
}
