/// The first rows of a result, exactly as many as were wanted or as there are: made by ``PagedRows/limit(_:)``.
///
/// No page is asked for behind the one with the last row wanted, unless pages are fetched ahead. ``AsyncIterator/cursor``
/// goes on behind that row.
public struct LimitedRows<Source: PageSource>: AsyncSequence, Sendable {
  public typealias Element = Source.Rows.Element
  public typealias Failure = any Error

  let rows: PagedRows<Source>
  let limit: Int

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(rows: rows.makeAsyncIterator(), remaining: limit)
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var rows: PagedRows<Source>.AsyncIterator
    /// How many rows are still wanted.
    @usableFromInline var remaining: Int

    init(rows: PagedRows<Source>.AsyncIterator, remaining: Int) {
      self.rows = rows
      self.remaining = remaining
    }

    /// The next row; nil behind the last one that is wanted, or that there is.
    ///
    /// - Throws: as ``PagedRows/AsyncIterator/next(isolation:)``.
    @inlinable
    public nonisolated(nonsending) mutating func next(
      isolation _: (any Actor)? = #isolation
    ) async throws -> Source.Rows.Element? {
      guard remaining > 0, let row = try await rows.next() else { return nil }
      remaining -= 1
      return row
    }

    /// Behind the last row that was handed out; nil where the result itself has ended there.
    public var cursor: Cursor? { rows.cursor }

    /// What has been received and handed out so far. It is complete where the result itself has ended.
    public var summary: ScanSummary { rows.summary }
  }
}

extension LimitedRows: CustomStringConvertible {
  public var description: String { "the first \(limit) \(rows)" }
}
