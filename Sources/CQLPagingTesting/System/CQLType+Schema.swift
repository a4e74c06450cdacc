import CQLPaging

extension CQLType {
  /// The type as the server's schema tables write it: what stands within another type is frozen.
  ///
  /// - Parameter keyspace: whose names need no keyspace in front.
  func schemaText(keyspace: String) -> String {
    func part(_ type: CQLType) -> String {
      let text = type.schemaText(keyspace: keyspace)
      return type.isCollection ? "frozen<\(text)>" : text
    }
    return switch self {
    case .list(let element): "list<\(part(element))>"
    case .set(let element): "set<\(part(element))>"
    case .map(let key, let value): "map<\(part(key)), \(part(value))>"
    // Releases before 5.0 know vectors as classes only, and so do drivers of that time.
    case .vector: "'\(className)'"
    case .tuple(let elements): "frozen<tuple<\(elements.map(part).joined(separator: ", "))>>"
    case .udt(let type): "frozen<\(Self.quoted(type.name))>"
    default: description
    }
  }

  private var isCollection: Bool {
    switch self {
    case .list, .set, .map: true
    default: false
    }
  }

  private static func quoted(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "_")
    }
    return isPlain
      ? name : "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  /// The user-defined types in it, the type itself included.
  var userDefinedTypes: [UserDefinedType] {
    switch self {
    case .list(let element), .set(let element), .vector(let element, _): element.userDefinedTypes
    case .map(let key, let value): key.userDefinedTypes + value.userDefinedTypes
    case .tuple(let elements): elements.flatMap(\.userDefinedTypes)
    case .udt(let type): type.fields.flatMap(\.type.userDefinedTypes) + [type]
    default: []
    }
  }
}
