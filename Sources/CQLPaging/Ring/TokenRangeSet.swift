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
