/// Reads one cell as a `Decodable` type.
struct CellDecoder: Decoder, SingleValueDecodingContainer {
  let held: HeldCell
  let codingPath: [any CodingKey]

  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy _: Key.Type) throws -> KeyedDecodingContainer<Key> {
    switch held.type {
    case .udt(let type):
      let fields = FieldCells(type: type, held: held, cells: try held.parts(), codingPath: codingPath)
      return KeyedDecodingContainer(KeyedCells(cells: fields))
    case .map:
      let parts = try held.parts()
      let names = try stride(from: 0, to: parts.count, by: 2).map { try MapKey(decoding: parts[$0].cell).text }
      let values = stride(from: 1, to: parts.count, by: 2).map { parts[$0] }
      let entries = EntryCells(names: names, values: values, codingPath: codingPath)
      return KeyedDecodingContainer(KeyedCells(cells: entries))
    default:
      throw CQLError(.typeMismatch, "a \(held.type) has no named parts, as a user-defined type or a map has")
    }
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    switch held.type {
    case .list, .set, .vector, .map: UnkeyedCells(cells: try held.parts(), codingPath: codingPath)
    case .tuple(let elements): UnkeyedCells(cells: try held.parts(paddedWith: elements), codingPath: codingPath)
    default: throw CQLError(.typeMismatch, "a \(held.type) has no parts in an order, as a list or a tuple has")
    }
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { held.isNull }

  func decode<Value: Decodable>(_: Value.Type) throws -> Value {
    try held.decode(Value.self, path: codingPath)
  }
}

/// A map's key as a coding key is: a text, or an integer in digits.
private struct MapKey: CQLDecodable {
  let text: String

  init(decoding cell: borrowing CQLCell) throws(CQLError) {
    switch cell.type {
    case .text, .ascii: text = try String(decoding: cell)
    case .tinyint, .smallint, .int, .bigint, .varint: text = try CQLVarint(decoding: cell).description
    default: throw cell.mismatch(String.self)
    }
  }
}
