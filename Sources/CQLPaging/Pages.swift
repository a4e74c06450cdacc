/// A result page by page: a lazy sequence that asks its source for a page when the page is wanted.
///
/// A page can be empty and not the last. The sequence ends where the server said so and nowhere else: a failure throws
/// ``PagingError``, a cancelled task `CancellationError`. Each iteration is a scan of its own.
public struct Pages<Source: PageSource>: AsyncSequence, Sendable {
  public typealias Element = Page<Source.Rows>
  public typealias Failure = any Error

  let source: Source
  let request: PageRequest
  var emptyPagesAllowed = Int.max
  var prefetch = Prefetch.none
  var adaptivePageSize: AdaptivePageSize?

  /// The same pages, in a size that follows their rows; the size that was asked for otherwise is not used.
  public func adaptingPageSize(_ policy: AdaptivePageSize) -> Pages {
    var copy = self
    copy.adaptivePageSize = policy
    return copy
  }

  /// The same pages, fetched ahead of the one that is being looked at.
  public func prefetching(_ policy: Prefetch) -> Pages {
    var copy = self
    copy.prefetch = policy
    return copy
  }

  /// The same pages, but an error (`.stalledPaging`) where more than `count` empty ones come in a row.
  ///
  /// Runs of empty pages are normal on ScyllaDB, which ends pages at 1 MB or 10,000 tombstones.
  public func allowingEmptyPages(_ count: Int) -> Pages {
    var copy = self
    copy.emptyPagesAllowed = Swift.max(count, 0)
    return copy
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(self)
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    private let source: Source
    private let emptyPagesAllowed: Int
    /// The request for the next page; nil when the result has ended.
    private var request: PageRequest?
    private var emptyRun = 0
    private let readAhead: ReadAhead<Source>?
    /// The page size, where it follows the rows.
    private var sizer: PageSizer?
    /// What has been received so far; `rows` counts the rows of the pages.
    public private(set) var summary = ScanSummary()

    init(_ pages: Pages) {
      source = pages.source
      request = pages.request
      emptyPagesAllowed = pages.emptyPagesAllowed
      readAhead = pages.prefetch.pages > 0 ? ReadAhead(source: pages.source, policy: pages.prefetch) : nil
      sizer = pages.adaptivePageSize.map { PageSizer($0, limit: pages.request.statement.resumeRule.limit) }
      if let size = sizer?.size { request?.paging = .paged(size) }
    }

    /// Where the next page begins, for ``PageSource/pages(of:pageSize:from:)``; nil at the beginning of the result,
    /// and when it has ended.
    public var nextState: PagingState? { request?.state }

    /// The next page, or nil behind the last one.
    ///
    /// - Throws: ``PagingError``, after which the same page can be asked for again; `CancellationError` in a cancelled
    ///   task.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Page<Source.Rows>? {
      guard let request else { return nil }
      try Task.checkCancellation()
      do {
        try request.checkResume()
        if let page = await readAhead?.page(at: request) {
          try take(page, elapsed: nil)
          return page
        }
        let (page, elapsed) = try await fetch(request, isolation: actor)
        try take(page, elapsed: elapsed)
        followAhead()
        return page
      } catch {
        // A source may call a cancelled request by another name; the caller sees one name for it, and never an end.
        if Task.isCancelled || error is CancellationError { throw CancellationError() }
        throw PagingError(
          underlying: error, cursor: Cursor(state: request.state), rowsDelivered: summary.rows,
          pagesDelivered: summary.pages)
      }
    }

    /// Asks the source for a page, and again for a smaller one where the size follows the rows and was too much.
    ///
    /// - Returns: also how long it took, where the size follows that.
    private mutating func fetch(
      _ request: PageRequest, isolation actor: isolated (any Actor)?
    ) async throws -> (Page<Source.Rows>, elapsed: Duration?) {
      var request = request
      while true {
        let start = sizer?.now
        do {
          let page = try await source.fetchPage(request)
          guard let start, let end = sizer?.now else { return (page, nil) }
          return (page, end - start)
        } catch {
          guard !Task.isCancelled, sizer?.shrink(after: error) == true, let size = sizer?.size else { throw error }
          summary.retries += 1
          request = request.resized(size)
        }
      }
    }

    /// Moves on behind a page, unless it cannot be what it says.
    private mutating func take(_ page: Page<Source.Rows>, elapsed: Duration?) throws(CQLError) {
      try check(page)
      summary.add(page)
      summary.isComplete = page.isLast
      emptyRun = page.rows.isEmpty ? emptyRun + 1 : 0
      request = page.nextState.flatMap { request?.next(at: $0) }
      sizer?.received(rows: page.rows.count, bytes: page.info.byteCount, elapsed: elapsed)
      if let size = sizer?.size {
        request = request?.resized(size)
        readAhead?.resize(size)
      }
    }

    /// From the second page on: to look at the first rows of a result costs one request.
    private func followAhead() {
      if summary.pages > 1, let request { readAhead?.follow(request) }
    }

    /// A server that gives the position it was asked for, and no row, would be asked for ever.
    private func check(_ page: Page<Source.Rows>) throws(CQLError) {
      guard page.rows.isEmpty, let next = page.nextState else { return }
      if next == request?.state {
        throw CQLError(.stalledPaging, "the server gave the position it was asked for again, without a row")
      }
      if emptyRun >= emptyPagesAllowed {
        throw CQLError(.stalledPaging, "more than \(emptyPagesAllowed) empty pages in a row")
      }
    }
  }
}

extension Pages: CustomStringConvertible {
  public var description: String { "pages of \(request.statement)" }
}
