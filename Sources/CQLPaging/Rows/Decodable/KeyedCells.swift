/// Reads cells by name.
struct KeyedCells<Key: CodingKey, Cells: NamedCells>: KeyedDecodingContainerProtocol {
  let cells: Cells
  let codingPath: [any CodingKey]

  var allKeys: [Key] { cells.names.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { cells.position(of: key.stringValue) != nil }

  func decodeNil(forKey key: Key) throws -> Bool { try cell(key) { cell, _ in cell.isNull } }

  func decode<Value: Decodable>(_: Value.Type, forKey key: Key) throws -> Value {
    try cell(key) { cell, path throws(CQLError) in try cell.decode(Value.self, path: path()) }
  }

  func decodeIfPresent<Value: Decodable>(_: Value.Type, forKey key: Key) throws -> Value? {
    guard let position = cells.position(of: key.stringValue) else { return nil }
    let cell = cells.cell(at: position)
    if cell.isNull { return nil }
    do throws(CQLError) {
      return try cell.decode(Value.self, path: codingPath + [key])
    } catch {
      throw error.at(cells.place(at: position))
    }
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try superDecoder(forKey: key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try superDecoder(forKey: key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    guard let key = Key(stringValue: "super") else { throw cells.missing("super") }
    return try superDecoder(forKey: key)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder {
    try cell(key) { cell, path in CellDecoder(held: cell, codingPath: path()) }
  }

  private func cell<Result>(
    _ key: Key, _ body: (HeldCell, () -> [any CodingKey]) throws(CQLError) -> Result
  ) throws(CQLError) -> Result {
    guard let position = cells.position(of: key.stringValue) else { throw cells.missing(key.stringValue) }
    do throws(CQLError) {
      return try body(cells.cell(at: position)) { codingPath + [key] }
    } catch {
      throw error.at(cells.place(at: position))
    }
  }
}
