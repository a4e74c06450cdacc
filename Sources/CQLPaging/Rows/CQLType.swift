/// The type of a column, a bind marker, or a part of either: the `[option]` of protocol v4, section 4.2.5.2.
///
/// `duration` and `vector` have no option in v4: servers describe them as custom types with their class's name, which
/// this library reads.
public enum CQLType: Hashable, Sendable {
  case ascii, bigint, blob, boolean, counter, date, decimal, double, duration, float, inet, int, smallint
  case text, time, timestamp, timeuuid, tinyint, uuid, varint
  indirect case list(CQLType)
  indirect case set(CQLType)
  indirect case map(key: CQLType, value: CQLType)
  indirect case vector(CQLType, dimensions: Int)
  case tuple([CQLType])
  case udt(UserDefinedType)
  /// A server-side class that this library has no meaning for; its values are bytes.
  case custom(String)

  /// How deep types may nest, here and on the wire: deeper ones are refused before they cost anything.
  public static let maximumDepth = 32
}

/// A user-defined type and its fields, in the type's order.
public struct UserDefinedType: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    public let name: String
    public let type: CQLType

    public init(name: String, type: CQLType) {
      self.name = name
      self.type = type
    }
  }

  public let keyspace: String
  public let name: String
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
