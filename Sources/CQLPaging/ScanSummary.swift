/// What an iteration has received so far.
public struct ScanSummary: Hashable, Sendable {
  /// Rows handed to the caller.
  public var rows = 0
  /// Pages received, empty ones included.
  public var pages = 0
  /// Pages without a row.
  public var emptyPages = 0
  /// Bytes of all pages on the wire, without frame headers.
  public var bytes = 0
  /// Requests for pages that failed and were repeated without the caller's doing.
  public var retries = 0
  /// Whether the server said that the result has ended, and every row of it was handed over.
  public var isComplete = false

  public init() {}

  mutating func add<Rows>(_ page: Page<Rows>) {
    rows += page.rows.count
    pages += 1
    if page.rows.isEmpty { emptyPages += 1 }
    bytes += page.info.byteCount
  }
}
