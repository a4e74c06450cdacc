/// A page size that follows the rows: as many as make a page of a wanted number of bytes, or one that comes within a
/// wanted time.
///
/// Where a page runs out of time or exceeds the limit for frames, the same position is asked for again with a smaller
/// size, and the scan keeps below the size that failed from there on.
public struct AdaptivePageSize: Sendable {
  enum Target: Sendable {
    case bytes(Int)
    case latency(Duration, now: @Sendable () -> Duration)
  }

  let target: Target
  /// The smallest and the largest size to ask for, in rows.
  public let bounds: ClosedRange<Int>
  /// The size of the first page.
  public let initial: PageSize

  /// Aims at a number of bytes a page, which bounds the memory of a scan whatever its rows are.
  ///
  /// - Parameters:
  ///   - target: bytes on the wire, 1,000,000 unless said otherwise.
  ///   - bounds: the smallest and the largest size to ask for, in rows; brought inside ``PageSize/bounds``.
  ///   - initial: the size of the first page, whose rows are not known yet; small, so that large rows do no harm.
  public static func bytes(
    _ target: Int = 1_000_000, within bounds: ClosedRange<Int> = 1...100_000, from initial: PageSize = 100
  ) -> AdaptivePageSize {
    AdaptivePageSize(target: .bytes(max(target, 1)), bounds: bounds, initial: initial)
  }

  /// Aims at the time that a page takes. Pages that were fetched ahead are not measured: nobody waited for them.
  ///
  /// - Parameters:
  ///   - target: how long a page may take from its request to its arrival.
  ///   - bounds: the smallest and the largest size to ask for, in rows; brought inside ``PageSize/bounds``.
  ///   - initial: the size of the first page.
  ///   - clock: what time is measured by.
  public static func latency(
    _ target: Duration, within bounds: ClosedRange<Int> = 1...100_000, from initial: PageSize = 100,
    clock: some Clock<Duration> = ContinuousClock()
  ) -> AdaptivePageSize {
    let start = clock.now
    return AdaptivePageSize(
      target: .latency(max(target, .nanoseconds(1)), now: { start.duration(to: clock.now) }), bounds: bounds,
      initial: initial)
  }

  private init(target: Target, bounds: ClosedRange<Int>, initial: PageSize) {
    self.target = target
    self.bounds = bounds.clamped(to: PageSize.bounds)
    self.initial = initial
  }
}

/// The page size of one scan, as it follows what was received. Pure: time is measured by whoever asks for pages.
struct PageSizer {
  private let target: AdaptivePageSize.Target
  private let smallest: Int
  private var largest: Int
  private(set) var rows: Int

  /// A size is multiplied by no more than this at once: a few small rows at the beginning say little about the rest.
  private static let growth = 8

  /// - Parameter limit: the statement's LIMIT, where it has one. A server takes a page size that reaches it for a wish
  ///   to begin again at row 0, so a size that grows stays below.
  init(_ policy: AdaptivePageSize, limit: Int? = nil) {
    target = policy.target
    smallest = policy.bounds.lowerBound
    largest = policy.bounds.upperBound
    if let limit { largest = max(smallest, min(largest, limit - 1)) }
    rows = min(max(policy.initial.rows, smallest), largest)
  }

  var size: PageSize { PageSize(rows) }

  /// The time on the policy's clock; nil where time is not what it aims at.
  var now: Duration? {
    if case .latency(_, let now) = target { now() } else { nil }
  }

  /// Follows a page that was received.
  ///
  /// - Parameter elapsed: how long it took; nil where nobody waited for it.
  mutating func received(rows count: Int, bytes: Int, elapsed: Duration?) {
    guard count > 0 else { return }
    let wanted: Double
    switch target {
    case .bytes(let target):
      wanted = Double(target) * Double(count) / Double(max(bytes, 1))
    case .latency(let target, _):
      guard let elapsed else { return }
      wanted = Double(count) * (target / max(elapsed, .nanoseconds(1)))
    }
    let bounded = min(wanted, Double(rows) * Double(Self.growth), Double(largest))
    rows = max(Int(bounded), smallest)
  }

  /// Makes the size smaller after a page of it was too much.
  ///
  /// - Returns: whether to ask again: false for errors that have nothing to do with the size, and at the smallest size.
  mutating func shrink(after error: any Error) -> Bool {
    guard let error = error as? CQLError, rows > smallest else { return false }
    let isTooMuch =
      error.code == .timeout || error.code == .frameTooLarge || error.server?.code == .readTimeout
    guard isTooMuch else { return false }
    largest = max(rows / 2, smallest)
    rows = max(rows / 4, smallest)
    return true
  }
}
