/// A Swift type that can be read from a cell.
///
/// Integers, floating-point numbers, `Bool`, `String`, `[UInt8]`, `UUID`, `Date`, `Data`, `Decimal`, the `CQL…` value
/// types, arrays, sets, dictionaries and optionals of these conform. For a type of your own, write `init(decoding:)`:
///
/// ```swift
/// struct EmailAddress: CQLDecodable {
///   let text: String
///   init(decoding cell: borrowing CQLCell) throws(CQLError) { text = try String(decoding: cell) }
/// }
/// ```
///
/// `SendableMetatype`: rows are read wherever the iteration runs, so a conformance cannot belong to one actor.
public protocol CQLDecodable: SendableMetatype {
  /// Reads the value of one cell, wherever it stands: in a row, a collection or a tuple.
  ///
  /// - Throws: ``CQLCell/mismatch(_:)`` where the cell's type has no meaning for this type, and
  ///   ``CQLCell/malformed(_:expected:)`` where its bytes have none, null included.
  init(decoding cell: borrowing CQLCell) throws(CQLError)

  /// Reads the next cell of a row. The default calls `init(decoding:)` and adds the column's name to errors; types
  /// read in the innermost loops have their own.
  ///
  /// - Throws: as `init(decoding:)`; `.unknownColumn` behind the last column.
  static func decode(from cursor: inout CellCursor) throws(CQLError) -> Self
}

extension CQLDecodable {
  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> Self {
    try cursor.decodeCell(Self.self)
  }
}

/// Null reads as nil.
extension Optional: CQLDecodable where Wrapped: CQLDecodable {
  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    self = cell.isNull ? nil : try Wrapped(decoding: cell)
  }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> Self {
    if cursor.consumeNull() { return nil }
    return try Wrapped.decode(from: &cursor)
  }
}
