import CQLPaging

/// Reads a row as decoders do that put all its values into a dictionary first: simple, and what `Decodable` costs where
/// nobody takes care. Only what ``API/decodable`` is compared with: it reads structs of flat values.
struct DictionaryDecoder: Decoder {
  private let values: [String: any Sendable]

  init(_ row: CQLRow) throws(CQLError) {
    var values: [String: any Sendable] = [:]
    for (position, column) in row.columns.enumerated() {
      values[column.name] = try row.decode(CQLValue.self, at: position).plain
    }
    self.values = values
  }

  func decode<Value: Decodable>(_: Value.Type) throws -> Value { try Value(from: self) }

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy _: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(Container(values: values))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw unsupported }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw unsupported }

  private struct Container<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let values: [String: any Sendable]

    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { values.keys.compactMap { Key(stringValue: $0) } }
    func contains(_ key: Key) -> Bool { values[key.stringValue] != nil }
    func decodeNil(forKey key: Key) throws -> Bool { values[key.stringValue] == nil }

    private func value<Value>(_ key: Key) throws -> Value {
      guard let value = values[key.stringValue] as? Value else {
        throw CQLError(.typeMismatch, "the column \(key.stringValue) is no \(Value.self)")
      }
      return value
    }

    func decode<Value: Decodable>(_: Value.Type, forKey key: Key) throws -> Value { try value(key) }
    func decode(_: Bool.Type, forKey key: Key) throws -> Bool { try value(key) }
    func decode(_: String.Type, forKey key: Key) throws -> String { try value(key) }
    func decode(_: Double.Type, forKey key: Key) throws -> Double { try value(key) }
    func decode(_: Float.Type, forKey key: Key) throws -> Float { try value(key) }
    func decode(_: Int.Type, forKey key: Key) throws -> Int { try value(key) }
    func decode(_: Int8.Type, forKey key: Key) throws -> Int8 { try value(key) }
    func decode(_: Int16.Type, forKey key: Key) throws -> Int16 { try value(key) }
    func decode(_: Int32.Type, forKey key: Key) throws -> Int32 { try value(key) }
    func decode(_: Int64.Type, forKey key: Key) throws -> Int64 { try value(key) }
    func decode(_: UInt.Type, forKey key: Key) throws -> UInt { try value(key) }
    func decode(_: UInt8.Type, forKey key: Key) throws -> UInt8 { try value(key) }
    func decode(_: UInt16.Type, forKey key: Key) throws -> UInt16 { try value(key) }
    func decode(_: UInt32.Type, forKey key: Key) throws -> UInt32 { try value(key) }
    func decode(_: UInt64.Type, forKey key: Key) throws -> UInt64 { try value(key) }

    func nestedContainer<Nested: CodingKey>(
      keyedBy _: Nested.Type, forKey _: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw unsupported }
    func nestedUnkeyedContainer(forKey _: Key) throws -> any UnkeyedDecodingContainer { throw unsupported }
    func superDecoder() throws -> any Decoder { throw unsupported }
    func superDecoder(forKey _: Key) throws -> any Decoder { throw unsupported }
  }
}

private let unsupported = CQLError(.unsupported, "the decoder for comparison reads flat structs only")

extension CQLValue {
  /// The value without its case, of the types that the measured tables have.
  fileprivate var plain: (any Sendable)? {
    switch self {
    case .bigint(let value): value
    case .blob(let value): value
    case .boolean(let value): value
    case .double(let value): value
    case .int(let value): value
    case .text(let value): value
    case .timestamp(let value): value
    case .uuid(let value): value
    default: nil
    }
  }
}
