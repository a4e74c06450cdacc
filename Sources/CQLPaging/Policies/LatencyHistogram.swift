/// How long things took: counts by ranges of durations, from which percentiles can be read.
///
/// The ranges get wider as durations get longer, so that a percentile is right to 7 % from a microsecond to hours, in
/// 4 KiB, however much is recorded. Histograms of several sources, or of several processes, add up.
///
/// ```swift
/// var latency = LatencyHistogram()
/// latency.record(.milliseconds(3))
/// latency.percentile(99)
/// ```
public struct LatencyHistogram: Hashable, Sendable {
  private var counts = [Int](repeating: 0, count: Buckets.count)
  /// How many durations were recorded.
  public private(set) var count = 0
  /// All durations together.
  public private(set) var sum = Duration.zero
  /// The longest duration; nothing where none was recorded.
  public private(set) var longest = Duration.zero

  /// Nothing recorded yet.
  public init() {}

  /// Adds a duration. One below nothing counts as nothing.
  public mutating func record(_ duration: Duration) {
    let duration = max(duration, .zero)
    counts[Buckets.index(of: duration)] += 1
    count += 1
    sum += duration
    longest = max(longest, duration)
  }

  /// Adds all that another histogram has recorded.
  public mutating func add(_ other: LatencyHistogram) {
    guard other.count > 0 else { return }
    for index in counts.indices { counts[index] += other.counts[index] }
    count += other.count
    sum += other.sum
    longest = max(longest, other.longest)
  }

  /// How long the fastest `percent` of a hundred took at most; `.zero` where nothing was recorded.
  ///
  /// - Parameter percent: 50 for the median, 99.9 for the slowest in a thousand; brought inside 0 to 100.
  public func percentile(_ percent: Double) -> Duration {
    let rank = max(1, (Double(count) * min(max(percent, 0), 100) / 100).rounded(.up))
    var below = 0
    for (index, count) in counts.enumerated() where count > 0 {
      below += count
      if Double(below) >= rank { return min(Buckets.upperBound(of: index), longest) }
    }
    return longest
  }

  /// How many took no longer than this, as cumulative histograms of monitoring systems want it. Right to the width of
  /// the range that the bound falls in, of which all are counted.
  public func count(upTo bound: Duration) -> Int {
    bound < .zero ? 0 : counts[...Buckets.index(of: bound)].reduce(0, +)
  }

  /// The mean duration; `.zero` where nothing was recorded.
  public var mean: Duration { count == 0 ? .zero : sum / count }
}

extension LatencyHistogram: CustomStringConvertible, CustomReflectable {
  /// The percentiles that people ask for first.
  public var description: String {
    guard count > 0 else { return "none" }
    let texts = [("p50", 50), ("p99", 99), ("p999", 99.9)].map { "\($0) \(percentile($1).milliseconds)" }
    return "\(texts.joined(separator: ", ")), longest \(longest.milliseconds) ms"
  }

  public var customMirror: Mirror {
    Mirror(self, children: ["count": count, "sum": sum, "longest": longest], displayStyle: .struct)
  }
}

extension Duration {
  /// Milliseconds with three decimals, for people and for JSON.
  package var milliseconds: String {
    let microseconds = wholeMicroseconds
    let fraction = String(microseconds % 1000)
    return "\(microseconds / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
  }

  /// Rounded down; the largest number where there are more than 64 bits hold.
  fileprivate var wholeMicroseconds: UInt64 {
    // Up to 18 seconds a division by a constant will do, which takes a nanosecond.
    if let attoseconds = UInt64(exactly: attoseconds) { return attoseconds / 1_000_000_000_000 }
    let (seconds, attoseconds) = components
    let (whole, overflow) = UInt64(max(seconds, 0)).multipliedReportingOverflow(by: 1_000_000)
    return overflow ? .max : whole &+ UInt64(max(attoseconds, 0)) / 1_000_000_000_000
  }
}

/// Ranges of durations in microseconds: sixteen for each doubling, and one for each of the first sixteen.
private enum Buckets {
  private static let bits = 4
  private static let perDoubling = 1 << bits
  /// What takes longer than 2³⁶ microseconds, 19 hours, is counted with the last range.
  private static let largest: UInt64 = 1 << 36 - 1
  static let count = (36 - bits + 1) * perDoubling

  static func index(of duration: Duration) -> Int {
    let value = min(duration.wholeMicroseconds, largest)
    guard value >= perDoubling else { return Int(value) }
    let exponent = 63 - value.leadingZeroBitCount - bits
    return (exponent + 1) * perDoubling + Int(value >> exponent) - perDoubling
  }

  /// The shortest duration that is too long for the range.
  static func upperBound(of index: Int) -> Duration {
    guard index >= perDoubling else { return .microseconds(index + 1) }
    let exponent = index / perDoubling - 1
    return .microseconds((index % perDoubling + perDoubling + 1) << exponent)
  }
}
