import CQLPaging

/// The columns of the system tables that drivers read when they connect: those of Apache Cassandra 3.11, and for nodes
/// those of 5.0, too.
enum SystemColumns {
  static let texts = CQLType.map(key: .text, value: .text)

  /// The tables of a release, each with its keyspace.
  static func all(_ release: FakeCluster.Release) -> [(table: String, columns: [FakeTable.Column])] {
    [("system.local", local(release)), ("system.peers", peers)] + schema + (release == .cassandra3 ? [] : since4)
  }

  private static let schema: [(table: String, columns: [FakeTable.Column])] = [
    ("system_schema.aggregates", aggregates),
    ("system_schema.columns", columns), ("system_schema.dropped_columns", droppedColumns),
    ("system_schema.functions", functions), ("system_schema.indexes", indexes),
    ("system_schema.keyspaces", keyspaces), ("system_schema.tables", tables), ("system_schema.triggers", triggers),
    ("system_schema.types", types), ("system_schema.views", views),
  ]

  private static let keyspaces: [FakeTable.Column] = [
    .partitionKey("keyspace_name", .text), .regular("durable_writes", .boolean), .regular("replication", texts),
  ]

  private static let tables: [FakeTable.Column] =
    [.partitionKey("keyspace_name", .text), .clustering("table_name", .text), .regular("flags", .set(.text))]
    + storage

  private static let views: [FakeTable.Column] =
    [
      .partitionKey("keyspace_name", .text), .clustering("view_name", .text), .regular("base_table_id", .uuid),
      .regular("base_table_name", .text), .regular("include_all_columns", .boolean), .regular("where_clause", .text),
    ] + storage

  /// What tables and views have in common.
  private static let storage: [FakeTable.Column] = [
    .regular("bloom_filter_fp_chance", .double), .regular("caching", texts), .regular("cdc", .boolean),
    .regular("comment", .text), .regular("compaction", texts), .regular("compression", texts),
    .regular("crc_check_chance", .double), .regular("dclocal_read_repair_chance", .double),
    .regular("default_time_to_live", .int), .regular("extensions", .map(key: .text, value: .blob)),
    .regular("gc_grace_seconds", .int), .regular("id", .uuid), .regular("max_index_interval", .int),
    .regular("memtable_flush_period_in_ms", .int), .regular("min_index_interval", .int),
    .regular("read_repair_chance", .double), .regular("speculative_retry", .text),
  ]

  private static let columns: [FakeTable.Column] = [
    .partitionKey("keyspace_name", .text), .clustering("table_name", .text), .clustering("column_name", .text),
    .regular("clustering_order", .text), .regular("column_name_bytes", .blob), .regular("kind", .text),
    .regular("position", .int), .regular("type", .text),
  ]

  private static let droppedColumns: [FakeTable.Column] = [
    .partitionKey("keyspace_name", .text), .clustering("table_name", .text), .clustering("column_name", .text),
    .regular("dropped_time", .timestamp), .regular("kind", .text), .regular("type", .text),
  ]

  private static let types: [FakeTable.Column] = [
    .partitionKey("keyspace_name", .text), .clustering("type_name", .text), .regular("field_names", .list(.text)),
    .regular("field_types", .list(.text)),
  ]

  private static let functions: [FakeTable.Column] = [
    .partitionKey("keyspace_name", .text), .clustering("function_name", .text),
    .clustering("argument_types", .list(.text)), .regular("argument_names", .list(.text)), .regular("body", .text),
    .regular("called_on_null_input", .boolean), .regular("language", .text), .regular("return_type", .text),
  ]

  private static let aggregates: [FakeTable.Column] = [
    .partitionKey("keyspace_name", .text), .clustering("aggregate_name", .text),
    .clustering("argument_types", .list(.text)), .regular("final_func", .text), .regular("initcond", .text),
    .regular("return_type", .text), .regular("state_func", .text), .regular("state_type", .text),
  ]

  private static let triggers: [FakeTable.Column] = [
    .partitionKey("keyspace_name", .text), .clustering("table_name", .text), .clustering("trigger_name", .text),
    .regular("options", texts),
  ]

  private static let indexes: [FakeTable.Column] = [
    .partitionKey("keyspace_name", .text), .clustering("table_name", .text), .clustering("index_name", .text),
    .regular("kind", .text), .regular("options", texts),
  ]
}
