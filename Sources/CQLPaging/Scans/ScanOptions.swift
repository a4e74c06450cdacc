/// How a scan goes about its ranges.
public struct ScanOptions: Sendable {
  /// How many ranges are read at once, at most; below 1 is taken as 1. As many pages are in memory at most.
  public var concurrency: Int
  /// How many ranges of one owner are read at once, at most; nil for any number. Parts without an owner have none to
  /// spare.
  public var concurrencyPerOwner: Int?
  /// When a page that failed is asked for again, and how often. A range that got on has its whole budget again; the
  /// table's profile goes before it. Where the source retries by itself, its retries are within one of these.
  public var retry: RetryPolicy

  public init(concurrency: Int = 8, concurrencyPerOwner: Int? = nil, retry: RetryPolicy = RetryPolicy()) {
    self.concurrency = concurrency
    self.concurrencyPerOwner = concurrencyPerOwner
    self.retry = retry
  }
}
