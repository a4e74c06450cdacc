/// The rows of a scan, whichever page is here first, in one loop: made by ``TokenRangeScan/rows``.
///
/// As ``ScanPages``, row by row. ``AsyncIterator/checkpoint`` goes on behind the last row that was handed out.
public struct ScanRows<Source: PageSource>: AsyncSequence, Sendable where Source.Rows == CQLRows {
  public typealias Element = CQLRow
  public typealias Failure = any Error

  let scan: TokenRangeScan<Source>

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages: scan.pages.makeAsyncIterator()) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var rows: CQLRows.Iterator?
    /// Rows of the page at hand that were handed out.
    @usableFromInline var rowsRead = 0
    private var pages: ScanPages<Source>.AsyncIterator

    init(pages: ScanPages<Source>.AsyncIterator) { self.pages = pages }

    /// The next row, or nil when all ranges are finished.
    ///
    /// - Throws: ``ScanError`` when all is finished that could be; asked again, the iteration tries the ranges that
    ///   failed once more. `CancellationError` in a cancelled task, when the rows at hand have been read.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> CQLRow? {
      if let row = rows?.next() {
        rowsRead &+= 1
        return row
      }
      return try await firstRowOfNextPage(isolation: actor)
    }

    @usableFromInline @inline(never)
    mutating func firstRowOfNextPage(isolation actor: isolated (any Actor)?) async throws -> CQLRow? {
      while true {
        rows = nil  // the page that was read is not held while the next one comes
        guard let page = try await pages.next(isolation: actor) else { return nil }
        rowsRead = 0
        var rows = page.page.rows.makeIterator()
        for _ in 0..<page.skippedRows { _ = rows.next() }
        let first = rows.next()
        self.rows = rows
        if let first {
          rowsRead = 1
          return first
        }
      }
    }

    /// Behind the last row that was handed out, whatever else is on its way: a scan from here has every other row.
    public var checkpoint: ScanCheckpoint { pages.standing(rows: rowsRead).checkpoint }

    /// How far the iteration has got. A range is finished when its last row was handed out.
    public var progress: RingProgress { pages.standing(rows: rowsRead).progress }
  }
}

extension ScanRows: CustomStringConvertible {
  public var description: String { "rows of \(scan)" }
}
