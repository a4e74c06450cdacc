/// What digits are made of: arithmetic with numbers that are not negative.
protocol DigitSource {
  init(_ number: UInt64)
  static func + (left: Self, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
  static func < (left: Self, right: Self) -> Bool
  /// Whether there is no more than `margin` to the next digit, as Java finds it.
  func isHigh(margin: Self, below tenUnits: Self) -> Bool
  /// Leaves the remainder, and returns the quotient, which is 0 to 9.
  mutating func removeMultiples(of unit: Self) -> UInt8
}

/// Java's `long`. It may overflow: with a margin that does, the number is high; with a sum that does, it is not.
extension UInt128: DigitSource {
  func isHigh(margin: UInt128, below tenUnits: UInt128) -> Bool {
    Int64(truncatingIfNeeded: margin) <= 0
      || Int64(truncatingIfNeeded: self + margin) > Int64(truncatingIfNeeded: tenUnits)
  }

  mutating func removeMultiples(of unit: UInt128) -> UInt8 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: unit)
    self = remainder
    return UInt8(truncatingIfNeeded: quotient)
  }
}

/// A number of any size.
struct Natural: DigitSource {
  /// The least significant first; the last is not 0.
  private var words: [UInt32]

  init(_ number: UInt64) {
    words = [UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32)]
    trim()
  }

  /// 5^five × 2^two.
  init(powerOfFive five: Int, two: Int) {
    var power = Natural(1 << UInt64(two % 32))
    power.words.insert(contentsOf: repeatElement(0, count: two / 32), at: 0)
    var left = five
    while left > 0 {
      // 5^13 is the greatest that fits 32 bits.
      let step = min(left, 13)
      power = power * Natural((0..<step).reduce(1) { product, _ in product * 5 })
      left -= step
    }
    self = power
  }

  private mutating func trim() {
    while words.last == 0 { words.removeLast() }
  }

  static func + (left: Natural, right: Natural) -> Natural {
    var (long, short) = left.words.count < right.words.count ? (right, left) : (left, right)
    var carry: UInt64 = 0
    for index in long.words.indices {
      carry += UInt64(long.words[index]) + (index < short.words.count ? UInt64(short.words[index]) : 0)
      long.words[index] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { long.words.append(UInt32(carry)) }
    short.words = []
    return long
  }

  static func * (left: Natural, right: Natural) -> Natural {
    var product = Natural(0)
    product.words = Array(repeating: 0, count: left.words.count + right.words.count)
    for (offset, factor) in right.words.enumerated() {
      var carry: UInt64 = 0
      for (index, word) in left.words.enumerated() {
        carry += UInt64(word) * UInt64(factor) + UInt64(product.words[offset + index])
        product.words[offset + index] = UInt32(truncatingIfNeeded: carry)
        carry >>= 32
      }
      product.words[offset + left.words.count] = UInt32(carry)
    }
    product.trim()
    return product
  }

  static func < (left: Natural, right: Natural) -> Bool {
    guard left.words.count == right.words.count else { return left.words.count < right.words.count }
    return left.words.reversed().lexicographicallyPrecedes(right.words.reversed())
  }

  func isHigh(margin: Natural, below tenUnits: Natural) -> Bool { !(self + margin < tenUnits) }

  mutating func removeMultiples(of unit: Natural) -> UInt8 {
    var quotient: UInt8 = 0
    while !(self < unit) {
      subtract(unit)
      quotient += 1
    }
    return quotient
  }

  /// `other` must not be greater.
  private mutating func subtract(_ other: Natural) {
    var borrow: Int64 = 0
    for index in words.indices {
      borrow += Int64(words[index]) - (index < other.words.count ? Int64(other.words[index]) : 0)
      words[index] = UInt32(truncatingIfNeeded: borrow)
      borrow >>= 32
    }
    trim()
  }
}
