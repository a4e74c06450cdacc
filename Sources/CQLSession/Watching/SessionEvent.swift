public import CQLPaging

/// Something that happens to a session and is worth a line in a log: see ``SessionConfiguration/onEvent``.
///
/// More kinds can come with a new release, so a `switch` needs a `default`. Descriptions are safe to log: they are
/// of one line, and hold no values, positions, passwords, and none of a server's errors and warnings, which can repeat
/// values of a statement. Line breaks in statements, and in names that a server has given, are escaped; long ones of
/// these names are cut.
public enum SessionEvent: Sendable {
  /// A connection to this address is ready for requests.
  case connected(to: String)
  /// An attempt to connect to this address came to nothing.
  case connectionFailed(to: String, CQLError)
  /// A connection that was ready has broken or fallen silent.
  case connectionLost(to: String, CQLError)
  /// A node of the cluster that the session did not know; at the beginning, every node.
  case nodeAdded(ClusterNode)
  /// A node that the cluster does not have any more.
  case nodeRemoved(ClusterNode)
  /// There is a connection to the node, and there was none.
  case nodeUp(ClusterNode)
  /// There is no connection to the node any more, or the first attempt has failed.
  case nodeDown(ClusterNode)
  /// From now on the node at this address is asked about the cluster, and tells of its changes.
  case controlMoved(to: String)
  /// A request failed at this address, and the session asks again.
  case retried(at: String, CQLError, Retry)
  /// The node at this address has prepared a statement; `again` where it had forgotten it.
  case prepared(at: String, Statement, again: Bool)
  /// A page took longer than ``SessionConfiguration/slowPageThreshold``, with all its tries; nil for the node where it
  /// failed.
  case slowPage(PageRequest, at: String?, Duration)
  /// The node at this address sent a warning with a page. Its words can repeat values of the statement.
  case warning(from: String, String)

  /// How a request is repeated.
  public struct Retry: Hashable, Sendable {
    /// 1 for the first repetition.
    public let number: Int
    /// Whether another node is asked.
    public let isFailover: Bool

    /// A repetition, for tests of your own.
    public init(number: Int, isFailover: Bool) {
      self.number = number
      self.isFailover = isFailover
    }
  }

  /// How much an event matters.
  public enum Severity: Int, Comparable, Sendable, CaseIterable {
    /// All is as it should be, and happens often.
    case debug
    /// All is as it should be.
    case info
    /// The session copes, and somebody may want to know.
    case warning

    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
  }

  /// How much it matters.
  public var severity: Severity {
    switch self {
    case .prepared(_, _, again: false): .debug
    case .connected, .nodeAdded, .nodeRemoved, .nodeUp, .controlMoved, .prepared: .info
    case .connectionFailed, .connectionLost, .nodeDown, .retried, .slowPage, .warning: .warning
    }
  }
}
