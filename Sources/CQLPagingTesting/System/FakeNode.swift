import CQLPaging
import Foundation

/// A node as the system tables tell of it.
struct FakeNode: Sendable {
  /// The four bytes of its address, which is one of the loopback network.
  let address: [UInt8]
  /// Where its part of the ring ends.
  let token: Int64

  /// The id that tells it from other nodes, made from its address.
  var hostID: UUID { UUID(high: 0xFA4E_0000_0000_4000, low: 0x8000_0000_0000_0000 | UInt64(addressNumber)) }

  private var addressNumber: UInt32 { address.reduce(0) { $0 << 8 | UInt32($1) } }

  static let releaseVersion = "3.11.19"
  static let dataCenter = "datacenter1"
  static let rack = "rack1"
}

/// A node and the others that it knows of.
struct FakeCluster: Sendable {
  let local: FakeNode
  let peers: [FakeNode]

  /// Nodes of these addresses, which share the ring evenly, in the order of their addresses.
  init(local: [UInt8], peers: [[UInt8]]) {
    let addresses = ([local] + peers).sorted { $0.lexicographicallyPrecedes($1) }
    let share = UInt64.max / UInt64(addresses.count)
    let nodes = addresses.enumerated().map { index, address in
      FakeNode(address: address, token: Int64(bitPattern: UInt64(index) &* share &+ 1 << 63) &+ 1)
    }
    self.local = nodes.first { $0.address == local } ?? nodes[0]
    self.peers = nodes.filter { $0.address != local }
  }

  /// One node, alone.
  static let single = FakeCluster(local: [127, 0, 0, 1], peers: [])
}
