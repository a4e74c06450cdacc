import CQLPaging
import Foundation

/// A node as the system tables tell of it.
struct FakeNode: Sendable {
  enum State: Sendable {
    case up
    /// It takes requests and answers none.
    case frozen
    /// Nothing listens there.
    case down
  }

  /// What it is called by: counted from 1.
  let number: Int
  /// The four bytes of its address, which is one of the loopback network.
  var address: [UInt8]
  var dataCenter = "datacenter1"
  var rack = "rack1"
  /// Where its parts of the ring end.
  var tokens: [Int64]
  var state = State.up

  /// The id that tells it from other nodes, made from its address.
  var hostID: UUID { UUID(high: 0xFA4E_0000_0000_4000, low: 0x8000_0000_0000_0000 | UInt64(addressNumber)) }

  /// The address as it is written: `127.0.0.1`.
  var host: String { address.map(String.init).joined(separator: ".") }

  private var addressNumber: UInt32 { address.reduce(0) { $0 << 8 | UInt32($1) } }
}
