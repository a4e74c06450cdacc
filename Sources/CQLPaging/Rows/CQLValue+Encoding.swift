extension CQLValue: CQLEncodable {
  public var naturalType: CQLType {
    switch self {
    case .null, .unset, .empty: .blob
    case .map(let entries):
      .map(key: entries.first?.key.naturalType ?? .blob, value: entries.first?.value.naturalType ?? .blob)
    case .list(let values): .list(values.first?.naturalType ?? .blob)
    case .set(let values): .set(values.first?.naturalType ?? .blob)
    case .vector(let values): .vector(values.first?.naturalType ?? .blob, dimensions: values.count)
    case .tuple(let values): .tuple(values.map(\.naturalType))
    case .udt(let name, let fields):
      .udt(
        UserDefinedType(
          keyspace: "", name: name,
          fields: fields.map { UserDefinedType.Field(name: $0.name, type: $0.value.naturalType) }))
    case .custom(_, let name): .custom(name)
    case .ascii: .ascii
    case .counter: .counter
    case .timeuuid: .timeuuid
    default: scalar?.naturalType ?? .blob
    }
  }

  /// Writes the value as the type that is asked for: integers as every integer type that has room for them, text as
  /// ascii where it is, lists as sets and the other way round, and so on, as the Swift types do.
  ///
  /// - Throws: `.valueDoesNotFit`, `.typeMismatch`; `.wrongValues` for a user-defined type's field that `type` lacks.
  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    switch self {
    case .null: writer.writeNull()
    case .unset: writer.writeUnset()
    case .empty: break
    case .list(let values), .set(let values), .vector(let values): try values.encode(as: type, into: &writer)
    case .map(let entries): try encode(entries, as: type, into: &writer)
    case .tuple(let values): try encode(tuple: values, as: type, into: &writer)
    case .udt(_, let fields): try encode(fields, as: type, into: &writer)
    case .custom(let bytes, _): try bytes.encode(as: type, into: &writer)
    default:
      guard let scalar else { throw mismatch(type) }
      try scalar.encode(as: type, into: &writer)
    }
  }

  /// The value within, of the Swift type that knows how to write it.
  private var scalar: (any CQLEncodable)? {
    switch self {
    case .ascii(let value), .text(let value): value
    case .bigint(let value), .counter(let value): value
    case .timeuuid(let value), .uuid(let value): value
    case .blob(let value): value
    case .boolean(let value): value
    case .date(let value): value
    case .decimal(let value): value
    case .double(let value): value
    case .duration(let value): value
    case .float(let value): value
    case .inet(let value): value
    case .int(let value): value
    case .smallint(let value): value
    case .time(let value): value
    case .timestamp(let value): value
    case .tinyint(let value): value
    case .varint(let value): value
    case .null, .unset, .empty, .list, .set, .map, .vector, .tuple, .udt, .custom: nil
    }
  }

  private func encode(
    _ entries: [MapEntry], as type: CQLType, into writer: inout CellWriter
  ) throws(CQLError) {
    guard case .map(let keyType, let valueType) = type else { throw mismatch(type) }
    try writer.writeCount(entries.count)
    for entry in entries {
      try writer.writeCell(entry.key, as: keyType)
      try writer.writeCell(entry.value, as: valueType)
    }
  }

  private func encode(
    tuple values: [CQLValue], as type: CQLType, into writer: inout CellWriter
  ) throws(CQLError) {
    guard case .tuple(let elements) = type else { throw mismatch(type) }
    guard values.count <= elements.count else { throw doesNotFit(type, "it has \(values.count) elements") }
    for (value, element) in zip(values, elements) { try writer.writeCell(value, as: element) }
  }

  private func encode(_ fields: [Field], as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    guard case .udt(let type) = type else { throw mismatch(type) }
    for field in fields where !type.fields.contains(where: { $0.name == field.name }) {
      throw CQLError(.wrongValues, "the type \(type.keyspace).\(type.name) has no field \"\(field.name)\"")
    }
    for field in type.fields {
      try writer.writeCell(fields.first { $0.name == field.name }?.value ?? .null, as: field.type)
    }
  }
}
