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
    AsyncIterator(source: source, request: request, emptyPagesAllowed: emptyPagesAllowed, prefetch: prefetch)
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    private let source: Source
    private let emptyPagesAllowed: Int
    /// The request for the next page; nil when the result has ended.
    private var request: PageRequest?
    private var emptyRun = 0
    private let readAhead: ReadAhead<Source>?
    /// What has been received so far; `rows` counts the rows of the pages.
    public private(set) var summary = ScanSummary()

    init(source: Source, request: PageRequest, emptyPagesAllowed: Int, prefetch: Prefetch) {
      readAhead = prefetch.pages > 0 ? ReadAhead(source: source, policy: prefetch) : nil
      self.source = source
      self.request = request
      self.emptyPagesAllowed = emptyPagesAllowed
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
      let page: Page<Source.Rows>
      do {
        try request.checkResume()
        let pageAhead = await readAhead?.page(at: request)
        if let pageAhead { page = pageAhead } else { page = try await source.fetchPage(request) }
        try check(page, of: request)
        if pageAhead == nil { followAhead(page, request) }
      } catch {
        // A source may call a cancelled request by another name; the caller sees one name for it, and never an end.
        if Task.isCancelled || error is CancellationError { throw CancellationError() }
        throw PagingError(
          underlying: error, cursor: Cursor(state: request.state), rowsDelivered: summary.rows,
          pagesDelivered: summary.pages)
      }
      advance(past: page)
      return page
    }

    /// From the second page on: to look at the first rows of a result costs one request.
    private func followAhead(_ page: Page<Source.Rows>, _ request: PageRequest) {
      guard let readAhead, summary.pages > 0, let next = page.nextState else { return }
      readAhead.follow(request.next(at: next))
    }

    private mutating func advance(past page: Page<Source.Rows>) {
      summary.add(page)
      summary.rows += page.rows.count
      summary.isComplete = page.isLast
      emptyRun = page.rows.isEmpty ? emptyRun + 1 : 0
      request = page.nextState.flatMap { request?.next(at: $0) }
    }

    /// A server that gives the position it was asked for, and no row, would be asked for ever.
    private func check(_ page: Page<Source.Rows>, of request: PageRequest) throws(CQLError) {
      guard page.rows.isEmpty, let next = page.nextState else { return }
      if next == request.state {
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
