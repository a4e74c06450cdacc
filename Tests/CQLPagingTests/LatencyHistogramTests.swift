import CQLPaging
import Testing

@Suite struct LatencyHistogramTests {
  @Test("F13: a percentile is right to 7 %, from a microsecond to hours")
  func precision() {
    var microseconds = 1
    while microseconds < 20_000_000_000 {
      var histogram = LatencyHistogram()
      histogram.record(.microseconds(microseconds))
      histogram.record(.seconds(86_400))  // so that the longest does not give the first one away
      let found = histogram.percentile(50)
      #expect(found >= .microseconds(microseconds))
      #expect(found <= .microseconds(microseconds + max(1, microseconds * 7 / 100)), "\(microseconds): \(found)")
      microseconds += max(1, microseconds / 3)
    }
  }

  @Test("F13: percentiles of a thousand known durations")
  func percentiles() {
    var histogram = LatencyHistogram()
    for milliseconds in (1...1000).reversed() { histogram.record(.milliseconds(milliseconds)) }
    let rows: [(percent: Double, milliseconds: Int)] = [(0, 1), (50, 500), (99, 990), (99.9, 999), (100, 1000)]
    for (percent, milliseconds) in rows {
      let found = histogram.percentile(percent)
      #expect(
        found >= .milliseconds(milliseconds) && found <= .milliseconds(milliseconds * 107 / 100 + 1), "\(percent)")
    }
    #expect(histogram.percentile(100) == .milliseconds(1000))
    #expect(histogram.longest == .milliseconds(1000))
    #expect(histogram.sum == .milliseconds(500_500))
    #expect(histogram.mean == .microseconds(500_500))
    #expect(histogram.count == 1000)
  }

  @Test("F13: nothing, less than nothing, and more than the last range")
  func extremes() {
    var histogram = LatencyHistogram()
    #expect(histogram.percentile(99) == .zero)
    #expect(histogram.mean == .zero)
    #expect("\(histogram)" == "none")
    histogram.record(.seconds(-3))
    #expect(histogram.count == 1)
    #expect(histogram.percentile(100) == .zero)
    #expect(histogram.sum == .zero)
    histogram.record(.seconds(Int64.max / 2))
    #expect(histogram.longest == .seconds(Int64.max / 2))
    #expect(histogram.count(upTo: .seconds(3600)) == 1)
    #expect(histogram.count(upTo: .seconds(Int64.max)) == 2)
    #expect(histogram.count(upTo: .seconds(-1)) == 0)
  }

  @Test("F13: cumulative counts, as monitoring systems want them")
  func cumulative() {
    var histogram = LatencyHistogram()
    for milliseconds in [1, 2, 4, 8, 16] { histogram.record(.milliseconds(milliseconds)) }
    let bounds = [0, 1, 3, 5, 10, 100].map { histogram.count(upTo: .milliseconds($0)) }
    #expect(bounds == [0, 1, 2, 3, 4, 5])
  }

  @Test("F13: histograms add up to what one of all would be")
  func addition() {
    var (all, left, right) = (LatencyHistogram(), LatencyHistogram(), LatencyHistogram())
    for number in 0..<500 {
      let duration = Duration.microseconds(number * number)
      all.record(duration)
      if number.isMultiple(of: 3) { left.record(duration) } else { right.record(duration) }
    }
    left.add(right)
    #expect(left == all)
    left.add(LatencyHistogram())
    #expect(left == all)
  }

  @Test("F13: its text has what people ask for first")
  func text() {
    var histogram = LatencyHistogram()
    for _ in 0..<10 { histogram.record(.microseconds(1500)) }
    #expect(histogram.description == "p50 1.500, p99 1.500, p999 1.500, longest 1.500 ms")
  }
}
