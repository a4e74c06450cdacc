/// A value of type `decimal`: an integer of any size and a scale; the number is `unscaled` × 10 ^ `-scale` (protocol v4,
/// section 6.6).
///
/// Foundation's `Decimal` can be read and bound in its place where it has room. 1.0 and 1.00 are different values here,
/// with the same number, as they are in Java.
public struct CQLDecimal: Hashable, Sendable {
  /// The digits, as an integer.
  public let unscaled: CQLVarint
  /// How many of the digits are behind the point; below zero, how many zeros follow the digits.
  public let scale: Int32

  /// The number `unscaled` × 10 ^ `-scale`.
  public init(unscaled: CQLVarint, scale: Int32) {
    self.unscaled = unscaled
    self.scale = scale
  }
}

extension CQLDecimal: CustomStringConvertible {
  /// As servers print it, which is as Java does: `1.50`; with an exponent where the scale is below zero or the number
  /// is below 0.000001: `1E+3`, `1.5E-7`.
  public var description: String {
    let digits = BigMagnitude(twosComplement: unscaled.bytes).digits
    let sign = unscaled.isNegative ? "-" : ""
    let scale = Int(scale)
    let exponent = digits.utf8.count - 1 - scale
    guard scale >= 0 && exponent >= -6 else {
      let fraction = digits.utf8.count > 1 ? ".\(digits.dropFirst())" : ""
      let exponentText = exponent == 0 ? "" : exponent > 0 ? "E+\(exponent)" : "E\(exponent)"
      return sign + digits.prefix(1) + fraction + exponentText
    }
    if scale == 0 { return sign + digits }
    let padded = String(repeating: "0", count: max(scale + 1 - digits.utf8.count, 0)) + digits
    return "\(sign)\(padded.dropLast(scale)).\(padded.suffix(scale))"
  }

  /// Reads digits with or without a sign, a point among them, and an exponent: `-1.50`, `1E+3`, `.5`.
  ///
  /// - Throws: `.valueDoesNotFit` for other text, and for an exponent that a decimal has no room for.
  public init(_ text: String) throws(CQLError) {
    guard let decimal = Self(parsing: text) else {
      throw CQLError(.valueDoesNotFit, "the text is no decimal: expected one such as -1.50 or 1E+3")
    }
    self = decimal
  }

  private init?(parsing text: String) {
    let unsigned = text.hasSign ? text.dropFirst() : text[...]
    let parts = unsigned.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    let digits = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = digits.count > 1 ? digits[1] : ""
    // A difference that overflows wraps to a number that is far from any of 32 bits, too.
    guard
      let exponent = parts.count > 1 ? Int64(parts[1]) : 0,
      let unscaled = CQLVarint(sign: text.utf8.first, digits: digits[0] + fraction),
      let scale = Int32(exactly: Int64(fraction.utf8.count) &- exponent)
    else { return nil }
    self.init(unscaled: unscaled, scale: scale)
  }
}

extension CQLDecimal: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .decimal }

  /// Reads a decimal, or a varint.
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    switch cell.type {
    case .decimal:
      guard cell.count > 4 else { throw cell.malformed(CQLDecimal.self, expected: "at least 5 bytes") }
      let bytes = cell.bytes
      self.init(
        unscaled: CQLVarint(bytes: bytes.dropFirst(4)),
        scale: Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
    case .varint: self.init(unscaled: try CQLVarint(decoding: cell), scale: 0)
    default: throw cell.mismatch(CQLDecimal.self)
    }
  }

  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    guard case .decimal = type else { throw mismatch(type) }
    writer.write(scale)
    writer.write(unscaled.bytes)
  }
}
