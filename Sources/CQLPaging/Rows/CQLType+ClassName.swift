// The names of the server's classes, by which protocol v4 describes types that it has no option for.

private let marshalPackage = "org.apache.cassandra.db.marshal."

private let scalarClasses: [(name: String, type: CQLType)] = [
  ("AsciiType", .ascii), ("LongType", .bigint), ("BytesType", .blob), ("BooleanType", .boolean),
  ("CounterColumnType", .counter), ("SimpleDateType", .date), ("DecimalType", .decimal), ("DoubleType", .double),
  ("DurationType", .duration), ("FloatType", .float), ("InetAddressType", .inet), ("Int32Type", .int),
  ("ShortType", .smallint), ("UTF8Type", .text), ("TimeType", .time), ("TimestampType", .timestamp),
  ("TimeUUIDType", .timeuuid), ("ByteType", .tinyint), ("UUIDType", .uuid), ("IntegerType", .varint),
]

private let typesOfClasses: [String: CQLType] = {
  var types = Dictionary(uniqueKeysWithValues: scalarClasses.map { ($0.name, $0.type) })
  types["DateType"] = .timestamp  // its name before Cassandra 2.0
  return types
}()

private let classesOfKinds = Dictionary(uniqueKeysWithValues: scalarClasses.map { ($0.type.kind, $0.name) })

extension CQLType {
  /// The type that a server's class name describes; `.custom` with that name where any part of it is unknown.
  ///
  /// - Parameter depth: how deep the class stands within other types, counted from 1. Names that nest deeper than
  ///   ``maximumDepth`` stay custom.
  package init(className: String, depth: Int = 1) {
    var parser = ClassNameParser(className)
    let type = parser.type(depth: depth)
    self = if let type, parser.isAtEnd { type } else { .custom(className) }
  }

  /// The class's name as servers write it: what ``init(className:depth:)`` reads.
  package var className: String {
    switch self {
    case .custom(let name): name
    case .list(let element): "\(marshalPackage)ListType(\(element.className))"
    case .set(let element): "\(marshalPackage)SetType(\(element.className))"
    case .map(let key, let value): "\(marshalPackage)MapType(\(key.className),\(value.className))"
    case .vector(let element, let dimensions): "\(marshalPackage)VectorType(\(element.className) , \(dimensions))"
    case .tuple(let elements): "\(marshalPackage)TupleType(\(elements.map(\.className).joined(separator: ",")))"
    case .udt(let type): "\(marshalPackage)UserType(\(type.classArguments))"
    default: marshalPackage + (classesOfKinds[kind] ?? "BytesType")
    }
  }
}

extension UserDefinedType {
  fileprivate var classArguments: String {
    let fields = fields.map { "\(Hexadecimal.encode($0.name.utf8)):\($0.type.className)" }
    return ([keyspace, Hexadecimal.encode(name.utf8)] + fields).joined(separator: ",")
  }
}

/// Reads `package.Class(argument,argument)`; nil for whatever it does not understand.
private struct ClassNameParser {
  private let text: [UInt8]
  private var offset = 0

  init(_ text: String) { self.text = Array(text.utf8) }

  var isAtEnd: Bool { offset == text.count }

  mutating func type(depth: Int) -> CQLType? {
    guard depth <= CQLType.maximumDepth, let name = className() else { return nil }
    if let scalar = typesOfClasses[name] { return scalar }
    guard skip("(") else { return nil }
    let type = parameterized(name, depth: depth + 1)
    return skip(")") ? type : nil
  }

  private mutating func parameterized(_ name: String, depth: Int) -> CQLType? {
    switch name {
    case "ListType": return type(depth: depth).map { .list($0) }
    case "SetType": return type(depth: depth).map { .set($0) }
    case "MapType":
      guard let key = type(depth: depth), skip(","), let value = type(depth: depth) else { return nil }
      return .map(key: key, value: value)
    case "TupleType":
      var elements: [CQLType] = []
      repeat {
        guard let element = type(depth: depth) else { return nil }
        elements.append(element)
      } while skip(",")
      return .tuple(elements)
    case "UserType": return userDefinedType(depth: depth)
    case "VectorType": return vector(depth: depth)
    // Neither changes how values are written.
    case "FrozenType", "ReversedType": return type(depth: depth)
    default: return nil
    }
  }

  private mutating func vector(depth: Int) -> CQLType? {
    guard let element = type(depth: depth), skip(",") else { return nil }
    // At least one, so that each vector takes bytes; and no more than a value has room for.
    guard let dimensions = Int32(word()), dimensions > 0 else { return nil }
    // No overflow: elements that are vectors have been through here, and are no longer than 2^31-1 bytes.
    guard Int64(element.fixedLength ?? 1) * Int64(dimensions) <= Int64(Int32.max) else { return nil }
    return .vector(element, dimensions: Int(dimensions))
  }

  /// The keyspace as it is; the names of the type and its fields in hexadecimal digits.
  private mutating func userDefinedType(depth: Int) -> CQLType? {
    let keyspace = word()
    guard !keyspace.isEmpty, skip(","), let name = hexadecimalWord() else { return nil }
    var fields: [UserDefinedType.Field] = []
    while skip(",") {
      guard let field = hexadecimalWord(), skip(":"), let type = type(depth: depth) else { return nil }
      fields.append(UserDefinedType.Field(name: field, type: type))
    }
    return .udt(UserDefinedType(keyspace: keyspace, name: name, fields: fields))
  }

  /// The class's name without the package that all of them share; nil for classes of other packages.
  private mutating func className() -> String? {
    let name = word()
    let own = name.hasPrefix(marshalPackage) ? String(name.dropFirst(marshalPackage.count)) : name
    return own.isEmpty || own.contains(".") ? nil : own
  }

  private mutating func hexadecimalWord() -> String? {
    guard let bytes = try? Hexadecimal.decode(word()) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Everything up to white space or punctuation.
  private mutating func word() -> String {
    skipSpaces()
    let start = offset
    while offset < text.count, !" (),:".utf8.contains(text[offset]) { offset += 1 }
    return String(decoding: text[start..<offset], as: UTF8.self)
  }

  private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard offset < text.count, text[offset] == UInt8(ascii: mark) else { return false }
    offset += 1
    return true
  }

  private mutating func skipSpaces() {
    while offset < text.count, text[offset] == UInt8(ascii: " ") { offset += 1 }
  }
}
