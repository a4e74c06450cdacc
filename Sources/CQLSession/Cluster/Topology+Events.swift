internal import CQLNativeProtocol
internal import CQLPaging

extension Topology {
  /// The place in ``nodes`` of the node that an event is about; nil where there is none.
  func index(reportedAt address: Inet) -> Int? {
    let report = ReportedAddress(host: try? CQLInet(bytes: address.address), port: UInt16(exactly: address.port))
    return nodes.firstIndex { node in
      guard let own = reported[node.hostID], own.host != nil else { return false }
      return own.agrees(with: report)
    }
  }
}
