import CQLPaging
import CQLPagingTesting
import CQLSession

/// Fake clusters, and sessions with them.
enum Clustered {
  static let select: Statement = "SELECT part, number FROM test.numbers"
  static let partitions = 60

  static func table() -> FakeTable { .numbered("test.numbers", partitions: partitions, rowsInEach: rowsInEach) }

  /// Runs a cluster and a session with it. Silence is noticed soon.
  static func withSession<Result>(
    _ cluster: FakeCluster = FakeCluster(tables: [table()], nodes: 3, replicationFactor: 3),
    configure change: (inout SessionConfiguration) -> Void = { _ in },
    _ body: (CassandraSession, FakeCluster) async throws -> Result
  ) async throws -> Result {
    try await FakeCluster.withCluster(cluster) { cluster async throws in
      var configuration = try SessionConfiguration(contactPoints: [cluster.contactPoints[0]])
      configuration.heartbeatInterval = .milliseconds(100)
      // As long as a busy machine may take for an answer that is on its way.
      configuration.heartbeatTimeout = .seconds(1)
      configuration.timeout = .seconds(30)
      configuration.connectTimeout = .seconds(10)
      configuration.reconnectionDelay = .milliseconds(50)
      configuration.longestReconnectionDelay = .milliseconds(200)
      change(&configuration)
      return try await CassandraSession.withSession(configuration) { try await body($0, cluster) }
    }
  }

  static let rowsInEach = 5

  /// What a scan of the table has to bring, in order.
  static let everyRow = Array(0..<partitions * rowsInEach)

  /// All rows, as one number each, in order.
  static func scan(
    _ session: CassandraSession, pageSize: PageSize = 7, onRow: (Int) async throws -> Void = { _ in }
  ) async throws -> [Int] {
    var numbers: [Int] = []
    for try await row in session.rows(of: select, pageSize: pageSize) {
      let (part, number) = try row.decode(as: (Int, Int).self)
      numbers.append(part * rowsInEach + number)
      try await onRow(numbers.count)
    }
    return numbers.sorted()
  }
}

/// Waits until something is so, which it soon will be: half a minute is for machines that are busy.
func eventually(_ condition: () throws -> Bool) async rethrows -> Bool {
  let deadline = ContinuousClock.now + .seconds(30)
  while try !condition() {
    if ContinuousClock.now > deadline { return false }
    await Task.yield()
  }
  return true
}

extension CassandraSession {
  /// The nodes that are up, by the last byte of their addresses.
  func nodesUp(of cluster: FakeCluster) -> [Int] {
    nodes.filter { $0.state == .up }.compactMap { cluster.node(at: $0.address.description) }.sorted()
  }
}
