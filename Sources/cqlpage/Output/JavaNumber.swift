/// Floating-point numbers as Java prints them: the fewest digits that read back as the same number, plain from 0.001 up
/// to ten million, else with an exponent, and always with a decimal point.
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
    append(Decimal(number.magnitude.description), to: &bytes)
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
    var digits: [UInt8] = []
    var exponent = 0

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
      while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
    }
  }
}
