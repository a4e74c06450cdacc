/// The type of a column, a bind marker, or a part of either: the `[option]` of protocol v4, section 4.2.5.2.
///
/// `duration` and `vector` have no option in v4: servers describe them as custom types with their class's name, which
/// this library reads.
public enum CQLType: Hashable, Sendable {
  /// Text of ASCII characters.
  case ascii
  /// An integer of 64 bits.
  case bigint
  /// Bytes.
  case blob
  /// True or false.
  case boolean
  /// An integer of 64 bits that is counted up and down, never set.
  case counter
  /// A day: ``CQLDate``.
  case date
  /// A decimal number of any size: ``CQLDecimal``.
  case decimal
  /// A floating-point number of 64 bits.
  case double
  /// Months, days and nanoseconds: ``CQLDuration``.
  case duration
  /// A floating-point number of 32 bits.
  case float
  /// An IPv4 or IPv6 address: ``CQLInet``.
  case inet
  /// An integer of 32 bits.
  case int
  /// An integer of 16 bits.
  case smallint
  /// Text in UTF-8; CQL also calls it `varchar`.
  case text
  /// A time of the day, to the nanosecond: ``CQLTime``.
  case time
  /// A point in time, to the millisecond: ``CQLTimestamp``.
  case timestamp
  /// A UUID of version 1, which holds a time.
  case timeuuid
  /// An integer of 8 bits.
  case tinyint
  /// A UUID.
  case uuid
  /// An integer of any size: ``CQLVarint``.
  case varint
  /// Values in an order of their own.
  indirect case list(CQLType)
  /// Values, each once.
  indirect case set(CQLType)
  /// Keys, each once, with their values.
  indirect case map(key: CQLType, value: CQLType)
  /// As many values as the type has dimensions; none is null.
  indirect case vector(CQLType, dimensions: Int)
  /// Values of these types, each of which can be null.
  case tuple([CQLType])
  /// A type made with CREATE TYPE.
  case udt(UserDefinedType)
  /// A server-side class that this library has no meaning for; its values are bytes.
  case custom(String)

  /// How deep types may nest, here and on the wire: deeper ones are refused before they cost anything.
  public static let maximumDepth = 32
}

/// A user-defined type and its fields, in the type's order.
public struct UserDefinedType: Hashable, Sendable {
  /// A field's name and type.
  public struct Field: Hashable, Sendable {
    /// The field's name, exactly as the server spells it.
    public let name: String
    /// The type of its values.
    public let type: CQLType

    public init(name: String, type: CQLType) {
      self.name = name
      self.type = type
    }
  }

  /// The keyspace that the type belongs to.
  public let keyspace: String
  /// The type's name, exactly as the server spells it.
  public let name: String
  /// The fields, in the type's order.
  public let fields: [Field]

  public init(keyspace: String, name: String, fields: [Field]) {
    self.keyspace = keyspace
    self.name = name
    self.fields = fields
  }
}

extension CQLType {
  /// The type without its parameters, a byte wide, so that a decoder can compare it once per cell.
  @usableFromInline
  package enum Kind: UInt8, Sendable {
    case ascii, bigint, blob, boolean, counter, date, decimal, double, duration, float, inet, int, smallint
    case text, time, timestamp, timeuuid, tinyint, uuid, varint
    case list, set, map, vector, tuple, udt, custom

    /// The kind as the byte that it is. To compare kinds themselves is a call, as far as the compiler knows, which could
    /// let go of anything.
    @inlinable var byte: UInt8 { unsafeBitCast(self, to: UInt8.self) }
  }

  package var kind: Kind {
    switch self {
    case .ascii: .ascii
    case .bigint: .bigint
    case .blob: .blob
    case .boolean: .boolean
    case .counter: .counter
    case .date: .date
    case .decimal: .decimal
    case .double: .double
    case .duration: .duration
    case .float: .float
    case .inet: .inet
    case .int: .int
    case .smallint: .smallint
    case .text: .text
    case .time: .time
    case .timestamp: .timestamp
    case .timeuuid: .timeuuid
    case .tinyint: .tinyint
    case .uuid: .uuid
    case .varint: .varint
    case .list: .list
    case .set: .set
    case .map: .map
    case .vector: .vector
    case .tuple: .tuple
    case .udt: .udt
    case .custom: .custom
    }
  }
}

extension CQLType: CustomStringConvertible {
  /// The type as CQL writes it: `map<text, list<int>>`.
  public var description: String {
    switch self {
    case .list(let element): "list<\(element)>"
    case .set(let element): "set<\(element)>"
    case .map(let key, let value): "map<\(key), \(value)>"
    case .vector(let element, let dimensions): "vector<\(element), \(dimensions)>"
    case .tuple(let elements): "tuple<\(elements.map(\.description).joined(separator: ", "))>"
    case .udt(let type): "\(type.keyspace).\(type.name)"
    case .custom(let name): "'\(name)'"
    default: "\(kind)"
    }
  }
}
