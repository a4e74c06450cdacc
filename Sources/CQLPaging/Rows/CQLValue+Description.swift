import Foundation

extension CQLValue: CustomStringConvertible {
  /// The value for a person to read: numbers and times as servers print them, blobs in hexadecimal, text as it is.
  ///
  /// Errors and descriptions of statements never show it.
  public var description: String {
    switch self {
    case .null: "null"
    case .unset: "unset"
    case .empty: ""
    case .ascii(let value), .text(let value): value
    case .bigint(let value), .counter(let value): String(value)
    case .timeuuid(let value), .uuid(let value): value.uuidString.lowercased()
    case .blob(let value), .custom(let value, _): "0x" + Hexadecimal.encode(value)
    case .boolean(let value): String(value)
    case .date(let value): value.description
    case .decimal(let value): value.description
    case .double(let value): value.description
    case .duration(let value): value.description
    case .float(let value): value.description
    case .inet(let value): value.description
    case .int(let value): String(value)
    case .smallint(let value): String(value)
    case .time(let value): value.description
    case .timestamp(let value): value.description
    case .tinyint(let value): String(value)
    case .varint(let value): value.description
    case .list(let values), .vector(let values): "[\(Self.joined(values))]"
    case .set(let values): "{\(Self.joined(values))}"
    case .tuple(let values): "(\(Self.joined(values)))"
    case .map(let entries): "{\(entries.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
    case .udt(_, let fields): "{\(fields.map { "\($0.name): \($0.value)" }.joined(separator: ", "))}"
    }
  }

  private static func joined(_ values: [CQLValue]) -> String {
    values.map(\.description).joined(separator: ", ")
  }
}
