/// Names of keyspaces, tables and columns as CQL writes them.
package enum CQLIdentifier {
  /// Words that cannot be a name without quotes.
  private static let reserved: Set<String> = [
    "add", "allow", "alter", "and", "apply", "asc", "authorize", "batch", "begin", "by", "columnfamily", "create",
    "default", "delete", "desc", "describe", "drop", "entries", "execute", "from", "full", "grant", "if", "in", "index",
    "infinity", "insert", "into", "is", "keyspace", "limit", "materialized", "mbean", "mbeans", "modify", "nan",
    "norecursive", "not", "null", "of", "on", "or", "order", "password", "primary", "rename", "replace", "revoke",
    "schema", "select", "set", "table", "to", "token", "truncate", "unlogged", "unset", "update", "use", "using",
    "view",
    "where", "with",
  ]

  /// The name, in double quotes where it would not be taken as it is written without them.
  package static func quoted(_ name: String) -> String {
    let letters = name.utf8
    let isPlain =
      letters.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } == true
      && letters.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || $0 == UInt8(ascii: "_")
      }
    if isPlain && !reserved.contains(name) { return name }
    return "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  /// The names in a text like `keyspace.table`: without quotes in lower case, as servers take them, and exactly as
  /// written between double quotes. Nil where the text is not made of names with points between them.
  package static func parse(_ text: String) -> [String]? {
    var names: [String] = []
    var rest = Substring(text)
    while true {
      guard let name = rest.first == "\"" ? quotedName(&rest) : plainName(&rest), !name.isEmpty else { return nil }
      names.append(name)
      guard let point = rest.popFirst() else { return names }
      guard point == "." else { return nil }
    }
  }

  private static func plainName(_ rest: inout Substring) -> String? {
    let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    rest = rest.dropFirst(name.count)
    return name.lowercased()
  }

  private static func quotedName(_ rest: inout Substring) -> String? {
    var name = ""
    rest = rest.dropFirst()
    while let quote = rest.firstIndex(of: "\"") {
      name += rest[..<quote]
      rest = rest[quote...].dropFirst()
      guard rest.first == "\"" else { return name }
      name += "\""
      rest = rest.dropFirst()
    }
    return nil
  }
}
