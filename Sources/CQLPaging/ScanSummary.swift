/// What an iteration has received so far.
public struct ScanSummary: Hashable, Sendable {
  /// Rows handed to the caller.
  public var rows = 0
  /// Pages received, empty ones included.
  public var pages = 0
  /// Pages without a row.
  public var emptyPages = 0
  /// Bytes of all pages, decompressed and without frame headers.
  public var bytes = 0
  /// Requests for pages that failed and were repeated without the caller's doing.
  public var retries = 0
  /// How long the pages took, all of them, where a ``MeteredSource`` measures it. Pages that are fetched ahead take their
  /// time while rows are being read.
  public var duration = Duration.zero
  /// How long the slowest page took.
  public var slowestPage = Duration.zero
  /// Whether the server said that the result has ended, and every row of it was handed over.
  public var isComplete = false

  /// Nothing received yet.
  public init() {}

  mutating func add<Rows>(_ page: Page<Rows>) {
    rows += page.rows.count
    pages += 1
    if page.rows.isEmpty { emptyPages += 1 }
    bytes += page.info.byteCount
    retries += page.info.retries
    let pageDuration = page.info.duration ?? .zero
    duration += pageDuration
    slowestPage = max(slowestPage, pageDuration)
  }
}
