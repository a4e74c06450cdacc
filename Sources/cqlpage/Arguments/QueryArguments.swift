import CQLPaging
import CQLSession

/// The options of `cqlpage "SELECT …"`.
struct QueryArguments {
  private var command = QueryCommand()
  private var statement: String?
  private var pageNumber: Int?
  private var rowsPerPage: Int?
  private var maximumPage: Int?
  private var username: String?
  private var passwordFile: String?

  static let options = [
    "--host", "--username", "--password-file", "--keyspace", "--bind", "--page-size",
    "--target-page-bytes", "--prefetch", "--limit", "--pages", "--page-number", "--rows-per-page", "--max-page",
    "--resume", "--cursor-key-file", "--cursor-lifetime", "--consistency", "--timeout", "--deadline", "--format",
    "--progress", "--no-progress", "--summary", "--help",
  ]

  /// Options of the design that this version refuses by name, with what to do instead.
  private static let futureOptions = [
    "--tls": "connections are not encrypted", "--ca": "connections are not encrypted",
    "--cert": "connections are not encrypted", "--key": "connections are not encrypted",
    "--tls-name": "connections are not encrypted", "--compression": "answers are not compressed",
  ]

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
    try arguments.finish(environment.filter { !$0.value.isEmpty })
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
    switch option {
    case "--bind", "--keyspace", "--host", "--username", "--password-file":
      try readTarget(option, &reader)
    case "--page-size", "--target-page-bytes", "--prefetch", "--limit", "--pages":
      try readPaging(option, &reader)
    case "--page-number", "--rows-per-page", "--max-page":
      try readNumberedPage(option, &reader)
    case "--resume", "--cursor-key-file", "--cursor-lifetime":
      try readPosition(option, &reader)
    case "--consistency":
      command.consistency = try Self.consistency(&reader)
    case "--timeout": command.timeout = try reader.seconds(of: option)
    case "--deadline": command.deadline = try reader.seconds(of: option)
    case "--format": command.format = try reader.choice(of: option, RowFormat.self)
    case "--summary": command.summary = try reader.choice(of: option, SummaryFormat.self)
    case "--progress": command.showsProgress = true
    case "--no-progress": command.showsProgress = false
    default:
      if let instead = Self.futureOptions[option] {
        throw UsageError("\(option) is not yet in this version: \(instead)")
      }
      throw Arguments.unknown(option, of: "cqlpage", options: Self.options)
    }
  }

  private mutating func readTarget(_ option: String, _ reader: inout OptionReader) throws(UsageError) {
    switch option {
    case "--bind":
      let text = try reader.value(of: option, allowed: "a CQL literal")
      do throws(CQLError) { command.values.append(try CQLLiteral(text)) } catch {
        throw UsageError("--bind, value \(command.values.count + 1): \(error.message)")
      }
    case "--keyspace": command.keyspace = try reader.text(of: option, "a keyspace's name")
    case "--host": command.contactPoints += try Self.contactPoints(reader.text(of: option, "an address"), option)
    case "--username": username = try reader.text(of: option, "a user's name")
    default: passwordFile = try reader.text(of: option, "a file's path")
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

  private static func contactPoints(_ text: String, _ option: String) throws(UsageError) -> [ContactPoint] {
    do throws(CQLError) {
      var points: [ContactPoint] = []
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        points.append(try ContactPoint(part))
      }
      return points
    } catch {
      throw UsageError("\(option): \(error.message); several with commas between them")
    }
  }

  private static func consistency(_ reader: inout OptionReader) throws(UsageError) -> Consistency {
    let allowed =
      "one of ANY, ONE, TWO, THREE, QUORUM, ALL, LOCAL_QUORUM, EACH_QUORUM, SERIAL, LOCAL_SERIAL, LOCAL_ONE"
    let name = try reader.value(of: "--consistency", allowed: allowed)
    guard let level = Consistency(name: name) else { throw UsageError("--consistency \(name): use \(allowed)") }
    return level
  }

  /// What can be said only when every option has been read.
  private mutating func finish(_ environment: [String: String]) throws(UsageError) {
    if command.contactPoints.isEmpty, let hosts = environment["CQLPAGE_HOST"] {
      command.contactPoints = try Self.contactPoints(hosts, "CQLPAGE_HOST")
    }
    if let statement {
      command.statement = statement
    } else if !command.contactPoints.isEmpty || !command.values.isEmpty {
      throw UsageError("a query is missing: cqlpage \"SELECT …\" [options]")
    }
    command.credentials = try credentials(environment)
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

  private func credentials(_ environment: [String: String]) throws(UsageError) -> Credentials? {
    let username = username ?? environment["CQLPAGE_USERNAME"]
    let password =
      passwordFile.map(Credentials.Password.file) ?? environment["CQLPAGE_PASSWORD"].map(Credentials.Password.text)
    switch (username, password) {
    case (nil, nil): return nil
    case (let username?, let password?): return Credentials(username: username, password: password)
    case (_?, nil): throw UsageError("--username needs a password: use --password-file FILE or CQLPAGE_PASSWORD")
    case (nil, _?): throw UsageError("a password needs a user: use --username U or CQLPAGE_USERNAME")
    }
  }
}
