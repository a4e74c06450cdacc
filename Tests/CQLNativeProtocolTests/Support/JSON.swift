/// As much of JSON as the recorded cases use.
enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Int)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  /// The object with other members in place of its own.
  func merging(_ others: [String: JSON]) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members.merging(others) { $1 })
  }

  var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }
}

extension JSON: Decodable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let text = try? container.decode(String.self) {
      self = .string(text)
    } else if let values = try? container.decode([JSON].self) {
      self = .array(values)
    } else if let number = try? container.decode(Int.self) {
      self = .number(number)
    } else if let flag = try? container.decode(Bool.self) {
      self = .bool(flag)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }
}

extension JSON: ExpressibleByStringInterpolation, ExpressibleByDictionaryLiteral {
  init(stringLiteral text: String) { self = .string(text) }

  init(dictionaryLiteral members: (String, JSON)...) {
    self = .object(Dictionary(uniqueKeysWithValues: members))
  }
}

extension JSON {
  /// Bytes as hexadecimal digits; nil as null.
  static func hex(_ bytes: [UInt8]?) -> JSON {
    guard let bytes else { return .null }
    return .string(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
  }

  static func strings(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
}
