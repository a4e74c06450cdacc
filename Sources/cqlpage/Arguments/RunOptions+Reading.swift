extension RunOptions {
  static let names = ["--deadline", "--format", "--progress", "--no-progress", "--summary"]

  /// Reads an option and its value.
  ///
  /// - Returns: false where it is none of these.
  mutating func read(_ option: String, _ reader: inout OptionReader) throws(UsageError) -> Bool {
    switch option {
    case "--deadline": deadline = try reader.seconds(of: option)
    case "--format": format = try reader.choice(of: option, RowFormat.self)
    case "--summary": summary = try reader.choice(of: option, SummaryFormat.self)
    case "--progress": showsProgress = true
    case "--no-progress": showsProgress = false
    default: return false
    }
    return true
  }
}
