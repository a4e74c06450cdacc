/// A Swift type that can be bound to a statement's marker.
///
/// The same types that conform to ``CQLDecodable`` conform. A value is encoded as the type that the server asks for:
/// an `Int` for an `int` column becomes 4 bytes, or an error when it does not fit.
public protocol CQLEncodable: Sendable {
  /// The type to encode as where the server has not said one, because the statement is not prepared. The server does
  /// not check it: an `Int` (a `bigint`) bound to an `int` column of such a statement is refused or misread.
  var naturalType: CQLType { get }

  /// Writes the value's bytes, without a length in front.
  ///
  /// - Throws: `.valueDoesNotFit` where `type` cannot hold the value, `.typeMismatch` where it has no meaning for it.
  func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError)
}

extension CQLEncodable {
  /// The error for a value that has no meaning for `type`. It names the types, never the value.
  public func mismatch(_ type: CQLType) -> CQLError {
    CQLError(.typeMismatch, "a \(Self.self) cannot be bound to a \(type)")
  }

  /// The error for a value that is outside what `type` can hold. It names the types, never the value.
  public func doesNotFit(_ type: CQLType, _ reason: String) -> CQLError {
    CQLError(.valueDoesNotFit, "the \(Self.self) does not fit a \(type): \(reason)")
  }
}

/// nil binds null.
extension Optional: CQLEncodable where Wrapped: CQLEncodable {
  public var naturalType: CQLType { self?.naturalType ?? .blob }

  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    guard let self else { return writer.writeNull() }
    try self.encode(as: type, into: &writer)
  }
}
