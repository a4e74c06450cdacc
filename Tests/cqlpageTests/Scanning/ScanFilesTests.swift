import CQLPaging
import CQLPagingTesting
import Testing

@testable import cqlpage

@Suite("G5: the files of a scan")
struct ScanFilesTests {
  private let folder: ScanFolder
  private let source = FakeCoordinator(tables: [.numbered("test.t", partitions: 20, rowsInEach: 3)])
  private static let words = ["test.t", "--checkpoint", "@c", "--out", "@rows.jsonl"]

  init() throws { folder = try ScanFolder() }

  private func problem(_ words: [String]) -> UsageError? {
    do {
      _ = try ScanFiles(of: try folder.command(words))
      return nil
    } catch {
      return error as? UsageError
    }
  }

  @Test("A scan into a file, and once more: there is nothing left to do")
  func complete() async throws {
    let report = try await folder.run(Self.words, in: source)
    #expect(report.run.exitCode(nil) == .success)
    #expect(report.run.summary.rows == 60)
    #expect(report.run.summary.isComplete)
    let text = try folder.text(of: "rows.jsonl")
    #expect(Set(text.split(separator: "\n")).count == 60)
    let again = try await folder.run(Self.words, in: source)
    #expect(again.run.exitCode(nil) == .success)
    #expect(again.run.message(nil)?.contains("nothing was left to do") == true)
    #expect(again.run.summary.rows == 0)
    #expect(again.ring?.summary.rows == 60)
    #expect(try folder.text(of: "rows.jsonl") == text)
  }

  @Test("Without a checkpoint there is the file alone, and it is not written twice")
  func withoutCheckpoint() async throws {
    let words = ["test.t", "--out", "@rows.jsonl"]
    let report = try await folder.run(words, in: source)
    #expect(report.run.summary.rows == 60)
    let error = try #require(problem(words))
    #expect(error.exitCode == .usage)
    #expect(error.message.contains("name another file, or remove this one"))
  }

