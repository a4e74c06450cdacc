import CQLPagingTesting
import Foundation
import Testing

@testable import CQLPaging

@Suite struct ScanCheckpointTests {
  let base = FakeCoordinator(tables: [.numbered("test.t", partitions: 30, rowsInEach: 3)])
  let expected = counts(NumberedRow.all(partitions: 30, rowsInEach: 3))

  private func table(columns: [String]? = nil, key: [String] = ["part"], name: String = "t") throws -> ScanTable {
    var table = try ScanTable(keyspace: "test", name: name, partitionKey: key, columns: columns)
    table.pageSize = 4
    return table
  }

  private func encoded(_ checkpoint: ScanCheckpoint) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(checkpoint)
  }

  private func decoded(_ data: Data) throws -> ScanCheckpoint {
    try JSONDecoder().decode(ScanCheckpoint.self, from: data)
  }

  /// The checkpoint after so many rows.
  private func checkpoint(after count: Int, splits: Int = 8) async throws -> ScanCheckpoint {
    var rows = try base.scan(try table(), splits: splits).rows.makeAsyncIterator()
    for _ in 0..<count { _ = try await rows.next() }
    return rows.checkpoint
  }

  @Test("E3: after any row, in other splits each time: every row exactly once")
  func everyRow() async throws {
    for count in 0...90 {
      var read: [NumberedRow] = []
      var rows = try base.scan(try table(), splits: 1 + count % 5).rows.makeAsyncIterator()
      for _ in 0..<count { read.append(try NumberedRow(try #require(try await rows.next()))) }
      let kept = try decoded(try encoded(rows.checkpoint))
      #expect(kept == rows.checkpoint)
      #expect(kept.rows == count)
      let rest = try base.scan(try table(), splits: 7, from: kept)
      for try await row in rest.rows { read.append(try NumberedRow(row)) }
      #expect(counts(read) == expected, "stopped after \(count) rows")
    }
  }

  @Test("E3: ranges that were begun keep their bounds, and only the rest is split anew")
  func bounds() async throws {
    let checkpoint = try await checkpoint(after: 21)
    #expect(!checkpoint.open.isEmpty)
    let source = TableSource(base)
    for try await _ in try source.scan(try table(), splits: 100, from: checkpoint).rows {}
    let ends = Set(source.requests.compactMap(\.statement.routingToken))
    #expect(ends.isSuperset(of: checkpoint.open.map(\.range.end)))
    for finished in checkpoint.finished.ranges {
      #expect(ends.allSatisfy { !finished.contains($0) }, "what is finished is not read again")
    }
  }

  @Test("E3: a complete checkpoint asks for nothing")
  func complete() async throws {
    let checkpoint = try decoded(try encoded(try await checkpoint(after: 91)))
    #expect(checkpoint.isComplete && checkpoint.fraction == 1)
    let source = TableSource(base)
    let scan = try source.scan(try table(), splits: 3, from: checkpoint)
    for try await _ in scan.rows {}
    #expect(try await scan.forEachPage { _ in }.isComplete)
    #expect(source.requests.isEmpty)
  }

  @Test("E3: a checkpoint of another table, other columns, another key or another shard is refused")
  func foreign() async throws {
    let checkpoint = try await checkpoint(after: 21)
    let cases: [(String, ScanTable, ScanShard)] = [
      ("of test.t, not of test.u", try table(name: "u"), .whole),
      ("other columns", try table(columns: ["part"]), .whole),
      ("another key", try table(key: ["part", "number"]), .whole),
      ("of shard 1/1, not of 1/2", try table(), try ScanShard(1, of: 2)),
    ]
    for (part, table, shard) in cases {
      let error = #expect(throws: CQLError.self) { try base.scan(table, shard: shard, from: checkpoint) }
      #expect(error?.code == .checkpointForeign && error?.message.contains(part) == true, "\(part)")
    }
  }

  @Test("E3: the ledger of a scan of another table is refused, and nothing of it is read")
  func foreignLedger() async throws {
    let source = TableSource(base)
    let ledger = try source.scan(try table(name: "u")).ledger()
    let error = await #expect(throws: CQLError.self) {
      try await source.scan(try table()).forEachPage(recordingIn: ledger) { _ in }
    }
    #expect(error?.code == .checkpointForeign)
    #expect(source.requests.isEmpty)
  }

  @Test("E1: many splits, and no more than a scan can remember")
  func splits() throws {
    // Of three tokens, so that there are three ranges and not a million.
    let narrow = TokenRange(start: Token(0), end: Token(3))
    #expect(try narrow.split(intoNoMoreThanFit: TokenRange.maximumSplitCount).count == 3)
    for count in [TokenRange.maximumSplitCount + 1, .max] {
      let error = #expect(throws: CQLError.self) { try base.scan(try table(), splits: count) }
      #expect(error?.code == .invalidConfiguration)
    }
  }

  @Test("E3: a checkpoint that was cut, or in which a character was altered, is refused, and nothing traps")
  func corrupt() async throws {
    let text = try encoded(try await checkpoint(after: 21))
    for length in 0..<text.count {
      #expect(throws: (any Error).self, "cut after \(length)") { try decoded(text.prefix(length)) }
    }
    for index in text.indices {
      var altered = text
      altered[index] = altered[index] == UInt8(ascii: "7") ? UInt8(ascii: "8") : UInt8(ascii: "7")
      do {
        _ = try decoded(altered)
        Issue.record("altered at \(index): \(String(decoding: altered, as: UTF8.self))")
      } catch let error as CQLError {
        #expect(error.code == .invalidCheckpoint)
      } catch {
        #expect(error is DecodingError, "no JSON any more")
      }
    }
  }

  @Test(
    "E3: values that no scan has are refused",
    arguments: [
      ("\"version\":1", "\"version\":2", "version 2"), ("\"shards\":1", "\"shards\":0", "no shard"),
      ("\"rows\":21", "\"rows\":-1", "no number of rows"), ("\"finished\":", "\"finishing\":", "missing"),
      ("\"rows\":21", "\"rows\":9223372036854775807", "no number of rows"), ("\"rows\":21", "\"rows\":20", "altered"),
      ("\"position\":\"", "\"position\":\"!", "base64url"),
      ("\"finished\":[", "\"finished\":[[5,4],", "(5, 4] is empty"),
      (
        "\"open\":[", "\"open\":[{\"position\":\"AQAA\",\"range\":[-9223372036854775808,9223372036854775807]},", "twice"
      ),
    ])
  func nonsense(found: String, replacement: String, part: String) async throws {
    let text = String(decoding: try encoded(try await checkpoint(after: 21)), as: UTF8.self)
    try #require(text.contains(found))
    let altered = text.replacingOccurrences(of: found, with: replacement)
    let error = #expect(throws: CQLError.self) { try decoded(Data(altered.utf8)) }
    #expect(error?.code == .invalidCheckpoint)
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
  }

  @Test("E3: its size is bounded: finished ranges are merged, and few are open")
  func size() async throws {
    let scan = try base.scan(try table(), splits: 5_000, options: ScanOptions(concurrency: 4))
    var pages = scan.pages.makeAsyncIterator()
    var largest = 0
    while try await pages.next() != nil {
      largest = max(largest, pages.checkpoint.open.count + pages.checkpoint.finished.ranges.count)
    }
    #expect(largest <= 10)
  }

  @Test("C9: descriptions show how far it is, and no position")
  func secrecy() async throws {
    let checkpoint = try await checkpoint(after: 21)
    let position = try #require(checkpoint.open.first).position.text
    var dumped = ""
    dump(checkpoint, to: &dumped)
    for text in ["\(checkpoint)", String(reflecting: checkpoint), dumped] {
      #expect(!text.contains(position) && !text.contains("bytes"))
    }
    #expect("\(checkpoint)".contains("checkpoint of test.t, shard 1/1") && "\(checkpoint)".contains("21 rows"))
  }

  @Test("E3: a ledger's checkpoint has what workers are done with, or recorded, and nothing else")
  func ledger() async throws {
    struct Killed: Error {}
    for limit in 1...12 {
      let written = Lock<(rows: [NumberedRow], checkpoint: ScanCheckpoint?)>(([], nil))
      let scan = try base.scan(try table(), splits: 6, options: ScanOptions(concurrency: 3))
      let ledger = scan.ledger()
      await #expect(throws: Killed.self) {
        try await scan.forEachPage(recordingIn: ledger) { page in
          let rows = try page.rows.map(NumberedRow.init)
          let pages = try written.withLock { written in
            if let checkpoint = written.checkpoint, checkpoint.summary.pages >= limit { throw Killed() }
            written.rows += rows
            written.checkpoint = ledger.record(page)
            return written.checkpoint?.summary.pages ?? 0
          }
          if pages >= limit { throw Killed() }
        }
      }
      var (read, checkpoint) = written.withLock { $0 }
      let rest = try base.scan(try table(), splits: 4, from: try decoded(try encoded(try #require(checkpoint))))
      for try await row in rest.rows { read.append(try NumberedRow(row)) }
      #expect(counts(read) == expected, "killed after \(limit) pages")
      checkpoint = nil
    }
  }
}
