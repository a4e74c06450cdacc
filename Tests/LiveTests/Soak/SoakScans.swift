import CQLPaging
import CQLSession
import Foundation
import Testing

/// Who scans tables by ranges, is interrupted, and goes on from checkpoints, by either session and in other splits.
extension Soak {
  private func options(_ random: inout SoakRandom) -> ScanOptions {
    ScanOptions(concurrency: Int.random(in: 1...8, using: &random))
  }

  private func scanned(_ random: inout SoakRandom) async throws -> ScanTable {
    var scanned = try await ScanTable.named(table.name, in: session(&random).retrying())
    scanned.pageSize = PageSize(Int.random(in: 50...1000, using: &random))
    scanned.consistency = .one
    return scanned
  }

  /// As another process would get it.
  private func saved(_ checkpoint: ScanCheckpoint) throws -> ScanCheckpoint {
    try JSONDecoder().decode(ScanCheckpoint.self, from: JSONEncoder().encode(checkpoint))
  }

  /// Rows in one loop, which is left or cancelled up to three times: each row once.
  func scan(_ random: inout SoakRandom) async throws {
    let scanned = try await scanned(&random)
    var run = ScanRun(count: RowCount(table), checkpoint: nil, isComplete: false)
    var interruption = 0
    while !run.isComplete {
      let scan = try await session(&random).scan(
        scanned, splits: Int.random(in: 1...96, using: &random), from: run.checkpoint, options: options(&random))
      let last = interruption == 3
      let time = last ? nil : Duration.milliseconds(Int.random(in: 0...2000, using: &random))
      let limit = last || Bool.random(using: &random) ? Int.max : Int.random(in: 0...table.count, using: &random)
      let before = run
      run = try await cancelled(after: time) { try await before.continued(scan, limit: limit) }
      run.checkpoint = try run.checkpoint.map(saved)
      if !run.isComplete { log.count("scans interrupted") }
      interruption += 1
    }
    run.count.expectEachOnce("a scan in one loop")
    log.count("rows", run.count.total)
  }

  /// Pages for several workers, which are cancelled. Where a page is recorded in the step that counts its rows, each row
  /// comes once. Where it counts when its worker has returned, those of the pages in hand may come again.
  func scanWithWorkers(_ random: inout SoakRandom) async throws {
    let scanned = try await scanned(&random)
    let isRecorded = Bool.random(using: &random)
    let count = Lock(RowCount(table))
    var checkpoint: ScanCheckpoint?
    var mostRepeated = 0
    var interruption = 0
    while checkpoint?.isComplete != true {
      let options = options(&random)
      let scan = try await session(&random).scan(
        scanned, splits: Int.random(in: 1...96, using: &random), from: checkpoint, options: options)
      let ledger = scan.ledger()
      let time = interruption == 3 ? nil : Duration.milliseconds(Int.random(in: 0...2000, using: &random))
      let wasCancelled = try await cancelled(after: time) {
        do {
          try await scan.forEachPage(recordingIn: ledger) { page in
            try count.withLock { count in
              for row in page.rows { try count.add(row) }
              if isRecorded { ledger.record(page) }
            }
            try await Task.sleep(for: .milliseconds(5))
          }
          return false
        } catch is CancellationError {
          return true
        }
      }
      #expect(ledger.progress.isComplete || wasCancelled, "a scan has ended early")
      if wasCancelled {
        log.count("scans interrupted")
        mostRepeated += options.concurrency * (scanned.pageSize?.rows ?? 0)
      }
      checkpoint = try saved(ledger.checkpoint)
      interruption += 1
    }
    let (missing, total) = count.withLock { ($0.missing, $0.total) }
    #expect(missing == 0)
    let repeated = total - table.count
    #expect(isRecorded ? repeated == 0 : repeated <= mostRepeated, "\(repeated) rows have come again")
    log.count("rows", total)
  }
}

/// A scan over several interruptions.
struct ScanRun: Sendable {
  var count: RowCount
  var checkpoint: ScanCheckpoint?
  var isComplete: Bool

  /// Goes on until the end, the limit, or a cancellation.
  func continued(_ scan: TokenRangeScan<CassandraSession>, limit: Int) async throws -> ScanRun {
    var run = self
    var rows = scan.rows.makeAsyncIterator()
    var left = limit
    do {
      while left > 0, let row = try await rows.next() {
        try run.count.add(row)
        left -= 1
      }
      // The end of a loop that was not left is the end of the scan.
      #expect(left == 0 || rows.progress.isComplete, "a scan has ended early")
    } catch is CancellationError {}
    run.checkpoint = rows.checkpoint
    run.isComplete = rows.progress.isComplete
    return run
  }
}
