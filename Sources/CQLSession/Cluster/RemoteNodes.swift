/// Whether a session asks nodes outside of its own data centre.
///
/// What they answer to a statement with a LOCAL_… consistency is their own data centre's view, and each page travels the
/// longer way.
public enum RemoteNodes: Hashable, Sendable {
  /// Never: where no local node is left, requests fail.
  case never
  /// Only while no node of the local data centre can be reached.
  case whenLocalDown
  /// Also where all local nodes were asked for a page in vain.
  case afterLocalNodes
}
