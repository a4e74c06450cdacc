import CQLPaging
import Foundation

// A literal gets its meaning from the type that the server wants for it.
extension CQLTerm: CQLEncodable {
  /// Used only where the server has said no type, which it always has for a prepared statement.
  var naturalType: CQLType {
    switch self {
    case .bare, .quoted: .text
    case .list(let elements): .list(elements.first?.naturalType ?? .text)
    case .set(let elements): .set(elements.first?.naturalType ?? .text)
    case .map(let entries):
      .map(key: entries.first?.key.naturalType ?? .text, value: entries.first?.value.naturalType ?? .text)
    case .tuple(let elements): .tuple(elements.map(\.naturalType))
    }
  }

  func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    switch self {
    case .bare(let word) where word.lowercased() == "null": writer.writeNull()
    case .bare(let text): try Self.encode(text, isQuoted: false, as: type, into: &writer)
    case .quoted(let text): try Self.encode(text, isQuoted: true, as: type, into: &writer)
    case .list(let elements): try Self.encodeList(elements, as: type, into: &writer)
    case .set(let elements): try Self.encodeSet(elements, as: type, into: &writer)
    case .map(let entries): try Self.encodeMap(entries, as: type, into: &writer)
    case .tuple(let elements): try Self.encodeTuple(elements, as: type, into: &writer)
    }
  }

  /// A literal of another kind than the type's; the value is not shown.
  private static func noLiteral(of type: CQLType, _ example: String) -> CQLError {
    CQLError(.wrongValues, "a bound value is no \(type): write one such as \(example)")
  }
}

// Without parts.
extension CQLTerm {
  private static func encode(
    _ text: String, isQuoted: Bool, as type: CQLType, into writer: inout CellWriter
  ) throws(CQLError) {
    switch type {
    case .text, .ascii: return try text.encode(as: type, into: &writer)
    case .timestamp: return try CQLMoment.timestamp(text).encode(as: type, into: &writer)
    case .date: return try CQLMoment.date(text).encode(as: type, into: &writer)
    case .time: return try CQLMoment.time(text).encode(as: type, into: &writer)
    case .inet: return try CQLInet(text).encode(as: type, into: &writer)
    case .uuid, .timeuuid:
      guard let uuid = UUID(uuidString: text) else {
        throw noLiteral(of: type, "123e4567-e89b-12d3-a456-426614174000")
      }
      return try uuid.encode(as: type, into: &writer)
    default:
      guard !isQuoted else { throw noLiteral(of: type, example(of: type)) }
      try encodeBare(text, as: type, into: &writer)
    }
  }

  private static func encodeBare(_ text: String, as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    switch type {
    case .tinyint, .smallint, .int, .bigint, .counter:
      guard let number = Int64(text) else { throw noLiteral(of: type, example(of: type)) }
      try number.encode(as: type, into: &writer)
    case .varint: try CQLVarint(text).encode(as: type, into: &writer)
    case .decimal: try CQLDecimal(text).encode(as: type, into: &writer)
    case .duration: try CQLDuration(text).encode(as: type, into: &writer)
    case .float:
      guard let number = Float(text) else { throw noLiteral(of: type, example(of: type)) }
      try number.encode(as: type, into: &writer)
    case .double:
      guard let number = Double(text) else { throw noLiteral(of: type, example(of: type)) }
      try number.encode(as: type, into: &writer)
    case .boolean:
      guard let value = Bool(text.lowercased()) else { throw noLiteral(of: type, example(of: type)) }
      try value.encode(as: type, into: &writer)
    case .blob, .custom:
      guard text.lowercased().hasPrefix("0x") else { throw noLiteral(of: type, example(of: type)) }
      try Hexadecimal.decode(text.dropFirst(2)).encode(as: type, into: &writer)
    default: throw noLiteral(of: type, example(of: type))
    }
  }

  private static func example(of type: CQLType) -> String {
    switch type {
    case .boolean: "true"
    case .blob, .custom: "0xcafe"
    case .double, .float, .decimal: "1.5"
    case .duration: "1h30m"
    case .list, .vector: "[1, 2]"
    case .set: "{1, 2}"
    case .map: "{'key': 1}"
    case .tuple: "(1, 'x')"
    case .udt: "{field: 1}"
    default: "42"
    }
  }
}

// With parts.
extension CQLTerm {
  private static func encodeList(
    _ elements: [CQLTerm], as type: CQLType, into writer: inout CellWriter
  ) throws(CQLError) {
    switch type {
    case .list, .vector: try elements.encode(as: type, into: &writer)
    default: throw noLiteral(of: type, example(of: type))
    }
  }

  /// `{}` is an empty map as well.
  private static func encodeSet(_ elements: [CQLTerm], as type: CQLType, into writer: inout CellWriter) throws(CQLError)
  {
    switch type {
    case .set: try elements.encode(as: type, into: &writer)
    case .map where elements.isEmpty, .udt where elements.isEmpty: try encodeMap([], as: type, into: &writer)
    default: throw noLiteral(of: type, example(of: type))
    }
  }

  private static func encodeMap(_ entries: [Entry], as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    switch type {
    case .map(let key, let value):
      writer.write(Int32(clamping: entries.count))
      for entry in entries {
        try writer.writeCell(entry.key, as: key)
        try writer.writeCell(entry.value, as: value)
      }
    case .udt(let type): try encodeFields(entries, of: type, into: &writer)
    default: throw noLiteral(of: type, example(of: type))
    }
  }

  /// A user-defined type's fields, in the type's order; those that are not named are null.
  private static func encodeFields(
    _ entries: [Entry], of type: UserDefinedType, into writer: inout CellWriter
  ) throws(CQLError) {
    var values: [String: CQLTerm] = [:]
    for entry in entries {
      guard case .bare(let word) = entry.key else {
        throw CQLError(.wrongValues, "the fields of a \(type.name) are named without quotes, as in {field: 1}")
      }
      let name = word.hasPrefix("\"") ? String(word.dropFirst().dropLast()) : word.lowercased()
      guard type.fields.contains(where: { $0.name == name }) else {
        throw CQLError(
          .wrongValues,
          "the type \(type.name) has no field \"\(name)\"; it has \(type.fields.map(\.name).joined(separator: ", "))")
      }
      values[name] = entry.value
    }
    for field in type.fields { try writer.writeCell(values[field.name], as: field.type) }
  }

  private static func encodeTuple(
    _ elements: [CQLTerm], as type: CQLType, into writer: inout CellWriter
  ) throws(CQLError) {
    guard case .tuple(let types) = type else { throw noLiteral(of: type, example(of: type)) }
    guard elements.count == types.count else {
      throw CQLError(.wrongValues, "a bound tuple has \(elements.count) elements, and a \(type) has \(types.count)")
    }
    for (element, type) in zip(elements, types) { try writer.writeCell(element, as: type) }
  }
}
