public import CQLPaging
public import Foundation

/// A server of a cluster, as the cluster's own system tables tell of it.
public struct ClusterNode: Hashable, Sendable, Identifiable {
  /// What a session has to do with a node at the moment.
  public enum State: Hashable, Sendable {
    /// Known, but no connection is wanted: a node of another data centre, where those are never asked.
    case idle
    /// A connection is being opened, and there is no other.
    case connecting
    /// There is a connection, and no heartbeat has found it dead.
    case up
    /// The last connection broke or fell silent, or none could be opened; the session tries again from time to time.
    case down
  }

  /// The node's own id, which it keeps when its address changes.
  public let hostID: UUID
  /// Where the session reaches it.
  public let address: ContactPoint
  /// The data centre that it belongs to.
  public let dataCenter: String
  /// The rack within the data centre; replicas are spread over racks.
  public let rack: String
  /// The server's release, such as `5.0.2`; nil where the node has not said it yet.
  public let releaseVersion: String?
  /// The version of the schema that the node has; nodes agree where all have the same.
  public let schemaVersion: UUID?
  /// Where the node's parts of the ring end, in their order; none where the partitioner is not Murmur3.
  public let tokens: [Token]
  /// What the session has to do with the node at the moment.
  public internal(set) var state = State.idle

  /// The ``hostID``.
  public var id: UUID { hostID }
}

extension ClusterNode: CustomStringConvertible {
  public var description: String { "\(address) (\(dataCenter.asShownName), \(rack.asShownName), \(state))" }
}
