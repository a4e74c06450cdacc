import Foundation

/// The public types, as the sources declare them: `FakeCluster.Request.Kind`.
enum PublicTypes {
  static let modules = ["CQLPaging", "CQLSession", "CQLPagingTesting"]

  static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// All but protocols, which hold nothing.
  static func declared() throws -> Set<String> {
    var names: Set<String> = []
    for module in modules {
      let folder = repository.appending(path: "Sources/\(module)")
      let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
      while let file = files?.nextObject() as? URL {
        if file.pathExtension == "swift" {
          names.formUnion(declared(in: try String(contentsOf: file, encoding: .utf8)))
        }
      }
    }
    return names
  }

  /// Formatted sources show by their indentation what is inside what.
  static func declared(in source: String) -> Set<String> {
    var names: Set<String> = []
    var scopes: [(indentation: Int, name: String)] = []
    for line in source.split(separator: "\n") {
      guard let (words, kind, name) = declaration(in: line) else { continue }
      let indentation = line.prefix { $0 == " " }.count
      scopes.removeAll { $0.indentation >= indentation }
      scopes.append((indentation, name))
      if kind != "extension", kind != "protocol", words.contains("public") {
        names.insert(scopes.map(\.name).joined(separator: "."))
      }
    }
    return names
  }

  private static let kinds: Set<Substring> = ["struct", "class", "enum", "actor", "extension", "protocol"]
  private static let modifiers: Set<Substring> = ["public", "package", "private", "fileprivate", "final", "indirect"]

  private static func declaration(
    in line: Substring
  ) -> (modifiers: [Substring], kind: Substring, name: String)? {
    let own = line.replacing(/@\w+(\([^)]*\))?/, with: "").split(separator: " ")
    let before = own.prefix { modifiers.contains($0) }
    guard let kind = own.dropFirst(before.count).first, kinds.contains(kind),
      let name = own.dropFirst(before.count + 1).first?.prefix(while: { $0.isLetter || $0.isNumber || $0 == "." }),
      !name.isEmpty
    else { return nil }
    return (Array(before), kind, String(name))
  }
}
