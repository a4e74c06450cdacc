extension CursorKeys {
  /// Reads keys from the text of a file or of an environment variable: one a line, the newest first, in hexadecimal
  /// digits or base64 (either alphabet, padding or not). Blank lines, and lines that begin with `#`, are passed over.
  ///
  /// A line that is hexadecimal digits and nothing else is read as such.
  ///
  /// - Throws: `.invalidConfiguration`, which names the line and never what is in it.
  public init(text: some StringProtocol) throws(CQLError) {
    var keys: [[UInt8]] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let line = line.trimmed
      if line.isEmpty || line.first == "#" { continue }
      do throws(CQLError) { keys.append(try Self.key(line)) } catch {
        throw CQLError(.invalidConfiguration, "line \(index + 1): a cursor key is hexadecimal digits or base64")
      }
      guard keys.last.map(\.count) ?? 0 >= Self.minimumKeyLength else {
        throw CQLError(
          .invalidConfiguration, "line \(index + 1): a cursor key needs \(Self.minimumKeyLength) bytes or more")
      }
    }
    try self.init(keys)
  }

  private static func key(_ line: some StringProtocol) throws(CQLError) -> [UInt8] {
    if let bytes = try? Hexadecimal.decode(line) { return bytes }
    var letters = line.utf8.map { letter in
      switch letter {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      default: letter
      }
    }
    while letters.last == UInt8(ascii: "="), letters.count % 4 == 0 || letters.count % 4 == 3 { letters.removeLast() }
    return try Base64URL.decode(String(decoding: letters, as: UTF8.self))
  }
}

extension StringProtocol {
  /// Without the spaces at both ends.
  fileprivate var trimmed: SubSequence {
    let front = drop(while: \.isWhitespace)
    guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return front }
    return front[...last]
  }
}
