import CQLPaging

/// The options of `cqlpage "SELECT …"`.
struct QueryArguments {
  private var command = QueryCommand()
  private var statement: String?
  private var pageNumber: Int?
  private var rowsPerPage: Int?
  private var maximumPage: Int?
  private var server = ServerArguments()

  static let options =
    ServerArguments.options + [
      "--bind", "--page-size", "--target-page-bytes", "--prefetch", "--limit", "--pages", "--page-number",
      "--rows-per-page", "--max-page", "--resume", "--cursor-key-file", "--cursor-lifetime",
    ] + RunOptions.names + ["--help"]

  static func parse(
    _ words: some Sequence<String>, program: String, environment: [String: String]
  ) throws(UsageError) -> QueryCommand {
    var arguments = QueryArguments()
    arguments.command.called.program = program
    var reader = OptionReader(words)
    while let item = try reader.next() {
      switch item {
      case .operand(let text): try arguments.readStatement(text)
      case .option(let name): try arguments.read(name, &reader)
      }
      if case .option(let name) = item, CalledCommand.replacedOptions.contains(name) { continue }
      arguments.command.called.arguments += reader.wordsOfItem
    }
    try arguments.finish(environment)
    return arguments.command
  }

  private mutating func readStatement(_ text: String) throws(UsageError) {
    guard statement == nil else {
      throw UsageError("one query is expected, and \"\(text)\" is a second one: put the whole query in quotes")
    }
    guard text.contains(where: { !$0.isWhitespace }) else { throw UsageError("the query is empty") }
    statement = text
  }

  private mutating func read(_ option: String, _ reader: inout OptionReader) throws(UsageError) {
    if try server.read(option, &reader) { return }
    if try command.run.read(option, &reader) { return }
    switch option {
    case "--bind": try readValue(&reader)
    case "--page-size", "--target-page-bytes", "--prefetch", "--limit", "--pages":
      try readPaging(option, &reader)
    case "--page-number", "--rows-per-page", "--max-page":
      try readNumberedPage(option, &reader)
    case "--resume", "--cursor-key-file", "--cursor-lifetime":
      try readPosition(option, &reader)
    default: throw Arguments.unknown(option, of: "cqlpage", options: Self.options)
    }
  }

  private mutating func readValue(_ reader: inout OptionReader) throws(UsageError) {
    let text = try reader.value(of: "--bind", allowed: "a CQL literal")
    do throws(CQLError) { command.values.append(try CQLLiteral(text)) } catch {
      throw UsageError("--bind, value \(command.values.count + 1): \(error.message)")
    }
  }

  private mutating func readPaging(_ option: String, _ reader: inout OptionReader) throws(UsageError) {
    switch option {
    case "--page-size": command.pageSize = PageSize(try reader.integer(of: option, in: PageSize.bounds))
    case "--target-page-bytes": command.targetPageBytes = try reader.integer(of: option, in: 1...Int(Int32.max))
    case "--prefetch": command.prefetch = try reader.integer(of: option, in: 0...1000)
    case "--limit": command.rowLimit = try reader.integer(of: option, in: 1...Int.max)
    default: command.pageLimit = try reader.integer(of: option, in: 1...Int.max)
    }
  }

  private mutating func readNumberedPage(_ option: String, _ reader: inout OptionReader) throws(UsageError) {
    // Below 2^31 both, so that their product is a number of rows.
    let number = try reader.integer(of: option, in: 1...Int(Int32.max))
    switch option {
    case "--page-number": pageNumber = number
    case "--rows-per-page": rowsPerPage = number
    default: maximumPage = number
    }
  }

  private mutating func readPosition(_ option: String, _ reader: inout OptionReader) throws(UsageError) {
    switch option {
    case "--resume": command.resume = try reader.value(of: option, allowed: "the cursor of an earlier run")
    case "--cursor-key-file": command.cursorKeyFile = try reader.text(of: option, "a file's path")
    default: command.cursorLifetime = try reader.integer(of: option, in: 1...1_000_000_000)
    }
  }

  /// What can be said only when every option has been read.
  private mutating func finish(_ environment: [String: String]) throws(UsageError) {
    command.server = try server.finish(environment)
    if let statement {
      command.statement = statement
    } else if !command.server.contactPoints.isEmpty || !command.values.isEmpty {
      throw UsageError("a query is missing: cqlpage \"SELECT …\" [options]")
    }
    command.numberedPage = try numberedPage()
  }

  private func numberedPage() throws(UsageError) -> NumberedPage? {
    guard let pageNumber, let rowsPerPage else {
      if pageNumber == nil && rowsPerPage == nil && maximumPage == nil { return nil }
      throw UsageError("a page by its number needs both --page-number N and --rows-per-page M")
    }
    let others = [
      ("--limit", command.rowLimit != nil), ("--pages", command.pageLimit != nil),
      ("--resume", command.resume != nil),
    ]
    if let (other, _) = others.first(where: \.1) {
      throw UsageError("--page-number counts from the first row to one whole page: leave \(other) out")
    }
    let page = NumberedPage(
      number: pageNumber, rowsPerPage: rowsPerPage, maximum: maximumPage ?? NumberedPage.defaultMaximum)
    // Of no rows there is nothing to read: what is left is the pager's guard.
    do throws(CQLError) { _ = try page.pager.page(pageNumber, of: EmptyCollection<Never>()) } catch {
      throw UsageError(
        "--page-number \(pageNumber) is beyond --max-page \(page.maximum): all rows before it would be read; "
          + "allow it with --max-page \(pageNumber), or go page by page with --pages 1 and --resume")
    }
    return page
  }
}
