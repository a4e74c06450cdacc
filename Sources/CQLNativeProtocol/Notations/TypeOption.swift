package import CQLPaging

// The `[option]` that describes a type: protocol v4, section 4.2.5.2.

private enum OptionID {
  static let custom: UInt16 = 0x0000
  static let list: UInt16 = 0x0020
  static let map: UInt16 = 0x0021
  static let set: UInt16 = 0x0022
  static let udt: UInt16 = 0x0030
  static let tuple: UInt16 = 0x0031

  /// The types without parameters.
  static let scalars: [UInt16: CQLType] = [
    0x0001: .ascii, 0x0002: .bigint, 0x0003: .blob, 0x0004: .boolean, 0x0005: .counter, 0x0006: .decimal,
    0x0007: .double, 0x0008: .float, 0x0009: .int, 0x000B: .timestamp, 0x000C: .uuid, 0x000D: .text, 0x000E: .varint,
    0x000F: .timeuuid, 0x0010: .inet, 0x0011: .date, 0x0012: .time, 0x0013: .smallint, 0x0014: .tinyint,
  ]
  static let ids = Dictionary(uniqueKeysWithValues: scalars.map { ($1.kind, $0) })
}

extension FrameReader {
  /// A type. Custom ones whose class this library knows (`duration`, `vector`) become what they are.
  ///
  /// - Throws: `.malformedFrame`, also for an unknown option, whose end nobody knows, and for types that nest deeper
  ///   than `CQLType.maximumDepth`.
  package mutating func readOption(_ what: @autoclosure () -> String) throws(CQLError) -> CQLType {
    try readOption(what(), depth: 1)
  }

  private mutating func readOption(_ what: @autoclosure () -> String, depth: Int) throws(CQLError) -> CQLType {
    guard depth <= CQLType.maximumDepth else {
      throw malformed(what(), "it nests deeper than \(CQLType.maximumDepth) types")
    }
    try countPart(what())
    let id = try readShort(what())
    if let scalar = OptionID.scalars[id] { return scalar }
    switch id {
    case OptionID.custom:
      return CQLType(className: try readString(what()), depth: depth)
    case OptionID.list:
      return .list(try readOption(what(), depth: depth + 1))
    case OptionID.set:
      return .set(try readOption(what(), depth: depth + 1))
    case OptionID.map:
      let key = try readOption(what(), depth: depth + 1)
      return .map(key: key, value: try readOption(what(), depth: depth + 1))
    case OptionID.tuple:
      let count = try readCount(width: 2, what())
      var elements: [CQLType] = []
      elements.reserveCapacity(count)
      for _ in 0..<count { elements.append(try readOption(what(), depth: depth + 1)) }
      return .tuple(elements)
    case OptionID.udt:
      return .udt(try readUserDefinedType(what(), depth: depth))
    default:
      throw malformed(what(), "option \(id) is no type of protocol v4")
    }
  }

  private mutating func readUserDefinedType(
    _ what: @autoclosure () -> String, depth: Int
  ) throws(CQLError) -> UserDefinedType {
    let keyspace = try readString(what())
    let name = try readString(what())
    let count = try readCount(width: 4, what())
    var fields: [UserDefinedType.Field] = []
    fields.reserveCapacity(count)
    for _ in 0..<count {
      let name = try readString(what())
      fields.append(UserDefinedType.Field(name: name, type: try readOption(what(), depth: depth + 1)))
    }
    return UserDefinedType(keyspace: keyspace, name: name, fields: fields)
  }
}

extension FrameWriter {
  /// A type; `duration` and `vector`, which v4 has no option for, as the custom types that servers make of them.
  package mutating func writeOption(_ type: CQLType) throws(CQLError) {
    switch type {
    case .list(let element):
      writeShort(OptionID.list)
      try writeOption(element)
    case .set(let element):
      writeShort(OptionID.set)
      try writeOption(element)
    case .map(let key, let value):
      writeShort(OptionID.map)
      try writeOption(key)
      try writeOption(value)
    case .tuple(let elements):
      writeShort(OptionID.tuple)
      try writeShort(count: elements.count, of: "types in a tuple")
      for element in elements { try writeOption(element) }
    case .udt(let type):
      writeShort(OptionID.udt)
      try writeString(type.keyspace)
      try writeString(type.name)
      try writeShort(count: type.fields.count, of: "fields in a type")
      for field in type.fields {
        try writeString(field.name)
        try writeOption(field.type)
      }
    default:
      if let id = OptionID.ids[type.kind] { return writeShort(id) }
      writeShort(OptionID.custom)
      try writeString(type.className)
    }
  }
}
