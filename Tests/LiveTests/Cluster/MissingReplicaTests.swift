import CQLPaging
import CQLSession
import Foundation
import Testing

extension LiveCluster {
  /// One replica of each row, and a node that is gone.
  @Suite(.enabled(if: ThreeNodes.dataCenters.isEmpty, "these nodes are in several data centres"))
  struct MissingReplicaTests {
    @Test("E4, E5: the ranges of a dead node fail, the others finish, and a checkpoint has the rest when it is back")
    func resume() async throws {
      try await ThreeNodes.withKeyspace(replication: 1) { loader, keyspace, nodes in
        let table = try await NumberedTable.make("rows", in: keyspace, rows: 30_000, loader)
        var count = RowCount(table)
        let saved = try await CassandraSession.withSession(ThreeNodes.configuration()) { session in
          let scan = try await session.scan(table.name, splits: 48)
          var rows = scan.rows.makeAsyncIterator()
          while count.total < 2000, let row = try await rows.next() { try count.add(row) }
          try await nodes.kill(2)
          do {
            while let row = try await rows.next() { try count.add(row) }
            Issue.record("rows of a node that is gone have been read")
          } catch let error as ScanError {
            try await check(error, ranges: session.ringParts(of: keyspace, splits: 48))
          }
          return try JSONEncoder().encode(rows.checkpoint)
        }
        #expect(count.missing > 0)
        #expect(count.repeated == 0)

        try await nodes.start(2)
        try await CassandraSession.withSession(ThreeNodes.configuration()) { session in
          let checkpoint = try JSONDecoder().decode(ScanCheckpoint.self, from: saved)
          let scan = try await session.scan(table.name, splits: 31, from: checkpoint)
          for try await row in scan.rows { try count.add(row) }
        }
        count.expectEachOnce()
      }
    }

    /// What failed is node 2's, all of it that was still to be read, and the errors say what and why.
    private func check(_ error: ScanError, ranges parts: [RingPart]) {
      let ranges = parts.filter { $0.owner == ThreeNodes.addresses[1] }.map(\.range)
      #expect(error.progress.finishedRanges + error.failures.count == parts.count)
      #expect(error.failures.count > 10)
      for failure in error.failures {
        #expect(ranges.contains(failure.range), "\(failure.range) is another node's")
        #expect(error.failures.count > 5 || error.description.contains("\(failure.range)"))
        let cause = failure.underlying as? CQLError
        guard case .unavailable(let consistency, let required, let alive) = cause?.server?.details else {
          Issue.record("\(failure.underlying) does not say that replicas are missing")
          continue
        }
        #expect(consistency == .localOne && required == 1 && alive == 0)
      }
    }
  }
}
