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

// What the standard library asks for type by type; without these each would be looked up as any `Decodable` is.
extension KeyedCells {
  func decode(_: Bool.Type, forKey key: Key) throws -> Bool { try read(key) }
  func decode(_: String.Type, forKey key: Key) throws -> String { try read(key) }
  func decode(_: Double.Type, forKey key: Key) throws -> Double { try read(key) }
  func decode(_: Float.Type, forKey key: Key) throws -> Float { try read(key) }
  func decode(_: Int.Type, forKey key: Key) throws -> Int { try read(key) }
  func decode(_: Int8.Type, forKey key: Key) throws -> Int8 { try read(key) }
  func decode(_: Int16.Type, forKey key: Key) throws -> Int16 { try read(key) }
  func decode(_: Int32.Type, forKey key: Key) throws -> Int32 { try read(key) }
  func decode(_: Int64.Type, forKey key: Key) throws -> Int64 { try read(key) }
  func decode(_: UInt.Type, forKey key: Key) throws -> UInt { try read(key) }
  func decode(_: UInt8.Type, forKey key: Key) throws -> UInt8 { try read(key) }
  func decode(_: UInt16.Type, forKey key: Key) throws -> UInt16 { try read(key) }
  func decode(_: UInt32.Type, forKey key: Key) throws -> UInt32 { try read(key) }
  func decode(_: UInt64.Type, forKey key: Key) throws -> UInt64 { try read(key) }

  func decodeIfPresent(_: Bool.Type, forKey key: Key) throws -> Bool? { try readIfPresent(key) }
  func decodeIfPresent(_: String.Type, forKey key: Key) throws -> String? { try readIfPresent(key) }
  func decodeIfPresent(_: Double.Type, forKey key: Key) throws -> Double? { try readIfPresent(key) }
  func decodeIfPresent(_: Float.Type, forKey key: Key) throws -> Float? { try readIfPresent(key) }
  func decodeIfPresent(_: Int.Type, forKey key: Key) throws -> Int? { try readIfPresent(key) }
  func decodeIfPresent(_: Int8.Type, forKey key: Key) throws -> Int8? { try readIfPresent(key) }
  func decodeIfPresent(_: Int16.Type, forKey key: Key) throws -> Int16? { try readIfPresent(key) }
  func decodeIfPresent(_: Int32.Type, forKey key: Key) throws -> Int32? { try readIfPresent(key) }
  func decodeIfPresent(_: Int64.Type, forKey key: Key) throws -> Int64? { try readIfPresent(key) }
  func decodeIfPresent(_: UInt.Type, forKey key: Key) throws -> UInt? { try readIfPresent(key) }
  func decodeIfPresent(_: UInt8.Type, forKey key: Key) throws -> UInt8? { try readIfPresent(key) }
  func decodeIfPresent(_: UInt16.Type, forKey key: Key) throws -> UInt16? { try readIfPresent(key) }
  func decodeIfPresent(_: UInt32.Type, forKey key: Key) throws -> UInt32? { try readIfPresent(key) }
  func decodeIfPresent(_: UInt64.Type, forKey key: Key) throws -> UInt64? { try readIfPresent(key) }

  private func read<Value: CQLDecodable>(_ key: Key) throws(CQLError) -> Value {
    let position = try position(of: key)
    do throws(CQLError) {
      return try cells.read(Value.self, at: position)
    } catch {
      throw error.at(cells.place(at: position))
    }
  }

  private func readIfPresent<Value: CQLDecodable>(_ key: Key) throws(CQLError) -> Value? {
    guard let position = cells.position(of: key.stringValue) else { return nil }
    do throws(CQLError) {
      return try cells.read(Value?.self, at: position)
    } catch {
      throw error.at(cells.place(at: position))
    }
  }
}
