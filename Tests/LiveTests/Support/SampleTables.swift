import CQLPaging
import CQLSession
import Foundation
import Testing

extension CassandraSession {
  /// Asks for many rows of ``SampleTables/makeWide(_:)`` at once, and says how much memory that has taken.
  ///
  /// - Returns: the nodes that answered.
  func askForWideRows(_ count: Int) async throws -> Set<String?> {
    let peakBefore = peakMemory()
    var coordinators: Set<String?> = []
    try await withThrowingTaskGroup { group in
      for query in 0..<count {
        group.addTask {
          var statement: Statement = "SELECT c FROM wide WHERE p = \(query % 7) AND c = \(query % 72)"
          statement.timeout = .seconds(60)
          let page = try await self.execute(statement)
          let rows = try page.rows.map { try $0.decode(Int.self, at: 0) }
          #expect(rows == [query % 72])
          return page.info.coordinator
        }
      }
      for try await coordinator in group { coordinators.insert(coordinator) }
    }
    if let peakBefore, let peak = peakMemory() {
      print("measured: \(count) queries at once over \(coordinators.count) nodes: peak \(peakBefore) -> \(peak) KiB")
      // A sanitizer keeps a memory of its own beside the program's.
      if ProcessInfo.processInfo.environment["CQLPAGING_SANITIZER"] == nil { #expect(peak - peakBefore < 300 << 10) }
    }
    return coordinators
  }

  /// The most memory that the process has had so far, in KiB; nil where the system does not say.
  private func peakMemory() -> Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
    return status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      .flatMap { Int($0.filter(\.isNumber)) }
  }
}

/// Tables whose pages are known.
enum SampleTables {
  /// 500 partitions of one row, and one partition of 500 rows.
  static func makeFlatAndLong(_ session: CassandraSession) async throws {
    try await session.execute("CREATE TABLE flat (k int PRIMARY KEY, v text)")
    try await session.execute("CREATE TABLE long (p int, c int, PRIMARY KEY (p, c))")
    try await session.insert("INSERT INTO flat (k, v) VALUES (?, ?)", (0..<500).map { [$0, "value \($0)"] })
    try await session.insert("INSERT INTO long (p, c) VALUES (?, ?)", (0..<500).map { [1, $0] })
  }

  /// 7 partitions of 72 rows, of which every ninth row has `hit` = 1.
  static func makeWide(_ session: CassandraSession) async throws {
    try await session.execute("CREATE TABLE wide (p int, c int, hit int, PRIMARY KEY (p, c))")
    let rows = (0..<7).flatMap { partition in (0..<72).map { [partition, $0, $0.isMultiple(of: 9) ? 1 : 0] } }
    try await session.insert("INSERT INTO wide (p, c, hit) VALUES (?, ?, ?)", rows)
  }

  /// 3 partitions of 20 rows in descending order.
  static func makeDescending(_ session: CassandraSession) async throws {
    try await session.execute(
      "CREATE TABLE falling (p int, c int, PRIMARY KEY (p, c)) WITH CLUSTERING ORDER BY (c DESC)")
    try await session.insert(
      "INSERT INTO falling (p, c) VALUES (?, ?)", (0..<3).flatMap { partition in (0..<20).map { [partition, $0] } })
  }

  /// 3 partitions of 5 rows and 4 that have nothing but their static column.
  static func makeStatic(_ session: CassandraSession) async throws {
    try await session.execute("CREATE TABLE mixed (p int, c int, s int static, PRIMARY KEY (p, c))")
    try await session.insert(
      "INSERT INTO mixed (p, c) VALUES (?, ?)", (0..<3).flatMap { partition in (0..<5).map { [partition, $0] } })
    try await session.insert("INSERT INTO mixed (p, s) VALUES (?, ?)", (3..<7).map { [$0, $0] })
  }
}
