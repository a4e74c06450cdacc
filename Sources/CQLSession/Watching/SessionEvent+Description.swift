internal import CQLPaging

extension SessionEvent: CustomStringConvertible, CustomReflectable {
  /// A line for a log. Statements appear with their text, as a statement describes itself, and without their values.
  public var description: String {
    switch self {
    case .connected(let address): "connected to \(address)"
    case .connectionFailed(let address, let error): "no connection to \(address): \(error.line)"
    case .connectionLost(let address, let error): "the connection to \(address) is lost: \(error.line)"
    case .nodeAdded(let node): "node \(node.place) is part of the cluster"
    case .nodeRemoved(let node): "node \(node.place) has left the cluster"
    case .nodeUp(let node): "node \(node.place) is up"
    case .nodeDown(let node): "node \(node.place) is down"
    case .controlMoved(let address): "\(address) tells of the cluster from now on"
    case .retried(let address, let error, let retry):
      "\(address) failed, and \(retry.isFailover ? "another node" : "it") is asked again (retry \(retry.number)): "
        + error.line
    case .prepared(let address, let statement, let again):
      "\(address) has prepared \(again ? "once more " : "")\(statement.text.inOneLine())"
    case .slowPage(let request, let address, let duration):
      "a page took \(duration.milliseconds) ms\(address.map { " at \($0)" } ?? ""): \("\(request.statement)".inOneLine())"
    case .warning(let address, let text): "\(address) sent a warning of \(text.utf8.count) bytes with a page"
    }
  }

  public var customMirror: Mirror {
    Mirror(self, children: ["description": description], displayStyle: .enum)
  }
}

extension CQLError {
  /// Names in it, as that of a column, are a server's.
  fileprivate var line: String { wordsOfOurs.inOneLine(upTo: 1000) }
}

extension ClusterNode {
  /// Without the state, of which an event tells.
  fileprivate var place: String { "\(address) (\(dataCenter.asShownName), \(rack.asShownName))" }
}
