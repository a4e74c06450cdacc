public import Foundation

/// A value of any CQL type, for columns whose type is known only when the program runs, and for tuples and user-defined
/// types, which have no Swift type of their own here.
///
/// Every cell can be read as one, and every one can be bound where the column's type has room for it.
public enum CQLValue: Hashable, Sendable {
  /// No value.
  case null
  /// "Not set": see ``CQLUnset``. Only to be bound; no cell reads as it.
  case unset
  /// A value of 0 bytes of a type that is neither text nor blob, which servers keep for old times' sake (protocol v4,
  /// section 6).
  case empty

  // One case for each type; CQLType says what each holds.

  case ascii(String)
  case bigint(Int64)
  case blob([UInt8])
  case boolean(Bool)
  case counter(Int64)
  case date(CQLDate)
  case decimal(CQLDecimal)
  case double(Double)
  case duration(CQLDuration)
  case float(Float)
  case inet(CQLInet)
  case int(Int32)
  case smallint(Int16)
  case text(String)
  case time(CQLTime)
  case timestamp(CQLTimestamp)
  case timeuuid(UUID)
  case tinyint(Int8)
  case uuid(UUID)
  case varint(CQLVarint)

  case list([CQLValue])
  /// A set's elements, in the order in which the server sorts them.
  case set([CQLValue])
  /// A map's entries, in the order in which the server sorts them.
  case map([MapEntry])
  case vector([CQLValue])
  /// A tuple's elements. What is read has as many as the type; those that were not written are null.
  case tuple([CQLValue])
  /// A user-defined type's name, without its keyspace, and its fields. What is read has all the type's fields, in its
  /// order; those that were not written are null.
  case udt(name: String, fields: [Field])
  /// The bytes of a type that this library has no meaning for.
  case custom([UInt8], className: String)

  /// A map's key and its value.
  public struct MapEntry: Hashable, Sendable {
    public var key: CQLValue
    public var value: CQLValue

    public init(key: CQLValue, value: CQLValue) {
      self.key = key
      self.value = value
    }
  }

  /// A field of a user-defined type and its value.
  public struct Field: Hashable, Sendable {
    public var name: String
    public var value: CQLValue

    public init(name: String, value: CQLValue) {
      self.name = name
      self.value = value
    }
  }
}

extension CQLValue {
  /// Whether there is no value. An empty text is one.
  public var isNull: Bool { self == .null }

  /// The value of a user-defined type's field; nil for other values, and where there is no such field.
  public subscript(field name: String) -> CQLValue? {
    guard case .udt(_, let fields) = self else { return nil }
    return fields.first { $0.name == name }?.value
  }

  /// The value at a position in a tuple, list, set or vector; nil for other values, and where there is none.
  public subscript(position: Int) -> CQLValue? {
    switch self {
    case .tuple(let values), .list(let values), .set(let values), .vector(let values):
      values.indices.contains(position) ? values[position] : nil
    default: nil
    }
  }
}
