import CQLPaging
import CQLPagingTesting
import Foundation

@testable import cqlpage

/// A folder for the files of scans; it goes when nobody holds it.
final class ScanFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "cqlpage-scan-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }
  func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: file(name))) }
  func text(of name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: file(name))), as: UTF8.self)
  }
  func permissions(of name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: file(name))[.posixPermissions] as? Int
  }

  static func command(_ words: [String]) throws -> ScanCommand {
    guard case .scan(let command) = try Arguments.parse(["cqlpage", "scan"] + words) else {
      throw UsageError("not a scan")
    }
    return command
  }

  /// The words with every `@name` turned into a file of this folder.
  func command(_ words: [String]) throws -> ScanCommand {
    try Self.command(words.map { $0.hasPrefix("@") ? file(String($0.dropFirst())) : $0 })
  }

  /// A whole run, from files to report, of a table whose partition key is `part`.
  func run<Source: PageSource>(_ words: [String], in source: Source) async throws -> ScanReport
  where Source.Rows == CQLRows {
    let command = try command(words)
    let files = try ScanFiles(of: command)
    var table = try ScanTable(keyspace: "test", name: "t", partitionKey: ["part"], columns: ["part", "number"])
    table.pageSize = 2
    let scan = try source.scan(
      table, splits: 4, shard: command.shard, from: files.saved?.scan,
      options: ScanOptions(concurrency: 2, retry: RetryPolicy(retries: 0)))
    let job = Scan(command: command, environment: [:])
    var run = ScanRun(
      scan, format: job.format(files.saved), from: files.saved, to: job.target(files, WakeUp()), progress: .none)
    return await run.run()
  }
}

/// A source with a part of the ring that nobody answers for.
struct HoledSource: PageSource {
  let base: FakeCoordinator
  /// No range that ends here is answered.
  let end: Token

  func fetchPage(_ request: PageRequest) async throws -> Page<CQLRows> {
    guard request.statement.routingToken != end else { throw CQLError(.noHostAvailable, "no replica is up") }
    return try await base.fetchPage(request)
  }
}
