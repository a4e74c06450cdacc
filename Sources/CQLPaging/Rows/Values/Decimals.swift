public import Foundation

extension Decimal: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .decimal }

  /// Reads decimal and varint where the number has room: 38 digits, and exponents of -128 … 127.
  ///
  /// - Throws: `.valueDoesNotFit` where it would have to be rounded; read a ``CQLDecimal`` then.
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    switch cell.type {
    case .decimal, .varint: break
    default: throw cell.mismatch(Decimal.self)
    }
    guard let value = Decimal(exactly: try CQLDecimal(decoding: cell)) else { throw cell.doesNotFit(Decimal.self) }
    self = value
  }

  /// The same number, or nil where a `Decimal` would round it.
  public init?(exactly value: CQLDecimal) {
    var digits = Substring(BigMagnitude(twosComplement: value.unscaled.bytes).digits)
    var exponent = -Int(value.scale)
    // Zeros at the end are exponent, and the other way round where that is what has room.
    while digits.count > 1, digits.last == "0" {
      digits.removeLast()
      exponent += 1
    }
    if digits == "0" { exponent = 0 }
    while exponent > 127, digits.count < 38 {
      digits.append("0")
      exponent -= 1
    }
    guard digits.count <= 38, -128...127 ~= exponent, let significand = UInt128(digits) else { return nil }
    let high = Decimal(UInt64(truncatingIfNeeded: significand >> 64)) * (Decimal(UInt64.max) + 1)
    self.init(
      sign: value.unscaled.isNegative ? .minus : .plus, exponent: exponent,
      significand: high + Decimal(UInt64(truncatingIfNeeded: significand)))
  }

  /// Writes decimal, and varint where the number is whole.
  ///
  /// - Throws: `.valueDoesNotFit` for a varint and a number with a fraction, and for `Decimal.nan`.
  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    guard !isNaN else { throw doesNotFit(type, "it is not a number") }
    let value = try CQLDecimal(description)
    switch type {
    case .decimal: try value.encode(as: type, into: &writer)
    case .varint:
      guard value.scale == 0 else { throw doesNotFit(type, "it has a fraction") }
      writer.write(value.unscaled.bytes)
    default: throw mismatch(type)
    }
  }
}
