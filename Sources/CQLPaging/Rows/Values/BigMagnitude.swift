/// An unsigned integer of any size, as far as decimal text needs one.
struct BigMagnitude {
  /// Least significant first, without zeros at the end.
  private var limbs: [UInt64] = []

  /// The largest power of ten that a limb holds, and its number of zeros.
  private static let chunk: (digits: Int, power: UInt64) = (19, 10_000_000_000_000_000_000)

  /// The absolute value of a two's complement number, most significant byte first.
  init(twosComplement bytes: [UInt8]) {
    let isNegative = bytes.first.map { $0 >= 0x80 } ?? false
    limbs.reserveCapacity(bytes.count / 8 + 1)
    var carry = isNegative
    for end in stride(from: bytes.count, to: 0, by: -8) {
      var limb: UInt64 = isNegative ? .max : 0
      for byte in bytes[max(end - 8, 0)..<end] { limb = limb << 8 | UInt64(byte) }
      if isNegative { (limb, carry) = (~limb).addingReportingOverflow(carry ? 1 : 0) }
      limbs.append(limb)
    }
    if carry { limbs.append(1) }
    dropZeros()
  }

  /// Digits `0` … `9` alone, at least one; nil for anything else.
  init?(digits: some StringProtocol) {
    guard !digits.isEmpty else { return nil }
    var value: UInt64 = 0
    var count = 0
    for character in digits.utf8 {
      guard 0x30...0x39 ~= character else { return nil }
      value = value * 10 + UInt64(character - 0x30)
      count += 1
      if count == Self.chunk.digits {
        multiply(by: Self.chunk.power, adding: value)
        (value, count) = (0, 0)
      }
    }
    multiply(by: (0..<count).reduce(1) { power, _ in power * 10 }, adding: value)
  }

  var isZero: Bool { limbs.isEmpty }

  /// The decimal digits; `0` for zero.
  var digits: String {
    var rest = self
    var chunks: [UInt64] = []
    while !rest.isZero { chunks.append(rest.divide(by: Self.chunk.power)) }
    return String(chunks.last ?? 0)
      + chunks.dropLast().reversed().map { $0.padded(to: Self.chunk.digits) }.joined()
  }

  /// The number or its negative in two's complement, most significant byte first, in as few bytes as it takes.
  func twosComplement(isNegative: Bool) -> [UInt8] {
    var bytes: [UInt8] = [0]
    for limb in limbs.reversed() { withUnsafeBytes(of: limb.bigEndian) { bytes.append(contentsOf: $0) } }
    if isNegative {
      var carry = true
      for index in bytes.indices.reversed() {
        (bytes[index], carry) = (~bytes[index]).addingReportingOverflow(carry ? 1 : 0)
      }
    }
    return bytes.shortestTwosComplement
  }

  private mutating func multiply(by factor: UInt64, adding summand: UInt64) {
    var carry = summand
    for index in limbs.indices {
      let (high, low) = limbs[index].multipliedFullWidth(by: factor)
      let (sum, overflow) = low.addingReportingOverflow(carry)
      limbs[index] = sum
      carry = high + (overflow ? 1 : 0)
    }
    if carry > 0 { limbs.append(carry) }
  }

  /// Divides, and returns the remainder.
  private mutating func divide(by divisor: UInt64) -> UInt64 {
    var remainder: UInt64 = 0
    for index in limbs.indices.reversed() {
      (limbs[index], remainder) = divisor.dividingFullWidth((remainder, limbs[index]))
    }
    dropZeros()
    return remainder
  }

  private mutating func dropZeros() {
    while limbs.last == 0 { limbs.removeLast() }
  }
}

extension [UInt8] {
  /// The same two's complement number without bytes in front that only repeat its sign; zero is one byte.
  var shortestTwosComplement: [UInt8] {
    guard let first else { return [0] }
    let sign: UInt8 = first >= 0x80 ? 0xFF : 0
    let start = firstIndex { $0 != sign } ?? count
    // The byte before is kept where the next one, alone, would have the other sign.
    let needsSign = start == count || (self[start] >= 0x80) != (sign == 0xFF)
    let kept = needsSign ? start - 1 : start
    return kept == 0 ? self : Array(self[kept...])
  }
}
