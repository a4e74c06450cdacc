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
