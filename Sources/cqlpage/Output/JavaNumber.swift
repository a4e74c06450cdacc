/// Floating-point numbers as the Java that runs Cassandra 5.0 (11 or 17) prints them: plain from 0.001 up to ten
/// million, else with an exponent, and always with a decimal point.
///
/// Its digits are most often the fewest that read back as the same number. Where they are not, a float's text is
/// another number in JSON, whose readers have doubles; so those cases are followed here.
enum JavaNumber {
  static func append<Number: BinaryFloatingPoint & LosslessStringConvertible>(
    _ number: Number, to bytes: inout [UInt8]
  ) {
    if number.isNaN {
      bytes += "NaN".utf8
      return
    }
    if number.sign == .minus { bytes.append(UInt8(ascii: "-")) }
    if number.isInfinite {
      bytes += "Infinity".utf8
      return
    }
    if number == 0 {
      bytes += "0.0".utf8
      return
    }
    append(integer(number.magnitude) ?? shortest(number.magnitude), to: &bytes)
  }

  /// Integers below 2^63 have all their digits, but for those that lie below the number's precision.
  private static func integer<Number: BinaryFloatingPoint>(_ number: Number) -> Decimal? {
    guard number.exponent < 63, number.rounded(.towardZero) == number else { return nil }
    var value = UInt64(number)
    let excess = Int(number.exponent) - Number.significandBitCount - 2
    let dropped = excess > 1 ? excess * 30103 / 100_000 : 0  // floor(excess · log10 2)
    let unit = (0..<dropped).reduce(UInt64(1)) { unit, _ in unit * 10 }
    let rest = value % unit
    value /= unit
    if unit > 1, rest >= unit / 2 { value += 1 }
    let text = String(value)
    return Decimal(digits: Array(text.utf8), exponent: text.utf8.count - 1 + dropped)
  }

  /// The fewest digits that read back as the same number, two cases of floats aside: the least ones have two digits
  /// (1.4E-45), and powers of two are told apart from half the distance only.
  private static func shortest<Number: BinaryFloatingPoint & LosslessStringConvertible>(_ number: Number) -> Decimal {
    let shortest = Decimal(number.description)
    guard Number.self == Float.self, number.significand == 1 || (number.isSubnormal && shortest.digits.count == 1)
    else {
      return shortest
    }
    let exact = Double(number)
    let margin = Double(number.ulp) / (number.significand == 1 ? 4 : 2)
    let all = Decimal(exact.description)
    for count in max(shortest.digits.count, 2)..<9 {
      let rounded = all.rounded(to: count)
      if abs(rounded.value - exact) < margin { return rounded }
    }
    return all.rounded(to: 9)
  }

  private static func append(_ number: Decimal, to bytes: inout [UInt8]) {
    let digits = number.digits
    switch number.exponent {
    case 0..<7:
      let whole = number.exponent + 1
      bytes += digits.prefix(whole)
      bytes += repeatElement(UInt8(ascii: "0"), count: max(whole - digits.count, 0))
      bytes.append(UInt8(ascii: "."))
      bytes += digits.count > whole ? digits[whole...] : [UInt8(ascii: "0")]
    case -3..<0:
      bytes += "0.".utf8
      bytes += repeatElement(UInt8(ascii: "0"), count: -number.exponent - 1)
      bytes += digits
    default:
      bytes.append(digits[0])
      bytes.append(UInt8(ascii: "."))
      bytes += digits.count > 1 ? digits[1...] : [UInt8(ascii: "0")]
      bytes.append(UInt8(ascii: "E"))
      bytes += String(number.exponent).utf8
    }
  }

  /// A positive number as its digits, d.ddd, and the power of ten that goes with them.
  private struct Decimal {
    private(set) var digits: [UInt8] = []
    private(set) var exponent = 0

    init(digits: [UInt8], exponent: Int) {
      self.digits = digits
      self.exponent = exponent
      dropTrailingZeros()
    }

    /// Reads what Swift prints: `123.25`, `1e-07`, `1.5e+300`.
    init(_ text: String) {
      let mantissa = text.utf8.prefix { $0 != UInt8(ascii: "e") }
      var digitsBeforePoint: Int?
      for byte in mantissa {
        if byte == UInt8(ascii: ".") { digitsBeforePoint = digits.count } else { digits.append(byte) }
      }
      let written = Int(Substring(text.utf8.dropFirst(mantissa.count + 1))) ?? 0
      exponent = (digitsBeforePoint ?? digits.count) - 1 + written
      let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
      digits.removeFirst(min(zeros, digits.count - 1))
      exponent -= zeros
      dropTrailingZeros()
    }

    private mutating func dropTrailingZeros() {
      while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
    }

    var value: Double { Double("\(String(decoding: digits, as: UTF8.self))e\(exponent - digits.count + 1)") ?? .nan }

    /// The number with at most this many digits; what lies in the middle goes to the even one.
    func rounded(to count: Int) -> Decimal {
      guard digits.count > count, var value = Int(String(decoding: digits.prefix(count), as: UTF8.self)) else {
        return self
      }
      let isTie = digits[count...] == [UInt8(ascii: "5")]
      if digits[count] >= UInt8(ascii: "5"), !isTie || !value.isMultiple(of: 2) { value += 1 }
      let text = String(value)
      return Decimal(digits: Array(text.utf8), exponent: exponent + text.utf8.count - count)
    }
  }
}
