extension TokenRange {
  /// As many ranges as wanted, side by side, whose numbers of tokens differ by one at most: what is left over by the
  /// division is spread, and does not all go to the last one.
  ///
  /// - Parameter count: how many; below 1 is taken as 1. Ranges without a token are left out, so a short range gives
  ///   fewer.
  public func split(into count: Int) -> [TokenRange] {
    let count = max(count, 1)
    return (0..<Int(clamping: min(UInt64(count), width))).map { part($0, of: count) }
  }

  /// A scan remembers each of its ranges.
  package static let maximumSplitCount = 1_000_000

  /// As ``split(into:)``, for a scan.
  ///
  /// - Throws: `.invalidConfiguration` for more than ``maximumSplitCount``.
  package func split(intoNoMoreThanFit count: Int) throws(CQLError) -> [TokenRange] {
    guard count <= Self.maximumSplitCount else {
      throw CQLError(
        .invalidConfiguration,
        "a scan in \(count) splits: use 1 to \(Self.maximumSplitCount); 64 for each node are many")
    }
    return split(into: count)
  }

  /// The part with this number, counted from 0, of those that ``split(into:)`` makes; empty behind the last one.
  ///
  /// - Parameters:
  ///   - index: 0 ..< count.
  ///   - count: at least 1.
  func part(_ index: Int, of count: Int) -> TokenRange {
    let (quotient, remainder) = width.quotientAndRemainder(dividingBy: UInt64(count))
    func bound(_ index: UInt64) -> Token {
      // No more than the width, so neither the product nor the sum leaves its type.
      Token(start.rawValue &+ Int64(bitPattern: index * quotient + min(index, remainder)))
    }
    return TokenRange(start: bound(UInt64(index)), end: bound(UInt64(index) + 1))
  }

  /// The parts between these tokens, which each end one: along the tokens of a ring's nodes, each part has one set of
  /// owners.
  ///
  /// - Parameter tokens: in any order; those outside the range change nothing.
  public func split(at tokens: some Sequence<Token>) -> [TokenRange] {
    guard !isEmpty else { return [] }
    var parts: [TokenRange] = []
    var start = start
    for token in tokens.sorted() where token > start && token < end {
      parts.append(TokenRange(start: start, end: token))
      start = token
    }
    return parts + [TokenRange(start: start, end: end)]
  }

  /// What of this range lies in none of the others.
  ///
  /// - Parameter ranges: sorted, without overlaps.
  package func subtracting(_ ranges: some Sequence<TokenRange>) -> [TokenRange] {
    var rest: [TokenRange] = []
    var start = start
    for range in ranges where range.end > start && range.start < end {
      if range.start > start { rest.append(TokenRange(start: start, end: range.start)) }
      start = range.end
    }
    if start < end { rest.append(TokenRange(start: start, end: end)) }
    return rest
  }
}
