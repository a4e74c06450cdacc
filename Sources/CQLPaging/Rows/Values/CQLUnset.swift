/// "Not set": an INSERT or UPDATE leaves the column as it is, without a tombstone (protocol v4, section 4.1.4).
///
/// ```swift
/// "UPDATE app.users SET name = \(name), email = \(CQLUnset()) WHERE id = \(id)"
/// ```
///
/// Not for a part of the primary key, and not inside a collection.
public struct CQLUnset: CQLEncodable, Hashable, CustomStringConvertible {
  /// A value that sets nothing.
  public init() {}

  public var naturalType: CQLType { .blob }

  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) { writer.writeUnset() }

  public var description: String { "unset" }
}
