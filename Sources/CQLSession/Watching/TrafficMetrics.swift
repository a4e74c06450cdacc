public import CQLPaging

/// What went over connections: over all of a node's, or over all of a session's. Numbers only grow, from the session's
/// beginning; what the session asks for itself is among them.
public struct TrafficMetrics: Hashable, Sendable {
  /// QUERY messages: statements without preparation.
  public internal(set) var queries = 0
  /// EXECUTE messages: prepared statements.
  public internal(set) var executions = 0
  /// PREPARE messages.
  public internal(set) var preparations = 0
  /// All other messages that somebody waited for, such as BATCH and REGISTER.
  public internal(set) var otherRequests = 0
  /// Answers that came while somebody waited for them.
  public internal(set) var answers = 0
  /// Those of the answers that were errors of the server.
  public internal(set) var errorAnswers = 0
  /// Requests that ran out of time.
  public internal(set) var timeouts = 0
  /// Requests that were given up by their caller.
  public internal(set) var cancellations = 0
  /// Bytes handed to the system, frame headers included.
  public internal(set) var bytesSent = 0
  /// Bytes that came, frame headers included.
  public internal(set) var bytesReceived = 0
  /// How often a silent node was asked for a sign of life.
  public internal(set) var heartbeatsSent = 0
  /// How often it gave none, which closed the connection.
  public internal(set) var heartbeatsMissed = 0
  /// From the moment when a request had a connection to its answer, errors of the server included.
  public internal(set) var latency = LatencyHistogram()

  /// Nothing went anywhere yet.
  public init() {}

  /// All requests, of every kind.
  public var requests: Int { queries + executions + preparations + otherRequests }

  /// Adds what went over other connections.
  mutating func add(_ other: TrafficMetrics) {
    queries += other.queries
    executions += other.executions
    preparations += other.preparations
    otherRequests += other.otherRequests
    answers += other.answers
    errorAnswers += other.errorAnswers
    timeouts += other.timeouts
    cancellations += other.cancellations
    bytesSent += other.bytesSent
    bytesReceived += other.bytesReceived
    heartbeatsSent += other.heartbeatsSent
    heartbeatsMissed += other.heartbeatsMissed
    latency.add(other.latency)
  }
}
