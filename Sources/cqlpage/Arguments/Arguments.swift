import CQLPaging

/// The command line and the environment, read into a ``Command``. Pure: no file is opened, nothing is asked of the
/// system.
struct Arguments {
  /// - Parameters:
  ///   - words: the command line, the program's name first.
  ///   - environment: the variables that stand in for options.
  static func parse(_ words: [String], environment: [String: String] = [:]) throws(UsageError) -> Command {
    let program = words.first ?? "cqlpage"
    let words = words.dropFirst()
    switch words.first {
    case nil: return .help(.overview)
    case "help": return .help(try topic(words.dropFirst()))
    case "serve":
      if asksForHelp(words) { return .help(.serve) }
      return .serve(try ServeArguments.parse(words.dropFirst()))
    case "scan":
      if asksForHelp(words) { return .help(.scan) }
      return .scan(try ScanArguments.parse(words.dropFirst(), program: program, environment: environment))
    default:
      if asksForHelp(words) { return .help(words.count == 1 ? .overview : .query) }
      return .query(try QueryArguments.parse(words, program: program, environment: environment))
    }
  }

  private static func asksForHelp(_ words: ArraySlice<String>) -> Bool {
    words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
  }

  private static func topic(_ words: ArraySlice<String>) throws(UsageError) -> HelpTopic {
    guard let word = words.first, word != "--help", word != "-h" else { return .overview }
    guard let topic = HelpTopic(rawValue: word), words.count == 1 else {
      throw UsageError("help \(words.joined(separator: " ")): use help query, help scan or help serve")
    }
    return topic
  }

  /// The error for an option that a command does not have.
  static func unknown(_ option: String, of command: String, options: [String]) -> UsageError {
    UsageError("\(option) is no option of \(command); there are \(options.joined(separator: ", "))")
  }
}
