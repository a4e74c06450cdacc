import Foundation

/// A cell that can be kept, as `Decoder`s must be: it keeps its page alive.
struct HeldCell {
  /// Keeps the bytes alive.
  let row: RowCells
  let start: UnsafeRawPointer
  let length: Int
  let type: CQLType

  /// The cell; to be used while the held one lives.
  var cell: CQLCell { CQLCell(start: start, length: length, type: type, page: row.page) }

  var isNull: Bool { length < 0 }

  /// A null of this type in the cell's place: a part that it does not have.
  func absent(_ type: CQLType) -> HeldCell { HeldCell(row: row, start: start, length: -1, type: type) }

  /// The cell's parts, with nulls behind them where a tuple has fewer than `types`.
  func parts(paddedWith types: [CQLType] = []) throws(CQLError) -> [HeldCell] {
    guard !isNull else { throw cell.malformed([CQLValue].self, expected: "parts") }
    var parts: [HeldCell] = []
    try cell.forEachPart { part throws(CQLError) in
      parts.append(HeldCell(row: row, start: part.start, length: part.length, type: part.type))
    }
    if parts.count < types.count {
      try row.countAbsentParts(types.count - parts.count)
      parts += types[parts.count...].map(absent)
    }
    return parts
  }

  /// Reads the types that can be read from a cell as themselves, and others through a decoder.
  func decode<Value: Decodable>(
    _: Value.Type, path: @autoclosure () -> [any CodingKey]
  ) throws(CQLError) -> Value {
    // Comparing pointers is much faster than a cast.
    if Value.self == UUID.self { return same(try UUID(decoding: cell), as: Value.self) }
    if Value.self == Date.self { return same(try Date(decoding: cell), as: Value.self) }
    if Value.self == URL.self { return same(try url(), as: Value.self) }
    if let type = Value.self as? any CQLDecodable.Type, let value = try type.init(decoding: cell) as? Value {
      return value
    }
    do {
      return try Value(from: CellDecoder(held: self, codingPath: path()))
    } catch {
      throw CQLError(decoding: Value.self, error)
    }
  }

  private func url() throws(CQLError) -> URL {
    guard let url = URL(string: try String(decoding: cell)) else {
      throw CQLError(.malformedValue, "the \(type) is no URL")
    }
    return url
  }
}

/// Reads what structs are mostly made of, beside the types that the standard library asks for by name; nil for others.
func readKnown<Value>(_: Value.Type, at position: Int, of cells: any NamedCells) throws(CQLError) -> Value? {
  if Value.self == UUID.self { return same(try read(UUID.self, at: position, of: cells), as: Value.self) }
  if Value.self == Date.self { return same(try read(Date.self, at: position, of: cells), as: Value.self) }
  if Value.self == CQLTimestamp.self {
    return same(try read(CQLTimestamp.self, at: position, of: cells), as: Value.self)
  }
  if Value.self == CQLText.self { return same(try read(CQLText.self, at: position, of: cells), as: Value.self) }
  return nil
}

/// The value as the type that it is known to have.
private func same<Known, Value>(_ value: Known, as _: Value.Type) -> Value {
  precondition(Known.self == Value.self)
  return unsafeBitCast(value, to: Value.self)
}

extension CQLError {
  /// What `init(from:)` of a `Decodable` type threw: an error of this library as it is, and others as the cause of one,
  /// because their descriptions can hold values.
  init<Value>(decoding _: Value.Type, _ error: any Error) {
    self = error as? CQLError ?? CQLError(.malformedValue, "\(Value.self) refused what was read", cause: error)
  }
}
