/// The pages of a scan, whichever is here first, in one loop: made by ``TokenRangeScan/pages``.
///
/// Up to ``ScanOptions/concurrency`` ranges are being read, with a page each that is on its way, waits or is in hand. No
/// more are asked for while the loop is busy, so a slow loop slows the scan. Pages are asked for side by side where the
/// source can begin one without a task (``PageSource/startFetching(_:announce:completion:)``), as a session does; with
/// others it is one after the other. A page that failed is asked for again while the others go on. Leaving the loop gives
/// up what is on its way; a cancelled task throws `CancellationError`.
public struct ScanPages<Source: PageSource>: AsyncSequence, Sendable where Source.Rows == CQLRows {
  public typealias Element = ScanPage
  public typealias Failure = any Error

  let scan: TokenRangeScan<Source>

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(scan) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    private var ranges: MergedRanges<Source>
    private var book: ScanBook
    /// The page that was handed out last.
    private var pageInHand: ScanPage?

    init(_ scan: TokenRangeScan<Source>) {
      ranges = MergedRanges(scan)
      book = scan.book
    }

    /// The next page, or nil when all ranges are finished. A page can be empty.
    ///
    /// - Throws: ``ScanError`` when all is finished that could be; asked again, the iteration tries the ranges that
    ///   failed once more. `CancellationError` in a cancelled task.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> ScanPage? {
      if let page = pageInHand.take() {
        book.handedOver(page, rows: page.rowCount)
        ranges.release(page)
      }
      pageInHand = try await ranges.next(&book, isolation: actor)
      return pageInHand
    }

    /// Behind the last page that was handed out, whatever else is on its way.
    public var checkpoint: ScanCheckpoint { standing(rows: .max).checkpoint }

    /// How far the iteration has got.
    public var progress: RingProgress { standing(rows: .max).progress }

    /// What has been done, if so many rows of the page in hand have been handed over.
    func standing(rows: Int) -> ScanBook {
      guard let page = pageInHand else { return book }
      var book = book
      book.handedOver(page, rows: Swift.min(rows, page.rowCount))
      return book
    }
  }
}

extension ScanPages: CustomStringConvertible {
  public var description: String { "pages of \(scan)" }
}
