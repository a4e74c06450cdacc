import CQLPagingTesting
import Foundation
import Testing

@testable import CQLPaging

/// Random tables, splits, shards, page sizes and faults, killed and resumed until they are done. A failure names its
/// seed, which plays the same scan again.
@Suite struct ScanResumePropertyTests {
  @Test("E1–E4, E7: killed anywhere and resumed with other splits, every row comes exactly once")
  func scans() async throws {
    for seed in 0..<150 { try await scan(seed: seed) }
  }

  private func scan(seed: Int) async throws {
    var random = SeededGenerator(seed: seed)
    let partitions = Int.random(in: 0...40, using: &random)
    let rowsInEach = Int.random(in: 1...5, using: &random)
    let base = FakeCoordinator(tables: [.numbered("test.t", partitions: partitions, rowsInEach: rowsInEach)])
    if random.chance(30) { base.replaceFaults([Fault(.emptyPage, on: .every(2))]) }
    let shardCount = Int.random(in: 1...3, using: &random)
    var read: [NumberedRow] = []
    for index in 1...shardCount {
      let shard = try ScanShard(index, of: shardCount)
      read += try await scan(base, shard, seed: seed &* 10 &+ index)
    }
    #expect(counts(read) == counts(NumberedRow.all(partitions: partitions, rowsInEach: rowsInEach)), "seed \(seed)")
  }

  private func scan(_ base: FakeCoordinator, _ shard: ScanShard, seed: Int) async throws -> [NumberedRow] {
    var random = SeededGenerator(seed: seed)
    let failing = Lock(SeededGenerator(seed: seed))
    let percent = Int.random(in: 0...30, using: &random)
    let source = TableSource(base, begins: random.chance(50)) { _, _ in
      if failing.withLock({ $0.chance(percent) }) { throw CQLError(.timeout, "late") }
    }
    var read: [NumberedRow] = []
    var kept: Data?
    var fraction = 0.0
    for run in 1...300 {
      var table = try ScanTable(keyspace: "test", name: "t", partitionKey: ["part"])
      table.pageSize = PageSize(.random(in: 1...12, using: &random))
      let owners = Int.random(in: 1...3, using: &random)
      let tokens = (0..<Int.random(in: 0...20, using: &random)).map { _ in
        Token(Int64.random(in: .min...(.max), using: &random))
      }
      let parts = TokenRange.ring.split(at: tokens).enumerated().map { RingPart($1, owner: "\($0 % owners)") }
      let options = ScanOptions(
        concurrency: .random(in: 1...6, using: &random), concurrencyPerOwner: random.chance(50) ? 1 : nil,
        retry: RetryPolicy(retries: random.chance(50) ? 0 : 2))
      let checkpoint = try kept.map { try JSONDecoder().decode(ScanCheckpoint.self, from: $0) }
      let scan = try TokenRangeScan(
        of: table, in: source, parts: parts, shard: shard, from: checkpoint, options: options, clock: InstantClock())
      var rows = scan.rows.makeAsyncIterator()
      var wanted = Int.random(in: 0...40, using: &random)
      while wanted > 0 {
        wanted -= 1
        do {
          guard let row = try await rows.next() else {
            #expect(rows.checkpoint.isComplete && rows.progress.fraction == 1, "seed \(seed), run \(run)")
            return read
          }
          read.append(try NumberedRow(row))
        } catch let error as ScanError {
          #expect(error.checkpoint == rows.checkpoint, "seed \(seed), run \(run)")
          if random.chance(50) { break }  // else the same iteration is asked again
        }
      }
      #expect(rows.progress.fraction >= fraction, "seed \(seed), run \(run)")
      fraction = rows.progress.fraction
      kept = try JSONEncoder().encode(rows.checkpoint)
    }
    Issue.record("seed \(seed): the scan does not get on")
    return read
  }
}
