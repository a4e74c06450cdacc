/// A command as it was called, and the one that goes on from where it ended.
struct CalledCommand: Equatable, Sendable {
  var program = "cqlpage"
  /// Every argument, without what ``resuming(at:rowsLeft:)`` sets anew.
  var arguments: [String] = []

  /// Options that say where to begin and how far to go: a later run has its own.
  static let replacedOptions: Set<String> = [
    "--resume", "--limit", "--page-number", "--rows-per-page", "--max-page",
  ]

  /// A line for a shell that prints what follows.
  ///
  /// - Parameters:
  ///   - cursor: what ``CursorTexts`` makes of a cursor.
  ///   - rowLimit: the `--limit` of the next run, where there is one.
  func resuming(at cursor: String, rowLimit: Int?) -> String {
    var words: [String] = []
    if let rowLimit { words += ["--limit", String(rowLimit)] }
    words += ["--resume", cursor]
    return line(words)
  }

  /// A line for a shell that calls the same again: what has changed stands in a file.
  var again: String { line([]) }

  private func line(_ more: [String]) -> String {
    ([program] + arguments + more).map(Self.quoted).joined(separator: " ")
  }

  /// A word as a POSIX shell reads it back.
  static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: "-_./:,=@%+".utf8.contains(byte)
      }
    }
    if isPlain && !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
