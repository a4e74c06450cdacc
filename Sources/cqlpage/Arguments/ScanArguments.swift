import CQLPaging

/// The options of `cqlpage scan KEYSPACE.TABLE`.
struct ScanArguments {
  private var command = ScanCommand()
  private var server = ServerArguments()
  private var table: String?

  static let options =
    ServerArguments.options + [
      "--columns", "--shard", "--splits", "--concurrency", "--page-size", "--checkpoint", "--out",
    ] + RunOptions.names + ["--help"]

  /// Options of a query that someone may look for here.
  private static let elsewhere = [
    "--limit": "a scan reads everything: for some rows ask cqlpage \"SELECT …\" --limit N",
    "--pages": "a scan reads everything: for some pages ask cqlpage \"SELECT …\" --pages N",
    "--prefetch": "--concurrency says how many pages are on their way at once",
    "--resume": "a scan goes on from its --checkpoint FILE",
    "--bind": "a scan reads everything: for some rows ask cqlpage \"SELECT … WHERE …\" --bind VALUE",
  ]

  static func parse(
    _ words: some Sequence<String>, program: String, environment: [String: String]
  ) throws(UsageError) -> ScanCommand {
    var arguments = ScanArguments()
    arguments.command.called.program = program
    arguments.command.called.arguments = ["scan"]
    var reader = OptionReader(words)
    while let item = try reader.next() {
      switch item {
      case .operand(let text): try arguments.readTable(text)
      case .option(let name): try arguments.read(name, &reader)
      }
      arguments.command.called.arguments += reader.wordsOfItem
    }
    try arguments.finish(environment)
    return arguments.command
  }

  private mutating func readTable(_ text: String) throws(UsageError) {
    guard table == nil else {
      throw UsageError("one table is expected, and \"\(text)\" is a second one: scan them one after the other")
    }
    table = text
  }

  private mutating func read(_ option: String, _ reader: inout OptionReader) throws(UsageError) {
    if try server.read(option, &reader) { return }
    if try command.run.read(option, &reader) { return }
    switch option {
    case "--columns": command.columns = try Self.columns(&reader)
    case "--shard": command.shard = try Self.shard(&reader)
    case "--splits": command.splits = try reader.integer(of: option, in: 1...100_000)
    case "--concurrency": command.concurrency = try reader.integer(of: option, in: 1...1000)
    case "--page-size": command.pageSize = PageSize(try reader.integer(of: option, in: PageSize.bounds))
    case "--checkpoint": command.checkpointFile = try reader.text(of: option, "a file's path")
    case "--out": command.outputFile = try reader.text(of: option, "a file's path")
    default:
      if let instead = Self.elsewhere[option] { throw UsageError("\(option) is no option of cqlpage scan: \(instead)") }
      throw Arguments.unknown(option, of: "cqlpage scan", options: Self.options)
    }
  }

  private static func shard(_ reader: inout OptionReader) throws(UsageError) -> ScanShard {
    let allowed = "I/N, such as 3/16 for the third of sixteen"
    let text = try reader.value(of: "--shard", allowed: allowed)
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let index = numbers[0], let count = numbers[1] else {
      throw UsageError("--shard \(text): use \(allowed)")
    }
    do throws(CQLError) { return try ScanShard(index, of: count) } catch {
      throw UsageError("--shard \(text): \(error.message)")
    }
  }

  /// The names as the server spells them.
  private static func columns(_ reader: inout OptionReader) throws(UsageError) -> [String] {
    let allowed = "columns' names with commas between them, those with capital letters in double quotes"
    let text = try reader.value(of: "--columns", allowed: allowed)
    var isQuoted = false
    let parts = text.split(omittingEmptySubsequences: false) { letter in
      if letter == "\"" { isQuoted.toggle() }
      return letter == "," && !isQuoted
    }
    var names: [String] = []
    for part in parts {
      guard let parsed = CQLIdentifier.parse(part.trimmed), parsed.count == 1, !names.contains(parsed[0]) else {
        throw UsageError("--columns \(text): use \(allowed), each once")
      }
      names += parsed
    }
    return names
  }

  /// What can be said only when every option has been read.
  private mutating func finish(_ environment: [String: String]) throws(UsageError) {
    command.server = try server.finish(environment)
    guard let table else { throw UsageError("a table is missing: cqlpage scan KEYSPACE.TABLE [options]") }
    var names = CQLIdentifier.parse(table) ?? []
    if names.count == 1, let keyspace = command.server.keyspace { names.insert(keyspace, at: 0) }
    guard names.count == 2 else {
      throw UsageError(
        "\"\(table)\" is no table: use KEYSPACE.TABLE, with double quotes around names with capital letters")
    }
    command.table = names.map(CQLIdentifier.quoted).joined(separator: ".")
    try checkFormat()
  }

  /// A table is for eyes: it has no form that a later run could go on with.
  private func checkFormat() throws(UsageError) {
    guard command.run.format == .table else { return }
    let file = command.outputFile == nil ? command.checkpointFile.map { _ in "--checkpoint" } : "--out"
    if let file { throw UsageError("--format table is for a terminal: with \(file) use jsonl or csv") }
  }
}

extension Substring {
  /// Without spaces around it.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
