import CQLPaging
import CQLSession
import Testing

/// A table of numbered rows in a cluster, and which of them have been read.
struct NumberedTable {
  let name: String
  let count: Int

  /// Makes the table, and has every replica have every row.
  static func make(
    _ name: String, in keyspace: String, rows: Int, _ session: CassandraSession
  ) async throws -> NumberedTable {
    try await session.execute("CREATE TABLE \(cql: name) (k int PRIMARY KEY, v text)")
    let batches = stride(from: 0, to: rows, by: 100).map { start in
      (start..<min(start + 100, rows)).flatMap { [$0, "value \($0)"] as [any CQLEncodable] }
    }
    try await session.insertBatches(
      of: "INSERT INTO \(name) (k, v) VALUES (?, ?)", columns: 2, batches, consistency: .all)
    return NumberedTable(name: "\(keyspace).\(name)", count: rows)
  }
}

/// Which rows of a table have been read, and how often.
struct RowCount {
  private(set) var timesRead: [UInt8]
  private(set) var total = 0

  init(_ table: NumberedTable) { timesRead = Array(repeating: 0, count: table.count) }

  mutating func add(_ row: CQLRow) throws {
    let (key, value) = try row.decode(as: (Int, String).self)
    #expect(value == "value \(key)")
    timesRead[key] += 1
    total += 1
  }

  var missing: Int { timesRead.count { $0 == 0 } }
  var repeated: Int { timesRead.count { $0 > 1 } }

  func expectEachOnce(_ what: Comment? = nil) {
    #expect(missing == 0, what)
    #expect(repeated == 0, what)
  }
}
