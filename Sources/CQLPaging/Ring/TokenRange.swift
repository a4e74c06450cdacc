/// A part of the Murmur3 ring: the tokens above `start`, up to `end` and with it.
///
/// No key has the token `Int64.min`, which servers move to the other end of the ring, so a range that begins there begins
/// with the first token.
package struct TokenRange: Hashable, Sendable {
  package let start: Int64
  package let end: Int64

  /// All tokens.
  package static let ring = TokenRange(start: .min, end: .max)

  package init(start: Int64, end: Int64) {
    self.start = start
    self.end = end
  }

  package func contains(_ token: Int64) -> Bool { token > start && token <= end }

  /// As many ranges as wanted, side by side, whose numbers of tokens differ by one at most: what is left over by the
  /// division is spread, and does not all go to the last one.
  ///
  /// - Parameter count: how many; below 1 is taken as 1. Ranges without a token are left out, so a short range gives
  ///   fewer.
  package func split(into count: Int) -> [TokenRange] {
    // The whole ring has 2^64 - 1 tokens, which is more than fits Int64 and just fits UInt64.
    let width = UInt64(bitPattern: end &- start)
    let parts = UInt64(max(count, 1))
    let (quotient, remainder) = width.quotientAndRemainder(dividingBy: parts)
    var ranges: [TokenRange] = []
    var start = start
    for part in 0..<min(parts, width) {
      let size = quotient + (part < remainder ? 1 : 0)
      let end = start &+ Int64(bitPattern: size)
      ranges.append(TokenRange(start: start, end: end))
      start = end
    }
    return ranges
  }
}
