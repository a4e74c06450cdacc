import CQLPaging
import Foundation

/// The tables in which a node tells drivers about itself, the other nodes, and the schema: those of Apache Cassandra
/// 3.11, after which drivers ask for the least.
struct SystemTables: Sendable {
  /// A row by its columns' names; what is missing is null.
  typealias Row = [String: CQLValue]

  let tables: [FakeTable]
  let schemaVersion: Int
  let view: ClusterView

  private var release: FakeCluster.Release { view.topology.release }

  static func keyspaces(of release: FakeCluster.Release) -> [String] {
    ["system", "system_schema"] + (release == .cassandra3 ? [] : ["system_virtual_schema"])
  }

  /// A system table, or nil where there is none of this name.
  func table(_ name: String, in keyspace: String) throws(CQLError) -> FakeTable? {
    let name = "\(keyspace).\(name)"
    guard let columns = SystemColumns.all(release).first(where: { $0.table == name })?.columns else { return nil }
    let rows = rows(of: name)
    return try FakeTable(
      name, columns: columns, rowCount: rows.count, isSystem: true,
      row: { index in columns.map { rows[index][$0.name] ?? .null } }, key: nil)
  }

  private func rows(of table: String) -> [Row] {
    switch table {
    case "system.local": [local]
    case "system.peers": view.peers.map(peer)
    case "system.peers_v2": view.peers.map(peerWithPorts)
    case "system_schema.keyspaces": keyspaceRows
    case "system_schema.tables": definitions.map(tableRow)
    case "system_schema.columns": definitions.flatMap(columnRows)
    case "system_schema.types": typeRows
    default: []
    }
  }
}

// The nodes.
extension SystemTables {
  private var schemaID: CQLValue { .uuid(UUID(high: 0x5C4E_0000_0000_4000, low: 1 << 63 | UInt64(schemaVersion))) }

  /// What local and peers both say of a node.
  private func common(_ node: FakeNode) -> Row {
    [
      "data_center": .text(node.dataCenter), "host_id": .uuid(node.hostID), "rack": .text(node.rack),
      "release_version": .text(release.version), "rpc_address": address(node), "schema_version": schemaID,
      "tokens": .set(node.tokens.map(String.init).sorted().map { .text($0) }),
    ]
  }

  private var local: Row {
    let own: Row = [
      "key": .text("local"), "bootstrapped": .text("COMPLETED"), "broadcast_address": address(view.local),
      "cluster_name": .text("Fake Cluster"), "cql_version": .text(release.cqlVersion), "gossip_generation": .int(1),
      "listen_address": address(view.local), "native_protocol_version": .text("4"),
      "partitioner": .text("org.apache.cassandra.dht.Murmur3Partitioner"), "thrift_version": .text("20.1.0"),
      "broadcast_port": .int(Self.storagePort), "listen_port": .int(Self.storagePort), "rpc_port": port,
    ]
    return own.merging(common(view.local)) { own, _ in own }
  }

  private func peer(_ node: FakeNode) -> Row {
    common(node).merging(["peer": address(node)]) { own, _ in own }
  }

  private func peerWithPorts(_ node: FakeNode) -> Row {
    let own: Row = [
      "peer": address(node), "peer_port": .int(Self.storagePort), "native_address": address(node), "native_port": port,
    ]
    return common(node).merging(own) { own, _ in own }
  }

  /// The port by which nodes would talk to each other.
  private static let storagePort: Int32 = 7000

  private var port: CQLValue { .int(Int32(view.topology.port)) }

  private func address(_ node: FakeNode) -> CQLValue { (try? .inet(CQLInet(bytes: node.address))) ?? .null }
}

// The schema.
extension SystemTables {
  private struct Definition {
    let keyspace: String
    let table: String
    let columns: [FakeTable.Column]
  }

