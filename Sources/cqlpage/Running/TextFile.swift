import Foundation

/// Small files that options name, pipes included: `--password-file <(…)`.
enum TextFile {
  private static let maximumLength = 1 << 20

  /// - Throws: a ``UsageError`` that names the option and the file, and nothing of what is in it.
  static func read(_ path: String, of option: String) throws(UsageError) -> String {
    let content: Data?
    do {
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? file.close() }
      content = try file.read(upToCount: maximumLength + 1)
    } catch {
      throw UsageError("\(option) \(path): the file cannot be read")
    }
    let bytes = content ?? Data()
    guard bytes.count <= maximumLength, let text = String(bytes: bytes, encoding: .utf8) else {
      throw UsageError("\(option) \(path): this is no text of at most \(maximumLength) bytes")
    }
    return text
  }
}
