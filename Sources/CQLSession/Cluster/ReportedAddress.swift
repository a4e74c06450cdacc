internal import CQLPaging

/// Where a node says that it can be reached, before anyone translates it: what is compared to find out whether it moved.
struct ReportedAddress: Hashable, Sendable {
  /// Nil where a node says nothing of use about itself.
  var host: CQLInet?
  /// Nil from servers before 4.0, where all nodes of a cluster share one port.
  var port: UInt16?

  /// Whether both can mean the same place; what one of them does not say is no difference.
  func agrees(with other: ReportedAddress) -> Bool {
    (host == nil || other.host == nil || host == other.host) && (port == nil || other.port == nil || port == other.port)
  }
}

extension ReportedAddress {
  /// What a row of system.local says.
  init(local row: CQLRow) {
    host =
      row.usableAddress("rpc_address") ?? row.usableAddress("broadcast_address") ?? row.usableAddress("listen_address")
    port = row.port("rpc_port")
  }

  /// What a row of system.peers or system.peers_v2 says; nil without an address for clients.
  init?(peer row: CQLRow) {
    guard let address: CQLInet = row.cell("native_address") ?? row.cell("rpc_address") else { return nil }
    // 0.0.0.0 means: on all of the node's addresses. The one that it uses towards other nodes is one of them.
    guard let host = address.isUnspecified ? row.usableAddress("peer") : address else { return nil }
    self.host = host
    port = row.port("native_port")
  }
}

extension CQLRow {
  /// A cell's value; nil where there is no such column, for null, and for what cannot be read. System tables differ
  /// between releases, and a row that a node has only half of must not keep the others from being read.
  func cell<Value: CQLDecodable>(_ name: String) -> Value? {
    guard let position = columns.position(of: name) else { return nil }
    return try? decode(Value.self, at: position)
  }

  fileprivate func usableAddress(_ name: String) -> CQLInet? {
    guard let address: CQLInet = cell(name), !address.isUnspecified else { return nil }
    return address
  }

  fileprivate func port(_ name: String) -> UInt16? {
    guard let number: Int32 = cell(name), let port = UInt16(exactly: number), port > 0 else { return nil }
    return port
  }
}

extension CQLInet {
  /// Whether this is 0.0.0.0 or `::`.
  fileprivate var isUnspecified: Bool { bytes.allSatisfy { $0 == 0 } }
}
