public import CQLPaging

extension CassandraSession {
  /// A scan of a whole table, whose ranges lie within the nodes' own: each is asked of a node that has its rows.
  ///
  /// ```swift
  /// for try await row in try await session.scan("shop.orders").rows {
  ///   let (id, total) = try row.decode(as: (UUID, CQLDecimal).self)
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - name: `keyspace.table`, as CQL writes it.
  ///   - columns: the columns to read, in the rows' order; nil for all.
  ///   - splits: how many ranges to make of the ring, or of the shard, at least. Where one lies in the parts of several
  ///     nodes, there is a range for each.
  ///   - shard: the part of the ring to read.
  ///   - checkpoint: where an earlier scan of this table and this shard stood, with whatever splits.
  ///   - options: how to go about the ranges, and how often to look the table and the ring up where that fails.
  /// - Throws: `CQLError` `.unknownTable`, `.unknownColumn`; as ``ringParts(of:splits:shard:)``; `.checkpointForeign`.
  public func scan(
    _ name: String, columns: [String]? = nil, splits: Int = 64, shard: ScanShard = .whole,
    from checkpoint: ScanCheckpoint? = nil, options: ScanOptions = ScanOptions()
  ) async throws -> TokenRangeScan<CassandraSession> {
    let table = try await ScanTable.named(name, columns: columns, in: retrying(options.retry))
    return try await scan(table, splits: splits, shard: shard, from: checkpoint, options: options)
  }

  /// A scan of a whole table, whose ranges lie within the nodes' own: each is asked of a node that has its rows.
  ///
  /// - Parameters:
  ///   - table: what to read.
  ///   - splits: how many ranges to make of the ring, or of the shard, at least. Where one lies in the parts of several
  ///     nodes, there is a range for each.
  ///   - shard: the part of the ring to read.
  ///   - checkpoint: where an earlier scan of this table and this shard stood, with whatever splits.
  ///   - options: how to go about the ranges, and how often to look the ring up where that fails.
  /// - Throws: `CQLError` as ``ringParts(of:splits:shard:)``; `.checkpointForeign`.
  public func scan(
    _ table: ScanTable, splits: Int = 64, shard: ScanShard = .whole, from checkpoint: ScanCheckpoint? = nil,
    options: ScanOptions = ScanOptions()
  ) async throws -> TokenRangeScan<CassandraSession> {
    let parts = try await ringParts(of: table.keyspace, splits: splits, shard: shard, by: retrying(options.retry))
    return try TokenRangeScan(of: table, in: self, parts: parts, shard: shard, from: checkpoint, options: options)
  }

  /// The ring in parts that have one owner each, for a scan through a source around this session:
  ///
  /// ```swift
  /// let parts = try await session.ringParts(of: "shop")
  /// let scan = try TokenRangeScan(of: table, in: session.metered { log($0) }, parts: parts)
  /// ```
  ///
  /// - Parameters:
  ///   - keyspace: the one whose replicas own the parts.
  ///   - splits: how many parts to make of the ring, or of the shard, at least.
  ///   - shard: the part of the ring to split; the rest of it comes in as few parts as there are.
  /// - Returns: parts that have each token once, and for each within the shard the address of a replica, in the local data
  ///   centre where there is one. The replicas of a part take it in turns, so that each node has about as much of the ring.
  /// - Throws: `CQLError` `.unknownTable` where there is no such keyspace; `.unsupported` where its rows do not lie on a
  ///   ring of Murmur3 tokens; `.invalidConfiguration` for more than a million splits; what asking a server throws;
  ///   `CancellationError`.
  public func ringParts(
    of keyspace: String, splits: Int = 64, shard: ScanShard = .whole
  ) async throws -> [RingPart] {
    try await ringParts(of: keyspace, splits: splits, shard: shard, by: self)
  }

  private func ringParts(
    of keyspace: String, splits: Int, shard: ScanShard, by source: some PageSource<CQLRows, any Error>
  ) async throws -> [RingPart] {
    // Asked anew: the keyspace may be younger than what the session knows.
    let rows = try await source.fetchPage(
      PageRequest("SELECT keyspace_name, replication FROM system_schema.keyspaces WHERE keyspace_name = \(keyspace)")
    ).rows
    guard let strategy = ReplicationStrategy.all(in: rows)[keyspace] else {
      throw CQLError(
        .unknownTable,
        "there is no keyspace \"\(keyspace)\" whose tables lie on the ring; virtual tables are read with SELECT")
    }
    if strategy == .local {
      throw CQLError(
        .unsupported, "the tables of \"\(keyspace)\" are each node's own and not on the ring; read them with SELECT")
    }
    var owners = try cluster.owners(by: strategy)
    // Both kinds of bounds at once: a large ring has many tokens, which would be sorted for each split.
    let bounds = try owners.tokens + shard.range.split(intoNoMoreThanFit: splits).map(\.end)
    let inside = shard.range.split(at: bounds)
    let outside = TokenRange.ring.subtracting([shard.range])
    return inside.map { RingPart($0, owner: owners.takeOwner(of: $0)) } + outside.map { RingPart($0) }
  }
}
