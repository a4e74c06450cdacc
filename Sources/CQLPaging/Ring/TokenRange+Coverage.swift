extension TokenRange {
  /// Checks that ranges have each token of this one exactly once, and no other: a scan of them gives each row once.
  ///
  /// - Parameter ranges: in any order; empty ones are passed over.
  /// - Throws: `.invalidTokenRanges`, which names the first gap or overlap.
  public func checkCoverage(by ranges: some Sequence<TokenRange>) throws(CQLError) {
    var reached = start
    for range in ranges.filter({ !$0.isEmpty }).sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      guard range.start >= start, range.end <= end else {
        throw CQLError(.invalidTokenRanges, "the range \(range) reaches beyond \(self)")
      }
      try checkGap(from: reached, to: range.start)
      guard range.start == reached else {
        let twice = TokenRange(start: range.start, end: min(range.end, reached))
        throw CQLError(.invalidTokenRanges, "the ranges have the tokens \(twice) twice, among them in \(range)")
      }
      reached = range.end
    }
    try checkGap(from: reached, to: end)
  }

  private func checkGap(from reached: Token, to next: Token) throws(CQLError) {
    guard reached < next else { return }
    throw CQLError(
      .invalidTokenRanges, "the ranges leave out the tokens \(TokenRange(start: reached, end: next)) of \(self)")
  }
}

/// Ranges in their order, merged where they touch.
struct TokenRangeSet: Hashable, Sendable {
  private(set) var ranges: [TokenRange] = []
  /// How many tokens they have.
  private(set) var width: UInt64 = 0

  init() {}

  /// - Throws: `.invalidTokenRanges` where they overlap, or are not sorted.
  init(sorted ranges: [TokenRange]) throws(CQLError) {
    for range in ranges {
      guard !range.isEmpty, self.ranges.last.map({ $0.end <= range.start }) ?? true else {
        throw CQLError(.invalidTokenRanges, "the range \(range) is empty, or not behind the one before it")
      }
      insert(range)
    }
  }

  /// Adds a range that overlaps none of those here.
  mutating func insert(_ range: TokenRange) {
    width += range.width
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].start < range.start { low = middle + 1 } else { high = middle }
    }
    var merged = range
    var touched = low..<low
    if low > 0, ranges[low - 1].end == range.start {
      merged = TokenRange(start: ranges[low - 1].start, end: merged.end)
      touched = (low - 1)..<touched.upperBound
    }
    if low < ranges.count, ranges[low].start == range.end {
      merged = TokenRange(start: merged.start, end: ranges[low].end)
      touched = touched.lowerBound..<(low + 1)
    }
    ranges.replaceSubrange(touched, with: CollectionOfOne(merged))
  }
}
