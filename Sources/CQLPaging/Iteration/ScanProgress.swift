/// A page that an iteration has got, and what it has got in all: enough to draw a progress bar.
///
/// Nobody knows how long a result is before its end. A bar that fills up needs an estimate of your own, or a scan by token
/// ranges.
public struct ScanProgress: Sendable {
  /// Everything up to this page, which is number `total.pages`.
  public let total: ScanSummary
  /// Rows of this page.
  public let rows: Int
  /// What the server said about this page: its bytes, warnings, retries, time.
  public let info: PageInfo
  /// Whether nothing follows this page.
  public let isLast: Bool

  init<Rows>(_ page: Page<Rows>, total: ScanSummary) {
    self.total = total
    rows = page.rows.count
    info = page.info
    isLast = page.isLast
  }
}

extension PagedRows {
  /// The same rows; `handler` is told of each page when its first row is wanted, in the iteration's own task.
  ///
  /// The rows of the page are in ``ScanProgress/total`` then, although most of them are yet to be read.
  public func onProgress(_ handler: @escaping @Sendable (ScanProgress) -> Void) -> PagedRows {
    PagedRows(pages: pages.onProgress(handler), rowsToSkip: rowsToSkip)
  }
}
