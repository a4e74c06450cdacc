/// Reads cells by name.
struct KeyedCells<Key: CodingKey>: KeyedDecodingContainerProtocol {
  /// All there is: the standard library copies a container for each value that it asks for.
  let cells: any NamedCells

  var codingPath: [any CodingKey] { cells.codingPath }

  var allKeys: [Key] { cells.names.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { cells.position(of: key.stringValue) != nil }

  func decodeNil(forKey key: Key) throws -> Bool { try cells.cell(at: position(of: key)).isNull }

  func decode<Value: Decodable>(_: Value.Type, forKey key: Key) throws -> Value {
    let position = try position(of: key)
    if let value = try readKnown(Value.self, at: position, of: cells) { return value }
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
    if let value = try readKnown(Value.self, at: position, of: cells) { return value }
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
  func decode(_: Bool.Type, forKey key: Key) throws -> Bool {
    try read(Bool.self, named: key.stringValue, of: cells)
  }
  func decode(_: String.Type, forKey key: Key) throws -> String {
    try read(String.self, named: key.stringValue, of: cells)
  }
  func decode(_: Double.Type, forKey key: Key) throws -> Double {
    try read(Double.self, named: key.stringValue, of: cells)
  }
  func decode(_: Float.Type, forKey key: Key) throws -> Float {
    try read(Float.self, named: key.stringValue, of: cells)
  }
  func decode(_: Int.Type, forKey key: Key) throws -> Int {
    try read(Int.self, named: key.stringValue, of: cells)
  }
  func decode(_: Int8.Type, forKey key: Key) throws -> Int8 {
    try read(Int8.self, named: key.stringValue, of: cells)
  }
  func decode(_: Int16.Type, forKey key: Key) throws -> Int16 {
    try read(Int16.self, named: key.stringValue, of: cells)
  }
  func decode(_: Int32.Type, forKey key: Key) throws -> Int32 {
    try read(Int32.self, named: key.stringValue, of: cells)
  }
  func decode(_: Int64.Type, forKey key: Key) throws -> Int64 {
    try read(Int64.self, named: key.stringValue, of: cells)
  }
  func decode(_: UInt.Type, forKey key: Key) throws -> UInt {
    try read(UInt.self, named: key.stringValue, of: cells)
  }
  func decode(_: UInt8.Type, forKey key: Key) throws -> UInt8 {
    try read(UInt8.self, named: key.stringValue, of: cells)
  }
  func decode(_: UInt16.Type, forKey key: Key) throws -> UInt16 {
    try read(UInt16.self, named: key.stringValue, of: cells)
  }
  func decode(_: UInt32.Type, forKey key: Key) throws -> UInt32 {
    try read(UInt32.self, named: key.stringValue, of: cells)
  }
  func decode(_: UInt64.Type, forKey key: Key) throws -> UInt64 {
    try read(UInt64.self, named: key.stringValue, of: cells)
  }

  func decodeIfPresent(_: Bool.Type, forKey key: Key) throws -> Bool? {
    try readIfPresent(Bool.self, named: key.stringValue, of: cells)
  }
  func decodeIfPresent(_: String.Type, forKey key: Key) throws -> String? {
    try readIfPresent(String.self, named: key.stringValue, of: cells)
  }
  func decodeIfPresent(_: Double.Type, forKey key: Key) throws -> Double? {
    try readIfPresent(Double.self, named: key.stringValue, of: cells)
  }
  func decodeIfPresent(_: Float.Type, forKey key: Key) throws -> Float? {
    try readIfPresent(Float.self, named: key.stringValue, of: cells)
  }
  func decodeIfPresent(_: Int.Type, forKey key: Key) throws -> Int? {
    try readIfPresent(Int.self, named: key.stringValue, of: cells)
  }
  func decodeIfPresent(_: Int8.Type, forKey key: Key) throws -> Int8? {
    try readIfPresent(Int8.self, named: key.stringValue, of: cells)
  }
  func decodeIfPresent(_: Int16.Type, forKey key: Key) throws -> Int16? {
    try readIfPresent(Int16.self, named: key.stringValue, of: cells)
  }
  func decodeIfPresent(_: Int32.Type, forKey key: Key) throws -> Int32? {
    try readIfPresent(Int32.self, named: key.stringValue, of: cells)
  }
  func decodeIfPresent(_: Int64.Type, forKey key: Key) throws -> Int64? {
    try readIfPresent(Int64.self, named: key.stringValue, of: cells)
  }
  func decodeIfPresent(_: UInt.Type, forKey key: Key) throws -> UInt? {
    try readIfPresent(UInt.self, named: key.stringValue, of: cells)
  }
  func decodeIfPresent(_: UInt8.Type, forKey key: Key) throws -> UInt8? {
    try readIfPresent(UInt8.self, named: key.stringValue, of: cells)
  }
  func decodeIfPresent(_: UInt16.Type, forKey key: Key) throws -> UInt16? {
    try readIfPresent(UInt16.self, named: key.stringValue, of: cells)
  }
  func decodeIfPresent(_: UInt32.Type, forKey key: Key) throws -> UInt32? {
    try readIfPresent(UInt32.self, named: key.stringValue, of: cells)
  }
  func decodeIfPresent(_: UInt64.Type, forKey key: Key) throws -> UInt64? {
    try readIfPresent(UInt64.self, named: key.stringValue, of: cells)
  }
}
