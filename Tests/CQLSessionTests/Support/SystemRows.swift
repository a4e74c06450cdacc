import CQLNativeProtocol
import CQLPaging
import CQLPagingTesting
import Foundation

/// Rows of system tables, made by hand.
enum SystemRows {
  typealias Row = [String: (any CQLEncodable)?]

  private static let types: [String: CQLType] = [
    "rpc_address": .inet, "broadcast_address": .inet, "listen_address": .inet, "peer": .inet, "native_address": .inet,
    "host_id": .uuid, "schema_version": .uuid, "rpc_port": .int, "native_port": .int, "tokens": .set(.text),
    "replication": .map(key: .text, value: .text),
  ]

  /// Rows with all columns that any of them names; what a row leaves out is null in it.
  static func make(_ rows: [Row], types special: [String: CQLType] = [:]) throws -> CQLRows {
    try result(rows, types: special).rows()
  }

  /// The same as a server's answer.
  static func result(_ rows: [Row], types special: [String: CQLType] = [:]) throws -> RowsResult {
    let names = Set(rows.flatMap(\.keys)).sorted()
    let columns = names.map { Column(name: $0, type: special[$0] ?? types[$0] ?? .text) }
    var writer = CellWriter()
    for row in rows {
      for column in columns {
        let value: any CQLEncodable = (row[column.name] ?? nil) ?? EncodedCell(nil)
        try writer.writeCell(value, as: column.type)
      }
    }
    return RowsResult(columns: Columns(columns), rowCount: rows.count, content: writer.bytes)
  }

  /// What a node says of itself, of release 3.11.
  static func local(_ number: Int = 0, address: String = "10.0.0.1", change: Row = [:]) throws -> Row {
    let row: Row = [
      "key": "local", "host_id": TestRing.id(number), "data_center": "a", "rack": "r1", "release_version": "3.11.19",
      "rpc_address": try CQLInet(address), "broadcast_address": try CQLInet("10.9.0.\(number)"),
      "partitioner": "org.apache.cassandra.dht.Murmur3Partitioner", "tokens": Set(["-5", "7"]),
    ]
    return row.merging(change) { _, new in new }
  }

  /// What a node says of another, of release 3.11.
  static func peer(_ number: Int, address: String, _ change: Row = [:]) throws -> Row {
    let row: Row = [
      "peer": try CQLInet("10.9.\(number >> 8).\(number & 0xFF)"), "host_id": TestRing.id(number), "data_center": "a",
      "rack": "r2",
      "release_version": "3.11.19", "rpc_address": try CQLInet(address), "tokens": Set(["\(number * 100)"]),
    ]
    return row.merging(change) { _, new in new }
  }

  /// What a node says of another in system.peers_v2.
  static func peerV2(_ number: Int, address: String, port: Int32?) throws -> Row {
    var row = try peer(number, address: address)
    row["native_address"] = row.removeValue(forKey: "rpc_address")
    row["native_port"] = .some(port)
    return row
  }
}
