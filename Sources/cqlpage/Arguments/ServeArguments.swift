/// The options of `cqlpage serve`.
struct ServeArguments {
  static let options = [
    "--port", "--rows", "--auth", "--page-cap", "--empty-every", "--delay-ms", "--kill-after", "--seed", "--help",
  ]

  static func parse(_ words: some Sequence<String>) throws(UsageError) -> ServeCommand {
    var command = ServeCommand()
    var reader = OptionReader(words)
    while let item = try reader.next() {
      switch item {
      case .operand(let text): throw UsageError("serve takes options only, and \"\(text)\" was given")
      case .option(let name): try read(name, &reader, into: &command)
      }
    }
    return command
  }

  private static func read(
    _ option: String, _ reader: inout OptionReader, into command: inout ServeCommand
  ) throws(UsageError) {
    switch option {
    case "--port": command.port = try reader.integer(of: option, in: 0...65535)
    case "--rows": command.rows = try reader.integer(of: option, in: 0...1_000_000_000)
    case "--auth": command.credentials = try credentials(&reader)
    case "--page-cap": command.pageCap = try reader.integer(of: option, in: 1...Int(Int32.max))
    case "--empty-every": command.emptyEvery = try reader.integer(of: option, in: 1...Int(Int32.max))
    case "--delay-ms": command.delay = .milliseconds(try reader.integer(of: option, in: 0...86_400_000))
    case "--kill-after": command.killAfter = try reader.integer(of: option, in: 1...Int(Int32.max))
    case "--seed": command.seed = UInt64(try reader.integer(of: option, in: 0...Int.max))
    default: throw Arguments.unknown(option, of: "cqlpage serve", options: options)
    }
  }

  private static func credentials(_ reader: inout OptionReader) throws(UsageError) -> Credentials {
    let text = try reader.value(of: "--auth", allowed: "USER:PASSWORD")
    guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else {
      throw UsageError("--auth: use USER:PASSWORD")
    }
    return Credentials(username: String(text[..<colon]), password: .text(String(text[text.index(after: colon)...])))
  }
}
