/// A result row by row, over all its pages: a lazy sequence that asks for a page when the rows of the one before it
/// have been read.
///
/// ```swift
/// for try await row in session.rows(of: "SELECT id, name FROM app.users") {
///   let (id, name) = try row.decode(as: (UUID, String).self)
/// }
/// ```
///
/// Empty pages are passed over. The sequence ends where the server said so and nowhere else: a failure throws
/// ``PagingError``, a cancelled task `CancellationError` at the next page. Leaving the loop leaves nothing behind.
public struct PagedRows<Source: PageSource>: AsyncSequence, Sendable {
  public typealias Element = Source.Rows.Element
  public typealias Failure = any Error

  let pages: Pages<Source>
  let rowsToSkip: Int

  init(pages: Pages<Source>, rowsToSkip: Int) {
    self.pages = pages
    self.rowsToSkip = rowsToSkip
  }

  /// The same rows, with pages fetched ahead of the rows that are being read.
  public func prefetching(_ policy: Prefetch) -> PagedRows {
    PagedRows(pages: pages.prefetching(policy), rowsToSkip: rowsToSkip)
  }

  /// The same rows, in pages whose size follows them; the size that was asked for otherwise is not used.
  public func adaptingPageSize(_ policy: AdaptivePageSize) -> PagedRows {
    PagedRows(pages: pages.adaptingPageSize(policy), rowsToSkip: rowsToSkip)
  }

  /// The same rows, but an error (`.stalledPaging`) where more than `count` empty pages come in a row.
  public func allowingEmptyPages(_ count: Int) -> PagedRows {
    PagedRows(pages: pages.allowingEmptyPages(count), rowsToSkip: rowsToSkip)
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(pages: pages.makeAsyncIterator(), pageState: pages.request.state, rowsToSkip: rowsToSkip)
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var rows: Source.Rows.Iterator?
    /// Rows of the page at `pageState` that have been read, by this iteration or by the one it resumes.
    @usableFromInline var rowsRead = 0
    /// Rows of that page.
    @usableFromInline var rowsInPage = 0
    var pages: Pages<Source>.AsyncIterator
    /// Where the page begins whose rows are being read.
    private var pageState: PagingState?
    /// Rows from `pageState` on that an earlier iteration has read.
    private var rowsToSkip: Int
    /// Rows handed out from the pages before this one, less the rows skipped in this one.
    private var rowsBefore = 0

    init(pages: Pages<Source>.AsyncIterator, pageState: PagingState?, rowsToSkip: Int) {
      self.pages = pages
      self.pageState = pageState
      self.rowsToSkip = rowsToSkip
    }

    /// The next row, or nil behind the last one.
    ///
    /// - Throws: ``PagingError``, after which the iteration can go on with the same page; `CancellationError` in a
    ///   cancelled task, when the rows at hand have been read.
    ///
    /// It runs on its caller's actor by being `nonisolated(nonsending)`, which leaves nothing to check for each row; an
    /// isolated parameter would, twice. The parameter is the protocol's, and not looked at.
    @inlinable
    public nonisolated(nonsending) mutating func next(
      isolation _: (any Actor)? = #isolation
    ) async throws -> Source.Rows.Element? {
      // One place makes all rows: only so the compiler sees that a row needs no reference of its own to its page.
      if rowsRead == rowsInPage { guard try await advanceToNextPage() else { return nil } }
      rowsRead &+= 1
      return rows?.next()
    }

    /// Gets pages until one has a row to read; false behind the last one.
    @usableFromInline @inline(never)
    nonisolated(nonsending) mutating func advanceToNextPage() async throws -> Bool {
      while true {
        rows = nil  // the page that was read is not held while the next one comes
        let state = pages.nextState
        guard let page = try await nextPage() else { return false }
        rowsBefore += rowsRead
        pageState = state
        rowsInPage = page.rows.count
        rowsRead = Swift.min(rowsToSkip, rowsInPage)
        rowsToSkip -= rowsRead
        rowsBefore -= rowsRead
        var rows = page.rows.makeIterator()
        for _ in 0..<rowsRead { _ = rows.next() }
        self.rows = rows
        if rowsRead < rowsInPage { return true }
      }
    }

    private nonisolated(nonsending) mutating func nextPage() async throws -> Page<Source.Rows>? {
      do {
        return try await pages.next()
      } catch let error as PagingError {
        throw placed(error, at: Cursor(state: pages.nextState, rowsConsumed: rowsToSkip))
      }
    }

    /// The error of a page as one of rows.
    func placed(_ error: PagingError, at cursor: Cursor) -> PagingError {
      PagingError(
        underlying: error.underlying, cursor: cursor, rowsDelivered: rowsBefore + rowsRead,
        pagesDelivered: error.pagesDelivered)
    }

    /// Behind the last row that was handed out: a scan from here goes on with the next one. Nil when the result has
    /// ended and every row of it was handed out.
    public var cursor: Cursor? {
      if rowsRead < rowsInPage { return Cursor(state: pageState, rowsConsumed: rowsRead) }
      if pages.summary.isComplete { return nil }
      return Cursor(state: pages.nextState, rowsConsumed: rowsToSkip)
    }

    /// What has been received and handed out so far.
    public var summary: ScanSummary {
      var summary = pages.summary
      summary.rows = rowsBefore + rowsRead
      summary.isComplete = cursor == nil
      return summary
    }
  }
}

extension PagedRows: CustomStringConvertible {
  public var description: String { "rows of \(pages.request.statement)" }
}
