/// A value of type `varint`: an integer of any size (protocol v4, section 6.23).
///
/// Integers of Swift can be read and bound in its place where they are large enough. There is no arithmetic here; take
/// ``bytes`` to a library for that.
public struct CQLVarint: Hashable, Sendable {
  /// Two's complement, most significant byte first, in as few bytes as it takes: never none, and one for zero.
  public let bytes: [UInt8]

  /// The number of these bytes in two's complement, most significant first; no bytes are zero.
  public init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes).shortestTwosComplement }

  public init(_ value: some BinaryInteger) {
    var bytes: [UInt8] = []
    for word in value.words.reversed() { withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) } }
    // The words of an unsigned integer have no sign.
    if value >= 0, bytes.first.map({ $0 >= 0x80 }) == true { bytes.insert(0, at: 0) }
    self.init(bytes: bytes)
  }

  public var isNegative: Bool { bytes[0] >= 0x80 }
}

extension FixedWidthInteger {
  /// The same integer, or nil where `Self` has no room for it.
  public init?(exactly value: CQLVarint) {
    // Swift's largest integers have 128 bits, and the unsigned one takes another byte for the sign.
    guard value.bytes.count <= 17, value.bytes.count <= 16 || value.bytes[0] == 0 else { return nil }
    let bits = value.bytes.reduce(value.isNegative ? UInt128.max : 0) { $0 << 8 | UInt128($1) }
    if value.isNegative { self.init(exactly: Int128(bitPattern: bits)) } else { self.init(exactly: bits) }
  }
}

extension CQLVarint: ExpressibleByIntegerLiteral, CustomStringConvertible {
  public init(integerLiteral value: Int) { self.init(value) }

  /// The decimal digits, all of them, with a `-` in front where it is negative.
  public var description: String { (isNegative ? "-" : "") + BigMagnitude(twosComplement: bytes).digits }

  /// Reads decimal digits with or without a sign in front.
  ///
  /// - Throws: `.valueDoesNotFit`.
  public init(_ text: String) throws(CQLError) {
    guard let number = Self(sign: text.utf8.first, digits: text.hasSign ? text.dropFirst() : text[...]) else {
      throw CQLError(.valueDoesNotFit, "the text is no integer: expected digits with or without a sign")
    }
    self = number
  }

  /// The number of these digits, negative where `sign` is `-`; nil where there is anything but digits.
  init?(sign: UInt8?, digits: some StringProtocol) {
    guard let magnitude = BigMagnitude(digits: digits) else { return nil }
    bytes = magnitude.twosComplement(isNegative: sign == UInt8(ascii: "-"))
  }
}

extension StringProtocol {
  /// Whether the text begins with `+` or `-`.
  var hasSign: Bool { utf8.first == UInt8(ascii: "-") || utf8.first == UInt8(ascii: "+") }
}

extension CQLVarint: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .varint }

  /// Reads varint and every other integer type.
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    switch cell.type {
    case .varint:
      guard cell.count > 0 else { throw cell.malformed(CQLVarint.self, expected: "at least 1 byte") }
      self.init(bytes: cell.bytes)
    case .tinyint, .smallint, .int, .bigint, .counter: self.init(try Int64(decoding: cell))
    default: throw cell.mismatch(CQLVarint.self)
    }
  }

  /// Writes varint, and every other integer type that has room for it.
  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    if case .varint = type { return writer.write(bytes) }
    guard let value = Int64(exactly: self) else {
      switch type {
      case .tinyint, .smallint, .int, .bigint, .counter: throw doesNotFit(type, "it is too large")
      default: throw mismatch(type)
      }
    }
    try value.encode(as: type, into: &writer)
  }
}
