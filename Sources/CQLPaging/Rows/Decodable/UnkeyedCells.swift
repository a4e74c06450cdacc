/// Reads cells one after the other: elements of collections and tuples; of a map each key and then its value.
struct UnkeyedCells: UnkeyedDecodingContainer {
  let cells: [HeldCell]
  let codingPath: [any CodingKey]
  private(set) var currentIndex = 0

  init(cells: [HeldCell], codingPath: [any CodingKey]) {
    self.cells = cells
    self.codingPath = codingPath
  }

  var count: Int? { cells.count }
  var isAtEnd: Bool { currentIndex == cells.count }

  mutating func decodeNil() throws -> Bool {
    guard try next().isNull else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_: Value.Type) throws -> Value {
    let cell = try next()
    do throws(CQLError) {
      let value = try cell.decode(Value.self, path: codingPath + [PartKey(currentIndex)])
      currentIndex += 1
      return value
    } catch {
      throw error.at("part \(currentIndex)")
    }
  }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try superDecoder().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try superDecoder().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = CellDecoder(held: try next(), codingPath: codingPath + [PartKey(currentIndex)])
    currentIndex += 1
    return decoder
  }

  private func next() throws(CQLError) -> HeldCell {
    guard !isAtEnd else {
      throw CQLError(.typeMismatch, "part \(currentIndex) was asked of a value that has \(cells.count)")
    }
    return cells[currentIndex]
  }
}

/// A part's position in a coding path.
private struct PartKey: CodingKey {
  let position: Int

  init(_ position: Int) { self.position = position }
  init?(intValue: Int) { self.init(intValue) }
  init?(stringValue: String) { nil }

  var intValue: Int? { position }
  var stringValue: String { String(position) }
}
