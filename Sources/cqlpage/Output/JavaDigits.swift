/// The decimal digits that Java prints for a floating-point number.
///
/// They are not always the fewest that read back as the same number: up to Java 18 there can be one more than needed, and
/// in exponent form there are at least two (4.9E-324). Servers run on Java 8 to 17, and what they print is to be printed
/// here, so this follows those: Steele and White's free-format algorithm, with an estimate of the first digit's place, a
/// way of its own for whole numbers, and bounds that differ where 64 bits are not enough.
struct JavaDigits {
  /// ASCII digits, at least one; the first is not 0.
  private(set) var digits: [UInt8] = []
  /// The power of ten that goes with the number as d.ddd.
  private(set) var exponent = 0

  /// - Parameters:
  ///   - number: a `Float` or `Double` above zero, as a `Double`.
  ///   - precision: how many bits its significand has: 24 or 53, and less for subnormal numbers.
  init(_ number: Double, precision: Int) {
    let binaryExponent = Int(number.exponent)
    let significand = UInt64(number.significand * 0x1p52)
    let bits = 53 - significand.trailingZeroBitCount
    let bitsBehindPoint = max(0, bits - binaryExponent - 1)
    if bitsBehindPoint == 0, binaryExponent <= 62 {
      let shift = binaryExponent - 52
      let whole = shift >= 0 ? significand << shift : significand >> -shift
      makeDigits(ofWhole: whole, bitsUnknown: binaryExponent - precision)
    } else {
      makeDigits(
        Scaling(number, bits: bits, bitsBehindPoint: bitsBehindPoint, precision: precision),
        significand: significand >> significand.trailingZeroBitCount)
    }
  }

  /// A whole number loses the digits that its precision says nothing about.
  private mutating func makeDigits(ofWhole number: UInt64, bitsUnknown: Int) {
    // The digits of a power of two, less one: 2^10 has three behind its first.
    let digitsUnknown = bitsUnknown > 2 ? ((bitsUnknown - 1) * 1233) >> 12 : 0
    var unit: UInt64 = 1
    for _ in 0..<digitsUnknown { unit *= 10 }
    let rounded = number / unit + (digitsUnknown > 0 && number % unit >= unit / 2 ? 1 : 0)
    digits = Array(String(rounded).utf8)
    exponent = digits.count - 1 + digitsUnknown
    while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
  }

  private mutating func makeDigits(_ scaling: Scaling, significand: UInt64) {
    exponent = scaling.exponent
    if scaling.isNarrow {
      makeDigits(
        scaling, UInt128(significand),
        makePower: { five, two in (0..<five).reduce(1 << UInt128(two)) { power, _ in power * 5 } })
    } else {
      makeDigits(scaling, Natural(significand), makePower: Natural.init(powerOfFive:two:))
    }
  }

  /// Digits of `number` / `unit`, until what is left is within `margin` of the number.
  private mutating func makeDigits<Number: DigitSource>(
    _ scaling: Scaling, _ significand: Number, makePower: (_ five: Int, _ two: Int) -> Number
  ) {
    var number = significand * makePower(scaling.numberFive, scaling.numberTwo)
    let unit = makePower(scaling.unitFive, scaling.unitTwo)
    let tenUnits = unit * Number(10)
    var margin = makePower(scaling.numberFive, scaling.marginTwo)

    func nextDigit() -> (digit: UInt8, isLow: Bool, isHigh: Bool) {
      let digit = number.removeMultiples(of: unit)
      number = number * Number(10)
      margin = margin * Number(10)
      return (digit, number < margin, number.isHigh(margin: margin, below: tenUnits))
    }

    var (digit, isLow, isHigh) = nextDigit()
    // The estimate may be one too high.
    if digit == 0, !isHigh { exponent -= 1 } else { digits.append(UInt8(ascii: "0") + digit) }
    // In exponent form there is a second digit, needed or not.
    if exponent < -3 || exponent >= 8 { (isLow, isHigh) = (false, false) }
    while !isLow, !isHigh {
      (digit, isLow, isHigh) = nextDigit()
      digits.append(UInt8(ascii: "0") + digit)
    }
    guard isHigh else { return }
    let twice = number + number
    let isTie = !(twice < tenUnits) && !(tenUnits < twice)
    if !isLow || tenUnits < twice || (isTie && !digits[digits.count - 1].isMultiple(of: 2)) { roundUp() }
  }

  private mutating func roundUp() {
    var index = digits.count - 1
    while digits[index] == UInt8(ascii: "9") {
      digits[index] = UInt8(ascii: "0")
      guard index > 0 else {
        digits[0] = UInt8(ascii: "1")
        exponent += 1
        return
      }
      index -= 1
    }
    digits[index] += 1
  }
}

/// Powers of five and two that make the number, its margin (half the distance to the next number) and the first digit's
/// unit whole.
private struct Scaling {
  /// The power of ten of the first digit, or one more.
  let exponent: Int
  let numberFive, unitFive: Int
  private(set) var numberTwo, unitTwo, marginTwo: Int
  /// Whether Java computes with 64 bits.
  let isNarrow: Bool

  init(_ number: Double, bits: Int, bitsBehindPoint: Int, precision: Int) {
    let binaryExponent = Int(number.exponent)
    let logarithm = (number.significand - 1.5) * 0.289529654 + 0.176091259 + Double(binaryExponent) * 0.301029995663981
    exponent = Int(logarithm.rounded(.down))
    numberFive = max(0, -exponent)
    unitFive = max(0, exponent)
    let scale = numberFive + bitsBehindPoint + binaryExponent
    numberTwo = scale - (bits - 1)
    unitTwo = unitFive + bitsBehindPoint
    // Below a power of two the numbers are twice as dense.
    marginTwo = scale - precision - (bits == 1 ? 1 : 0)
    let common = min(numberTwo, unitTwo)
    numberTwo -= common
    unitTwo -= common
    marginTwo -= common
    if marginTwo < 0 {
      numberTwo -= marginTwo
      unitTwo -= marginTwo
      marginTwo = 0
    }
    isNarrow =
      bits + numberTwo + Self.bits(ofPowerOfFive: numberFive) < 64
      && unitTwo + 1 + Self.bits(ofPowerOfFive: unitFive + 1) < 64
  }

  /// How many bits 5^n has; a little more for powers that do not fit 64 bits.
  private static func bits(ofPowerOfFive power: Int) -> Int {
    switch power {
    case 0: 0
    case ...26: (power * 2378) >> 10 + 1
    default: power * 3
    }
  }
}
