import CQLPaging
import CQLPagingTesting
import Foundation
import Testing

@testable import cqlpage

@Suite("E3, G5: a scan that is killed")
struct ScanKillTests {
  private static let rowCount = 24
  private let source = FakeCoordinator(tables: [.numbered("test.t", partitions: 8, rowsInEach: 3)])
  private let table: ScanTable

  init() throws {
    var table = try ScanTable(keyspace: "test", name: "t", partitionKey: ["part"], columns: ["part", "number"])
    table.pageSize = 2
    self.table = table
  }

  /// One process, from what the last one has left.
  private func run(on disk: FragileDisk, _ format: RowFormat, steps: Int?, isStream: Bool = false) async throws {
    let saved = try disk.checkpoint.map { bytes throws(CQLError) in try SavedScan(encoded: bytes) }
    if saved == nil, !isStream { #expect(disk.bytes.isEmpty, "rows that no checkpoint knows of") }
    if let saved, !isStream {
      #expect(disk.bytes.count >= saved.byteCount, "a checkpoint knows of rows that the file does not have")
      #expect(try ScanLog.mark(of: disk, at: saved.byteCount) == saved.fileMark)
    }
    disk.start(steps: steps)
    let scan = try source.scan(table, splits: 3, from: saved?.scan, options: ScanOptions(concurrency: 2))
    var run = ScanRun(
      scan, format: format, from: saved,
      to: ScanTarget(
        sink: disk, file: isStream ? nil : disk, fileName: isStream ? nil : "rows", store: disk, now: disk.now),
      progress: .none)
    let report = await run.run()
    #expect(report.ring?.isComplete == true || disk.isKilled)
  }

  /// The rows in whole lines, numbered from 0 and sorted.
  private func numbers(_ bytes: [UInt8], _ format: RowFormat, hasTornLine: Bool = false) throws -> [Int] {
    // Of bytes: to text, CR and LF are one character.
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    let rest = lines.removeLast()
    #expect(rest.isEmpty || hasTornLine, "a torn line")
    if format == .csv {
      let header = lines.removeFirst()
      #expect(header == "part,number\r")
    }
    return try lines.map { line in
      let numbers = line.split { !$0.isNumber }.compactMap { Int($0) }
      #expect(line.hasSuffix(format == .csv ? "\r" : "}"), "no row: \(line)")
      try #require(numbers.count == 2, "no row: \(line)")
      return numbers[0] * 3 + numbers[1]
    }.sorted()
  }

  @Test(
    "Killed between any two steps, and in the middle of a write, and started again: every row is there once",
    arguments: [RowFormat.jsonl, .csv], [0.0, 0.5, 1.0])
  func everyStep(format: RowFormat, kept: Double) async throws {
    var steps = 0
    while true {
      let disk = FragileDisk()
      try await run(on: disk, format, steps: steps)
      guard disk.isKilled else { break }
      disk.loseUnsynchronized(kept: kept)
      try await run(on: disk, format, steps: nil)
      #expect(try numbers(disk.bytes, format) == Array(0..<Self.rowCount), "killed after \(steps) steps")
      steps += 1
    }
    // Rows and checkpoints both: fewer steps would not be all of them.
    #expect(steps > 30)
  }

  @Test("Killed again and again, as long as there is something to do", arguments: [8, 11, 14, 17, 23])
  func againAndAgain(steps: Int) async throws {
    let disk = FragileDisk()
    var kills = 0
    repeat {
      try await run(on: disk, .jsonl, steps: steps)
      if disk.isKilled { disk.loseUnsynchronized(kept: 0.7) }
      kills += 1
      #expect(kills < 1000)
    } while disk.isKilled && kills < 1000
    #expect(try numbers(disk.bytes, .jsonl) == Array(0..<Self.rowCount))
    #expect(kills > 1)
  }

  @Test("To standard output every row comes at least once, and one page at most comes twice")
  func standardOutput() async throws {
    var steps = 0
    while true {
      let disk = FragileDisk()
      try await run(on: disk, .jsonl, steps: steps, isStream: true)
      guard disk.isKilled else { break }
      var rows = try numbers(disk.takeBytes(), .jsonl, hasTornLine: true)
      try await run(on: disk, .jsonl, steps: nil, isStream: true)
      rows += try numbers(disk.takeBytes(), .jsonl)
      #expect(Set(rows) == Set(0..<Self.rowCount))
      #expect(rows.count <= Self.rowCount + 2, "killed after \(steps) steps")
      steps += 1
    }
    #expect(steps > 30)
  }

  @Test("A CSV that is gone on with has one header, and none for a header that is another")
  func header() throws {
    let rows = try makeRows([("a", .int)], [[Int32(1)]])
    let collected = Collected()
    var output = RowOutput(sink: CollectingSink(collected: collected))
    var writer = CSVWriter(continuing: "a\r\n")
    try writer.beginPage(rows.columns, into: &output)
    try writer.write(rows[0], into: &output)
    try output.flush()
    #expect(collected.text == "1\r\n")
    #expect(writer.header == "a\r\n")
    var other = CSVWriter(continuing: "b\r\n")
    #expect(throws: RowFailure.self) { try other.beginPage(rows.columns, into: &output) }
  }
}
