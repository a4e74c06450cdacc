import CQLPaging

// The tables of nodes, which differ between the releases.
extension SystemColumns {
  static func local(_ release: FakeCluster.Release) -> [FakeTable.Column] {
    let common: [FakeTable.Column] = [
      .partitionKey("key", .text), .regular("bootstrapped", .text), .regular("broadcast_address", .inet),
      .regular("cluster_name", .text), .regular("cql_version", .text), .regular("data_center", .text),
      .regular("gossip_generation", .int), .regular("host_id", .uuid), .regular("listen_address", .inet),
      .regular("native_protocol_version", .text), .regular("partitioner", .text), .regular("rack", .text),
      .regular("release_version", .text), .regular("rpc_address", .inet), .regular("schema_version", .uuid),
      .regular("tokens", .set(.text)), .regular("truncated_at", .map(key: .uuid, value: .blob)),
    ]
    let others: [FakeTable.Column] =
      switch release {
      case .cassandra3: [.regular("thrift_version", .text)]
      case .cassandra5: [.regular("broadcast_port", .int), .regular("listen_port", .int), .regular("rpc_port", .int)]
      }
    return common + others
  }

  static let peers: [FakeTable.Column] = [
    .partitionKey("peer", .inet), .regular("data_center", .text), .regular("host_id", .uuid),
    .regular("preferred_ip", .inet), .regular("rack", .text), .regular("release_version", .text),
    .regular("rpc_address", .inet), .regular("schema_version", .uuid), .regular("tokens", .set(.text)),
  ]

  /// What releases from 4.0 on have besides.
  static let since4: [(table: String, columns: [FakeTable.Column])] = [
    (
      "system.peers_v2",
      [
        .partitionKey("peer", .inet), .clustering("peer_port", .int), .regular("data_center", .text),
        .regular("host_id", .uuid), .regular("native_address", .inet), .regular("native_port", .int),
        .regular("preferred_ip", .inet), .regular("preferred_port", .int), .regular("rack", .text),
        .regular("release_version", .text), .regular("schema_version", .uuid), .regular("tokens", .set(.text)),
      ]
    ),
    // Drivers ask for these and are content with no rows.
    (
      "system_virtual_schema.columns",
      [
        .partitionKey("keyspace_name", .text), .clustering("table_name", .text), .clustering("column_name", .text),
        .regular("clustering_order", .text), .regular("column_name_bytes", .blob), .regular("kind", .text),
        .regular("position", .int), .regular("type", .text),
      ]
    ),
    ("system_virtual_schema.keyspaces", [.partitionKey("keyspace_name", .text)]),
    (
      "system_virtual_schema.tables",
      [.partitionKey("keyspace_name", .text), .clustering("table_name", .text), .regular("comment", .text)]
    ),
  ]
}
