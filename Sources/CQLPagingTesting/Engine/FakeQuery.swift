import CQLNativeProtocol
import CQLPaging

/// A question as the engine takes it, whether it came through ``FakeCoordinator/fetchPage(_:)`` or over a socket.
struct FakeQuery: Sendable {
  var text: String
  /// The keyspace of names without one.
  var keyspace: String?
  var values = EncodedValues.none
  /// As on the wire: nil, below 0 and 2^31-1 ask for the whole result.
  var pageSize: Int32?
  var state: [UInt8]?
  var consistency: Consistency?
  var isPrepared = false
  /// The address of the server that was asked; nil in memory.
  var node: String?
  /// The nodes that the system tables tell of, as the one that was asked sees them.
  var view = ClusterView.single
}

extension EncodedValues {
  /// The values, without names.
  var all: [EncodedValue] {
    switch self {
    case .none: []
    case .positional(let values): values
    case .named(let values): values.map(\.value)
    }
  }
}

extension EncodedValue {
  /// nil for null and for "not set".
  var content: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
}

/// What a statement asks for and gives: the answer to PREPARE.
struct StatementShape: Sendable {
  /// The bind markers.
  var markers: [Column] = []
  /// Which marker gives each column of the partition key; empty where not all of them have one.
  var partitionKeyMarkers: [Int] = []
  /// The columns of the result; empty for anything but a SELECT.
  var columns: [Column] = []
}
