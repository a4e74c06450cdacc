/// Floating-point numbers as Java prints them: digits that read back as the same number, plain from 0.001 up to ten
/// million, else with an exponent, and always with a decimal point.
enum JavaNumber {
  static func append<Number: BinaryFloatingPoint>(_ number: Number, to bytes: inout [UInt8]) {
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
    append(JavaDigits(Double(number.magnitude), precision: precision(of: number)), to: &bytes)
  }

  /// How many bits of the significand there are: fewer in subnormal numbers.
  private static func precision<Number: BinaryFloatingPoint>(of number: Number) -> Int {
    let missing = number.isNormal ? 0 : Number.leastNormalMagnitude.exponent - number.exponent
    return Number.significandBitCount + 1 - Int(missing)
  }

  private static func append(_ number: JavaDigits, to bytes: inout [UInt8]) {
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
}