  @Test("A range that fails is named; the others are finished, and the next run has the rest")
  func failedRange() async throws {
    let broken = TokenRange.ring.split(into: 4)[1]
    let report = try await folder.run(Self.words, in: HoledSource(base: source, end: broken.end))
    #expect(report.run.exitCode(nil) == .endedEarly)
    let message = try #require(report.run.message(nil))
    #expect(message.contains("1 of 4 ranges failed") && message.contains("\(broken)"))
    #expect(message.contains("no replica is up"))
    #expect(report.ring?.finishedRanges == 3)
    #expect(!report.run.summary.isComplete)
    let command = try folder.command(Self.words)
    let text = try #require(
      Scan(command: command, environment: [:]).summaryText(report, .endedEarly, time: .seconds(1)))
    #expect(text.contains("3 of 4 ranges: not complete; go on with\ncqlpage scan test.t --checkpoint "))
    let rest = try await folder.run(Self.words, in: source)
    #expect(rest.run.summary.isComplete)
    #expect(rest.run.summary.rows + report.run.summary.rows == 60)
    #expect(Set(try folder.text(of: "rows.jsonl").split(separator: "\n")).count == 60)
  }

  @Test("A checkpoint is for its owner alone, also where another file had the name")
  func permissions() async throws {
    try folder.write("", to: "c")
    #expect(try folder.permissions(of: "c") != 0o600)
    _ = try await folder.run(Self.words, in: source)
    #expect(try folder.permissions(of: "c") == 0o600)
  }

  @Test(
    "A checkpoint of something else is refused with the code of a bad cursor, and says of what",
    arguments: [
      (["test.other", "--checkpoint", "@c", "--out", "@rows.jsonl"], "not of test.other"),
      (["test.t", "--checkpoint", "@c", "--out", "@rows.jsonl", "--shard", "2/2"], "go on with --shard 1/1"),
      (["test.t", "--checkpoint", "@c", "--out", "@rows.jsonl", "--format", "csv"], "are jsonl, not csv"),
      (["test.t", "--checkpoint", "@c", "--out", "@other.jsonl"], "go on with --out rows.jsonl"),
      (["test.t", "--checkpoint", "@c"], "go on with --out rows.jsonl"),
    ])
  func foreign(words: [String], message: String) async throws {
    _ = try await folder.run(Self.words, in: source)
    let error = try #require(problem(words))
    #expect(error.exitCode == .cursor)
    #expect(error.message.contains(message), "\(error)")
  }

  @Test("A checkpoint of standard output does not go on into a file")
  func outAdded() throws {
    let table = try ScanTable(keyspace: "test", name: "t", partitionKey: ["part"])
    let start = SavedScan(
      format: .jsonl, scan: try source.scan(table).pages.makeAsyncIterator().checkpoint)
    try folder.write(String(decoding: try start.encoded(), as: UTF8.self), to: "c")
    #expect(problem(["test.t", "--checkpoint", "@c"]) == nil)
    let error = try #require(problem(Self.words))
    #expect(error.exitCode == .cursor)
    #expect(error.message.contains("go on without --out"))
  }

  @Test("A checkpoint that was cut short or altered is refused, wherever that is")
  func corrupt() async throws {
    _ = try await folder.run(Self.words, in: source)
    let text = try folder.text(of: "c")
    #expect(problem(Self.words) == nil)
    for length in stride(from: 1, to: text.utf8.count - 1, by: 7) {
      try folder.write(String(text.prefix(length)), to: "c")
      #expect(problem(Self.words)?.exitCode == .cursor, "cut to \(length)")
    }
    for index in text.indices.striding(by: 3) where text[index].isNumber || text[index].isLetter {
      var altered = text
      altered.replaceSubrange(index...index, with: text[index] == "1" ? "2" : "1")
      try folder.write(altered, to: "c")
      #expect(problem(Self.words)?.exitCode == .cursor, "\(altered)")
    }
    let error = problem(Self.words)
    #expect(error?.message.contains("--checkpoint \(folder.file("c"))") == true)
  }

  @Test("A file that is shorter than its checkpoint says, or another one, is refused")
  func otherFile() async throws {
    _ = try await folder.run(Self.words, in: source)
    let text = try folder.text(of: "rows.jsonl")
    try folder.write(String(text.dropLast(5)), to: "rows.jsonl")
    let short = try #require(problem(Self.words))
    #expect(short.exitCode == .cursor)
    #expect(short.message.contains("bring the file back, or remove"))
    try folder.write(String(text.dropLast(5)) + "12345678", to: "rows.jsonl")
    let other = try #require(problem(Self.words))
    #expect(other.exitCode == .cursor)
    #expect(other.message.contains("is not the file that the checkpoint is of"))
  }

  @Test("What is behind the rows that the checkpoint knows of is cut off")
  func cutBack() async throws {
    let broken = TokenRange.ring.split(into: 4)[1]
    _ = try await folder.run(Self.words, in: HoledSource(base: source, end: broken.end))
    try folder.write(try folder.text(of: "rows.jsonl") + "{\"number\": 17}\n{\"num", to: "rows.jsonl")
    _ = try await folder.run(Self.words, in: source)
    let lines = try folder.text(of: "rows.jsonl").split(separator: "\n")
    #expect(lines.count == 60 && Set(lines).count == 60)
  }

  @Test("One process at a time: a second one is told so, whatever was written in between")
  func locked() throws {
    let first = try ScanFiles(of: try folder.command(Self.words))
    let error = try #require(problem(Self.words))
    #expect(error.exitCode == .endedEarly)
    #expect(error.message.contains("another process is at this scan"))
    try first.checkpoint?.replace(with: [1])
    try first.checkpoint?.replace(with: [2])
    #expect(problem(["test.t", "--checkpoint", "@c"])?.exitCode == .endedEarly)
    let sameFile = try #require(problem(["test.t", "--out", "@rows.jsonl"]))
    #expect(sameFile.exitCode == .endedEarly)
    #expect(sameFile.message.contains("another process writes to it"))
    withExtendedLifetime(first) {}
  }

  @Test("The lock ends with its holder, and the last checkpoint is there")
  func unlocked() throws {
    do {
      let first = try CheckpointFile(folder.file("c"))
      try first.replace(with: [1, 2])
      // As a process leaves it that was killed before the new checkpoint had its name.
      try folder.write("half a check", to: "c.new")
      try first.replace(with: [3, 4])
    }
    try folder.write("half a check", to: "c.new")
    #expect(try CheckpointFile(folder.file("c")).read() == [3, 4])
  }

  @Test(
    "Files that cannot be",
    arguments: [
      (["test.t", "--checkpoint", "@none/c"], "No such file"), (["test.t", "--out", "@none/x"], "No such file"),
      (["test.t", "--checkpoint", "@c", "--out", "/dev/null"], "this is no file"),
      (["test.t", "--checkpoint", "/dev/null"], "this is no file"),
      (["test.t", "--checkpoint", "@"], "Is a directory"),
    ])
  func impossible(words: [String], message: String) throws {
    let error = try #require(problem(words))
    #expect(error.exitCode == .usage)
    #expect(error.message.contains(message), "\(error)")
  }
}

extension Collection {
  /// Every so many elements, from the first one on.
  fileprivate func striding(by step: Int) -> [Element] {
    enumerated().filter { $0.offset.isMultiple(of: step) }.map(\.element)
  }
}
