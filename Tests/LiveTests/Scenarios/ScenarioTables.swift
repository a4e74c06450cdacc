import CQLPaging
import CQLSession
import Testing

/// Tables of the scenarios, beside the ``SampleTables``.
enum ScenarioTables {
  /// `indexed`: 500 partitions, of which 72 have the tag 1.
  ///
  /// - Parameter index: the index on the tag, such as `CREATE INDEX ON indexed (tag)`.
  static func makeIndexed(_ session: CassandraSession, index: Statement) async throws {
    try await session.execute("CREATE TABLE indexed (k int PRIMARY KEY, tag int)")
    try await session.execute(index)
    try await session.insert(
      "INSERT INTO indexed (k, tag) VALUES (?, ?)", (0..<500).map { [$0, $0 < 72 ? 1 : 0] })
    // An index is built behind the server's back: the first queries can find it not there yet.
    try await session.waitForRows(72, of: "SELECT k FROM indexed WHERE tag = 1")
  }

  /// `by_c`: a view of 720 rows.
  static func makeView(_ session: CassandraSession) async throws {
    try await session.executeAll([
      "CREATE TABLE viewed (p int, c int, PRIMARY KEY (p, c))",
      """
      CREATE MATERIALIZED VIEW by_c AS SELECT c, p FROM viewed WHERE c IS NOT NULL AND p IS NOT NULL PRIMARY KEY (c, p)
      """,
    ])
    try await session.insert(
      "INSERT INTO viewed (p, c) VALUES (?, ?)", (0..<10).flatMap { partition in (0..<72).map { [partition, $0] } })
    try await session.waitForRows(720, of: "SELECT c FROM by_c")
  }

  /// `grouped`: a partition of 20 groups of 3 rows.
  static func makeGrouped(_ session: CassandraSession) async throws {
    try await session.execute("CREATE TABLE grouped (p int, g int, c int, PRIMARY KEY (p, g, c))")
    try await session.insert(
      "INSERT INTO grouped (p, g, c) VALUES (?, ?, ?)",
      (0..<20).flatMap { group in (0..<3).map { [1, group, $0] } })
  }

  /// `line`: a partition of 100 rows, whose `c` are the even numbers below 200, whose `v` are their halves, and whose
  /// static column is "old".
  static func makeLine(_ session: CassandraSession) async throws {
    try await session.execute(
      "CREATE TABLE line (p int, c int, s text static, v int, PRIMARY KEY (p, c))")
    try await session.insert("INSERT INTO line (p, c, v) VALUES (?, ?, ?)", (0..<100).map { [1, 2 * $0, $0] })
    try await session.execute("INSERT INTO line (p, s) VALUES (1, 'old')")
  }
}

extension CassandraSession {
  /// Waits until a query has so many rows: for what servers do on their own time.
  func waitForRows(_ count: Int, of query: Statement) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    var found: Int?
    while found != count {
      try #require(ContinuousClock.now < deadline, "\(query) has \(found ?? 0) rows, \(count) were waited for")
      found = try? await fetchUnpaged(query).rows.count
    }
  }
}