  /// All tables, in the order of their names.
  private var definitions: [Definition] {
    let own = SystemColumns.all(release).map { name, columns in
      let parts = name.split(separator: ".").map(String.init)
      return Definition(keyspace: parts[0], table: parts[1], columns: columns)
    }
    let given = tables.map { Definition(keyspace: $0.keyspace, table: $0.name, columns: $0.columns) }
    return (own + given).sorted { ($0.keyspace, $0.table) < ($1.keyspace, $1.table) }
  }

  private var keyspaceRows: [Row] {
    let own = Self.keyspaces(of: release)
    return Set(definitions.map(\.keyspace) + view.topology.keyspaces.keys).sorted().map { name in
      let replication =
        own.contains(name)
        ? ["class": "org.apache.cassandra.locator.LocalStrategy"] : view.topology.replication(of: name).map
      return ["keyspace_name": .text(name), "durable_writes": .boolean(true), "replication": .texts(replication)]
    }
  }

  private func tableRow(_ definition: Definition) -> Row {
    let name = "\(definition.keyspace).\(definition.table)"
    let id = Murmur3.token(ofKey: Array(name.utf8))
    return [
      "keyspace_name": .text(definition.keyspace), "table_name": .text(definition.table),
      // Without it, drivers take the table for one of the times before CQL.
      "flags": .set([.text("compound")]),
      "bloom_filter_fp_chance": .double(0.01), "caching": .texts(["keys": "ALL", "rows_per_partition": "NONE"]),
      "comment": .text(""),
      "compaction": .texts([
        "class": "org.apache.cassandra.db.compaction.SizeTieredCompactionStrategy", "max_threshold": "32",
        "min_threshold": "4",
      ]),
      "compression": .texts([
        "chunk_length_in_kb": "64", "class": "org.apache.cassandra.io.compress.LZ4Compressor",
      ]),
      "crc_check_chance": .double(1), "dclocal_read_repair_chance": .double(0.1), "default_time_to_live": .int(0),
      "extensions": .map([]), "gc_grace_seconds": .int(864_000),
      "id": .uuid(UUID(high: 0x7AB1_0000_0000_4000, low: 1 << 63 | UInt64(bitPattern: id) >> 2)),
      "max_index_interval": .int(2048), "memtable_flush_period_in_ms": .int(0), "min_index_interval": .int(128),
      "read_repair_chance": .double(0), "speculative_retry": .text("99PERCENTILE"),
    ]
  }

  private func columnRows(_ definition: Definition) -> [Row] {
    let rows = definition.columns.map { column in
      let place = definition.columns.filter { $0.role == column.role }.firstIndex(of: column) ?? 0
      let (kind, order) =
        switch column.role {
        case .partitionKey: ("partition_key", "none")
        case .clustering: ("clustering", "asc")
        case .regular: ("regular", "none")
        }
      return [
        "keyspace_name": CQLValue.text(definition.keyspace), "table_name": .text(definition.table),
        "column_name": .text(column.name), "clustering_order": .text(order),
        "column_name_bytes": .blob(Array(column.name.utf8)), "kind": .text(kind),
        "position": .int(column.role == .regular ? -1 : Int32(place)),
        "type": .text(column.type.schemaText(keyspace: definition.keyspace)),
      ]
    }
    return zip(definition.columns, rows).sorted { $0.0.name < $1.0.name }.map(\.1)
  }

  private var typeRows: [Row] {
    let types = Set(tables.flatMap { $0.columns.flatMap(\.type.userDefinedTypes) })
    return types.sorted { ($0.keyspace, $0.name) < ($1.keyspace, $1.name) }.map { type in
      [
        "keyspace_name": .text(type.keyspace), "type_name": .text(type.name),
        "field_names": .list(type.fields.map { .text($0.name) }),
        "field_types": .list(type.fields.map { .text($0.type.schemaText(keyspace: type.keyspace)) }),
      ]
    }
  }
}

extension CQLValue {
  /// A map in the order in which a server sorts it.
  fileprivate static func texts(_ entries: [String: String]) -> CQLValue {
    .map(entries.sorted { $0.key < $1.key }.map { MapEntry(key: .text($0.key), value: .text($0.value)) })
  }
}
