/// Reads cells by name.
struct KeyedCells<Key: CodingKey, Cells: NamedCells>: KeyedDecodingContainerProtocol {
  let cells: Cells
  let codingPath: [any CodingKey]

  var allKeys: [Key] { cells.names.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { cells.position(of: key.stringValue) != nil }

  func decodeNil(forKey key: Key) throws -> Bool { try cells.cell(at: position(of: key)).isNull }

  func decode<Value: Decodable>(_: Value.Type, forKey key: Key) throws -> Value {
    let position = try position(of: key)
    do throws(CQLError) {
      return try cells.cell(at: position).decode(Value.self, path: codingPath + [key])
    } catch {
      throw error.at(cells.place(at: position))
    }
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

  private func position(of key: Key) throws(CQLError) -> Int {
    guard let position = cells.position(of: key.stringValue) else { throw cells.missing(key.stringValue) }
    return position
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
    CellDecoder(held: cells.cell(at: try position(of: key)), codingPath: codingPath + [key])
  }
}
