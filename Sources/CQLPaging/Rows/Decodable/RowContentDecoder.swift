/// Reads a row as a `Decodable` type: by name, or its columns in their order.
struct RowContentDecoder: Decoder {
  let cells: RowCells

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy _: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(KeyedCells(cells: cells))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    UnkeyedCells(cells: (0..<cells.count).map { cells.cell(at: $0) }, codingPath: [])
  }

  /// A row of one column stands for its value.
  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    guard cells.count == 1 else {
      throw CQLError(.typeMismatch, "a single value was asked of a row that has \(cells.count) columns")
    }
    return CellDecoder(held: cells.cell(at: 0), codingPath: [])
  }
}
