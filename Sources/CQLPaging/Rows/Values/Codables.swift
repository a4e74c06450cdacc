import Foundation

// The value types as `Codable`, so that structs that are read from rows can have them as properties, and be written as
// JSON and read again: each is its text, and bytes are what `Data` is. From a row they are read as what they are, without
// text in between.

extension CQLBytes: Codable {
  public init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(Data.self)) }
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Data(self))
  }
}

extension CQLDate: Codable {
  public init(from decoder: any Decoder) throws { try self.init(decoder.text) }
  public func encode(to encoder: any Encoder) throws { try encoder.encode(text: description) }
}

extension CQLDecimal: Codable {
  public init(from decoder: any Decoder) throws { try self.init(decoder.text) }
  public func encode(to encoder: any Encoder) throws { try encoder.encode(text: description) }
}

extension CQLDuration: Codable {
  public init(from decoder: any Decoder) throws { try self.init(decoder.text) }
  public func encode(to encoder: any Encoder) throws { try encoder.encode(text: self == .zero ? "0s" : description) }
}

extension CQLInet: Codable {
  public init(from decoder: any Decoder) throws { try self.init(decoder.text) }
  public func encode(to encoder: any Encoder) throws { try encoder.encode(text: description) }
}

extension CQLText: Codable {
  public init(from decoder: any Decoder) throws { self.init(try decoder.text) }
  public func encode(to encoder: any Encoder) throws { try encoder.encode(text: description) }
}

extension CQLTime: Codable {
  public init(from decoder: any Decoder) throws { try self.init(decoder.text) }
  public func encode(to encoder: any Encoder) throws { try encoder.encode(text: description) }
}

extension CQLTimestamp: Codable {
  public init(from decoder: any Decoder) throws { try self.init(decoder.text) }
  public func encode(to encoder: any Encoder) throws { try encoder.encode(text: description) }
}

extension CQLVarint: Codable {
  public init(from decoder: any Decoder) throws { try self.init(decoder.text) }
  public func encode(to encoder: any Encoder) throws { try encoder.encode(text: description) }
}

extension CQLValue: Decodable {
  /// Only for properties of types that are read from rows: elsewhere a value does not say its type.
  ///
  /// - Throws: `.unsupported` for any other decoder.
  public init(from decoder: any Decoder) throws {
    guard let decoder = decoder as? CellDecoder else {
      throw CQLError(.unsupported, "a CQLValue can be read from a row only: other formats do not say its type")
    }
    try self.init(decoding: decoder.held.cell)
  }
}

extension Decoder {
  fileprivate var text: String {
    get throws { try singleValueContainer().decode(String.self) }
  }
}

extension Encoder {
  fileprivate func encode(text: String) throws {
    var container = singleValueContainer()
    try container.encode(text)
  }
}
