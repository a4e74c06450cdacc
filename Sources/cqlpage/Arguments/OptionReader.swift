/// Walks over the words of a command line.
///
/// `--name value` and `--name=value` are the same; a value may begin with a dash; behind `--` nothing is an option.
struct OptionReader {
  enum Item: Equatable {
    case option(String)
    case operand(String)
  }

  private let words: [String]
  private var index = 0
  private var optionsEnded = false
  /// The value behind the `=` of the option that was read last.
  private var attachedValue: String?
  /// The words of what was read last: an option with its value.
  private(set) var wordsOfItem: [String] = []

  init(_ words: some Sequence<String>) { self.words = Array(words) }

  /// The next option's name (dashes included, any `=value` cut off) or operand; nil at the end.
  mutating func next() throws(UsageError) -> Item? {
    if let attachedValue {
      let option = wordsOfItem.first?.split(separator: "=").first ?? "the option"
      throw UsageError("\(option) takes no value, and \"\(attachedValue)\" was given")
    }
    guard index < words.count else { return nil }
    let word = words[index]
    index += 1
    wordsOfItem = [word]
    if optionsEnded || !word.hasPrefix("-") || word == "-" { return .operand(word) }
    if word == "--" {
      optionsEnded = true
      return try next()
    }
    guard word.hasPrefix("--"), let equals = word.firstIndex(of: "=") else { return .option(word) }
    attachedValue = String(word[word.index(after: equals)...])
    return .option(String(word[..<equals]))
  }

  /// The value of the option that was read last.
  ///
  /// - Parameter allowed: what can stand there, for the message where nothing does.
  mutating func value(of option: String, allowed: String) throws(UsageError) -> String {
    if let value = attachedValue {
      attachedValue = nil
      return value
    }
    guard index < words.count else { throw UsageError("\(option) needs a value: \(allowed)") }
    defer { index += 1 }
    wordsOfItem.append(words[index])
    return words[index]
  }
}

// Values of a kind.
extension OptionReader {
  mutating func integer(of option: String, in range: ClosedRange<Int>) throws(UsageError) -> Int {
    let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    let text = try value(of: option, allowed: allowed)
    guard let number = Int(text), range.contains(number) else {
      throw UsageError("\(option) \(text): use \(allowed)")
    }
    return number
  }

  /// A duration in seconds, fractions allowed.
  mutating func seconds(of option: String) throws(UsageError) -> Duration {
    let allowed = "seconds, more than 0 and at most 1000000, such as 2.5"
    let text = try value(of: option, allowed: allowed)
    guard text.utf8.allSatisfy({ "0123456789.".utf8.contains($0) }), let number = Double(text), number > 0,
      number <= 1_000_000
    else { throw UsageError("\(option) \(text): use \(allowed)") }
    return .seconds(number)
  }

  mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
    of option: String, _: Choice.Type
  ) throws(UsageError) -> Choice {
    let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    let text = try value(of: option, allowed: allowed)
    guard let choice = Choice(rawValue: text) else { throw UsageError("\(option) \(text): use one of \(allowed)") }
    return choice
  }

  /// Text of at least one character.
  mutating func text(of option: String, _ allowed: String) throws(UsageError) -> String {
    let text = try value(of: option, allowed: allowed)
    guard !text.isEmpty else { throw UsageError("\(option) is empty: \(allowed) is needed") }
    return text
  }
}
