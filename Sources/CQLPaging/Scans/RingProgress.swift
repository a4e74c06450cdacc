/// How far a scan has got: over all its runs, where it went on from a checkpoint.
public struct RingProgress: Hashable, Sendable {
  /// From 0 to 1: how much of the ring, or of the scan's shard, lies in finished ranges. It never falls.
  public let fraction: Double
  /// How many ranges are finished.
  public let finishedRanges: Int
  /// How many ranges there are. More, after a scan has been gone on with in other splits.
  public let totalRanges: Int
  /// Rows, pages and bytes that were handed over, and requests that were repeated.
  public let summary: ScanSummary

  /// Whether every range is finished.
  public var isComplete: Bool { summary.isComplete }
}
