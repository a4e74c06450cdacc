extension ScanCheckpoint: Codable {
  private static let version = 1
  private static let checkLength = 8

  private enum Key: String, CodingKey {
    case version, table, statement, shard, shards, finished, open, finishedRanges
    case rows, pages, emptyPages, bytes, retries, check
  }

  /// - Throws: ``CQLError`` `.invalidCheckpoint` for what ``encode(to:)`` does not make, such as a checkpoint that was
  ///   altered, or one of a later release. Where the text is no JSON at all, the decoder has its own error.
  public init(from decoder: any Decoder) throws {
    do {
      try self.init(checking: decoder)
    } catch {
      let reason = (error as? CQLError)?.message ?? "a part of it is missing, or is not what it should be"
      throw CQLError(.invalidCheckpoint, "no checkpoint of a scan: \(reason)", cause: error as? CQLError)
    }
  }

  private init(checking decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let version = try values.decode(Int.self, forKey: .version)
    guard version == Self.version else {
      throw CQLError(.invalidCheckpoint, "it has the version \(version), and this release reads \(Self.version)")
    }
    let identity = Identity(
      table: try values.decode(String.self, forKey: .table),
      statement: StatementFingerprint(bytes: try Base64URL.decode(try values.decode(String.self, forKey: .statement))),
      shard: try ScanShard(
        try values.decode(Int.self, forKey: .shard), of: try values.decode(Int.self, forKey: .shards)))
    var summary = ScanSummary()
    summary.rows = try values.decodeCount(.rows)
    summary.pages = try values.decodeCount(.pages)
    summary.emptyPages = try values.decodeCount(.emptyPages)
    summary.bytes = try values.decodeCount(.bytes)
    summary.retries = try values.decodeCount(.retries)
    let finishedRanges = try values.decodeCount(.finishedRanges)
    try self.init(
      checking: identity, finished: try values.decode([TokenRange].self, forKey: .finished),
      open: try values.decode([OpenRange].self, forKey: .open), finishedRanges: finishedRanges, summary: summary)
    guard try values.decode(String.self, forKey: .check) == check else {
      throw CQLError(.invalidCheckpoint, "it was altered, or is one in part")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(Self.version, forKey: .version)
    try values.encode(identity.table, forKey: .table)
    try values.encode(Base64URL.encode(identity.statement.bytes), forKey: .statement)
    try values.encode(shard.index, forKey: .shard)
    try values.encode(shard.count, forKey: .shards)
    try values.encode(finished.ranges, forKey: .finished)
    try values.encode(open, forKey: .open)
    try values.encode(finishedRanges, forKey: .finishedRanges)
    try values.encode(summary.rows, forKey: .rows)
    try values.encode(summary.pages, forKey: .pages)
    try values.encode(summary.emptyPages, forKey: .emptyPages)
    try values.encode(summary.bytes, forKey: .bytes)
    try values.encode(summary.retries, forKey: .retries)
    try values.encode(check, forKey: .check)
  }

  /// The beginning of a hash over everything else: a position that was altered reads somewhere else in the table, and
  /// servers do not notice.
  private var check: String {
    var content: [UInt8] = []
    content.append(field: "cql-paging checkpoint 1".utf8)
    content.append(field: identity.table.utf8)
    content.append(field: identity.statement.bytes)
    for number in [shard.index, shard.count, finished.ranges.count] { content.append(bigEndian: number) }
    for range in finished.ranges { content.append(range) }
    content.append(bigEndian: open.count)
    for open in open {
      content.append(open.range)
      content.append(field: open.position.bytes)
    }
    for number in [
      finishedRanges, summary.rows, summary.pages, summary.emptyPages, summary.bytes, summary.retries,
    ] { content.append(bigEndian: number) }
    return Base64URL.encode(Array(SHA256.hash(content).prefix(Self.checkLength)))
  }
}

extension ScanCheckpoint.OpenRange: Codable {
  private enum Key: String, CodingKey { case range, position }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    range = try values.decode(TokenRange.self, forKey: .range)
    position = try Cursor(text: try values.decode(String.self, forKey: .position))
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(range, forKey: .range)
    try values.encode(position.text, forKey: .position)
  }
}

extension KeyedDecodingContainer {
  /// A number that can be counted on from.
  fileprivate func decodeCount(_ key: Key) throws -> Int {
    let count = try decode(Int.self, forKey: key)
    guard (0...Int.max / 2).contains(count) else {
      throw CQLError(.invalidCheckpoint, "\(count) is no number of \(key.stringValue)")
    }
    return count
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ range: TokenRange) {
    append(bigEndian: range.start.rawValue)
    append(bigEndian: range.end.rawValue)
  }
}
