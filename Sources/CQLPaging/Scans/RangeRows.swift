/// The rows of one range, for its worker: handed out by ``TokenRangeScan/forEachRange(recordingIn:_:)``.
///
/// A page is asked for when its first row is wanted; one that fails is asked for again, and no row comes twice. Each
/// iteration reads the range from its beginning, or from where an earlier scan had got to in it before its checkpoint.
public struct RangeRows<Source: PageSource>: AsyncSequence, Sendable where Source.Rows == CQLRows {
  public typealias Element = CQLRow
  public typealias Failure = any Error

  let pages: RangePages<Source>

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages: pages) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var rows: CQLRows.Iterator?
    private var pages: RangePages<Source>

    init(pages: RangePages<Source>) { self.pages = pages }

    /// The next row, or nil behind the range's last one.
    ///
    /// - Throws: what the source threw last, when the range's retries are used up; `CancellationError` in a cancelled
    ///   task, when the rows at hand have been read.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> CQLRow? {
      if let row = rows?.next() { return row }
      return try await firstRowOfNextPage(isolation: actor)
    }

    @usableFromInline @inline(never)
    mutating func firstRowOfNextPage(isolation actor: isolated (any Actor)?) async throws -> CQLRow? {
      while true {
        rows = nil  // the page that was read is not held while the next one comes
        guard let page = try await pages.next(isolation: actor) else { return nil }
        pages.ledger.withBook { $0.note(page) }
        var rows = page.page.rows.makeIterator()
        for _ in 0..<page.skippedRows { _ = rows.next() }
        let first = rows.next()
        self.rows = rows
        if let first { return first }
      }
    }
  }
}

extension RangeRows: CustomStringConvertible {
  public var description: String { "rows of \(pages.reader.range) of \(pages.scan.table)" }
}
