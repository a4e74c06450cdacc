/// A table to scan: its name, its partition key, and how its pages are asked for.
///
/// Names are as the server spells them (`system_schema` has them so): case matters, and they are put in quotes where CQL
/// needs that. ``named(_:columns:in:)`` looks the partition key up.
public struct ScanTable: Sendable {
  /// The table's keyspace.
  public let keyspace: String
  /// The table, or the materialized view.
  public let name: String
  /// The columns of the partition key, in the key's order.
  public let partitionKey: [String]
  /// The columns to read, in the rows' order; nil for all.
  public let columns: [String]?

  /// About how many rows a page; nil leaves it to the profile, then to the source.
  public var pageSize: PageSize?
  /// How many replicas must answer; nil leaves it to the profile, then to the source.
  public var consistency: Consistency?
  /// How long to wait for each page; nil leaves it to the profile, then to the source.
  public var timeout: Duration?
  /// Settings for what is not said here.
  public var profile: ExecutionProfile?

  private let text: String

  /// A table whose key is known.
  ///
  /// - Parameters:
  ///   - keyspace: the table's keyspace.
  ///   - name: the table, or the materialized view.
  ///   - partitionKey: the columns of the partition key, in the key's order.
  ///   - columns: the columns to read; nil for all.
  /// - Throws: `.invalidStatement` for a partition key or a selection without a column.
  public init(
    keyspace: String, name: String, partitionKey: [String], columns: [String]? = nil
  ) throws(CQLError) {
    guard !partitionKey.isEmpty, columns?.isEmpty != true else {
      throw CQLError(
        .invalidStatement,
        "a scan of \(keyspace).\(name) needs a partition key, and at least one column to read (nil reads all)")
    }
    self.keyspace = keyspace
    self.name = name
    self.partitionKey = partitionKey
    self.columns = columns
    let selection = columns.map { $0.map(CQLIdentifier.quoted).joined(separator: ", ") } ?? "*"
    let token = "token(\(partitionKey.map(CQLIdentifier.quoted).joined(separator: ", ")))"
    text =
      "SELECT \(selection) FROM \(CQLIdentifier.quoted(keyspace)).\(CQLIdentifier.quoted(name)) "
      + "WHERE \(token) > ? AND \(token) <= ?"
  }

  /// The query for the rows whose keys lie in a range. It is the same text for all ranges, prepared once.
  public func statement(for range: TokenRange) -> Statement {
    // No key has the lowest token, so `> min` on the ring's first range leaves nothing out. Servers take `<= min` for
    // the whole ring, so an empty range, which may end there, is asked for at the other end.
    let range = range.isEmpty ? TokenRange(start: .maximum, end: .maximum) : range
    var statement = Statement(text, values: [range.start.rawValue, range.end.rawValue])
    statement.preparation = .always
    statement.profile = profile
    statement.pageSize = pageSize
    statement.consistency = consistency
    statement.timeout = timeout
    statement.isIdempotent = true
    statement.routingToken = range.end
    statement.routingKeyspace = keyspace
    return statement
  }

  /// What tells a scan from one of another table or of other columns.
  var fingerprint: StatementFingerprint { StatementFingerprint(ofText: text) }

  /// The table as CQL writes it.
  var qualifiedName: String { "\(CQLIdentifier.quoted(keyspace)).\(CQLIdentifier.quoted(name))" }
}

extension ScanTable: CustomStringConvertible {
  /// The table as CQL writes it: `shop.orders`.
  public var description: String { qualifiedName }
}

extension StatementFingerprint {
  /// - Parameter text: of a statement whose values tell nothing apart.
  fileprivate init(ofText text: String) {
    var content: [UInt8] = []
    content.append(field: "cql-paging scan 1".utf8)
    content.append(field: text.utf8)
    self.init(bytes: SHA256.hash(content).prefix(Self.byteCount))
  }
}
