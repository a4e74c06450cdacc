/// A result page by page: a lazy sequence that asks its source for a page when the page is wanted.
///
/// A page can be empty and not the last. The sequence ends where the server said so and nowhere else: a failure throws
/// ``PagingError``, a cancelled task `CancellationError`. Each iteration is a scan of its own.
public struct Pages<Source: PageSource>: AsyncSequence, Sendable {
  public typealias Element = Page<Source.Rows>
  public typealias Failure = any Error

  let source: Source
  var request: PageRequest
  var emptyPagesAllowed = Int.max
  var prefetch = Prefetch.none
  var adaptivePageSize: AdaptivePageSize?
  var progress: (@Sendable (ScanProgress) -> Void)?
  /// What must stay as it is on the first page, where that matters.
  var columns: (@Sendable (Source.Rows) -> Columns)?

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

  /// The same pages; `handler` is told of each when the iteration gets it, in the iteration's own task.
  public func onProgress(_ handler: @escaping @Sendable (ScanProgress) -> Void) -> Pages {
    var copy = self
    copy.progress = handler
    return copy
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    private let source: Source
    private let emptyPagesAllowed: Int
    /// The request for the next page; nil when the result has ended.
    private var request: PageRequest?
    private var emptyRun = 0
    private let readAhead: ReadAhead<Source>?
    /// The page size, where it follows the rows.
    private var sizer: PageSizer?
    private let progress: (@Sendable (ScanProgress) -> Void)?
    private let columns: (@Sendable (Source.Rows) -> Columns)?
    private var firstColumns: Columns?
    /// The page that ``fetchMore()`` has brought: the iteration still stands before it.
    private var fetched: Page<Source.Rows>?
    /// How the page came that the iteration stands before.
    private var arrival = Arrival()
    /// What has been received so far; `rows` counts the rows of the pages.
    public private(set) var summary = ScanSummary()

    init(_ pages: Pages) {
      source = pages.source
      request = pages.request
      emptyPagesAllowed = pages.emptyPagesAllowed
      readAhead = pages.prefetch.pages > 0 ? ReadAhead(source: pages.source, policy: pages.prefetch) : nil
      sizer = pages.adaptivePageSize.map { PageSizer($0, limit: pages.request.statement.resumeRule.limit) }
      if let size = sizer?.size { request?.paging = .paged(size) }
      progress = pages.progress
      columns = pages.columns
    }

    /// How a page came.
    private struct Arrival {
      /// How long it took, where the size follows that.
      var elapsed: Duration?
      var wasFetchedAhead = false
    }

    /// Where the next page begins, for ``PageSource/pages(of:pageSize:from:)``; nil at the beginning of the result,
    /// and when it has ended.
    public var nextState: PagingState? { request?.state }

    /// The next page, or nil behind the last one.
    ///
    /// - Throws: ``PagingError``, after which the same page can be asked for again; `CancellationError` in a cancelled
    ///   task.
    public nonisolated(nonsending) mutating func next(
      isolation _: (any Actor)? = #isolation
    ) async throws -> Page<Source.Rows>? {
      guard let request else { return nil }
      try Task.checkCancellation()
      let page = if let early = fetched.take() { early } else { try await receive(request) }
      advance(past: page)
      return page
    }

    /// Asks for the next page now, and keeps it for ``next(isolation:)``. Does nothing where it is here already, or where
    /// there is none.
    ///
    /// - Throws: as ``next(isolation:)``, and leaves the iteration where it was.
    public nonisolated(nonsending) mutating func fetchMore() async throws {
      guard let request, fetched == nil else { return }
      try Task.checkCancellation()
      fetched = try await receive(request)
    }

    /// How many rows are here, in pages that the iteration has not come to.
    var rowsAhead: Int { (fetched?.rows.count ?? 0) + (readAhead?.bufferedRows ?? 0) }

    /// Whether the server has said, on a page that is here, that the result ends with it.
    var isFullyFetched: Bool { request == nil || fetched?.isLast == true || readAhead?.reachesEnd == true }

    /// The page, from those that were fetched ahead or from the source, unless it cannot be what it says.
    private nonisolated(nonsending) mutating func receive(_ request: PageRequest) async throws -> Page<Source.Rows> {
      do {
        try request.checkResume()
        let page: Page<Source.Rows>
        if let early = await readAhead?.page(at: request) {
          page = early
          arrival = Arrival(wasFetchedAhead: true)
        } else {
          page = try await fetch(request)
        }
        try check(page)
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
    private nonisolated(nonsending) mutating func fetch(_ request: PageRequest) async throws -> Page<Source.Rows> {
      var request = request
      while true {
        let start = sizer?.now
        do {
          let page = try await source.fetchPage(request)
          arrival = Arrival()
          if let start, let end = sizer?.now { arrival.elapsed = end - start }
          return page
        } catch {
          guard !Task.isCancelled, sizer?.shrink(after: error) == true, let size = sizer?.size else { throw error }
          summary.retries += 1
          request = request.resized(size)
        }
      }
    }

    private mutating func advance(past page: Page<Source.Rows>) {
      summary.add(page)
      summary.isComplete = page.isLast
      emptyRun = page.rows.isEmpty ? emptyRun + 1 : 0
      request = page.nextState.flatMap { request?.next(at: $0, coordinator: page.info.coordinator) }
      if let size = page.info.chosenPageSize { request = request?.resized(size) }
      sizer?.received(rows: page.rows.count, bytes: page.info.byteCount, elapsed: arrival.elapsed)
      if let size = sizer?.size {
        request = request?.resized(size)
        readAhead?.resize(size)
      }
      if !arrival.wasFetchedAhead { followAhead() }
      progress?(ScanProgress(page, total: summary))
    }

    /// From the second page on: to look at the first rows of a result costs one request.
    private func followAhead() {
      if summary.pages > 1, let request { readAhead?.follow(request) }
    }

    /// - Throws: `.columnsChanged`, where they must not; `.stalledPaging`, because a server that gives the position it was
    ///   asked for would be asked for ever, for nothing or for the same rows.
    private mutating func check(_ page: Page<Source.Rows>) throws(CQLError) {
      if let columns = columns?(page.rows) {
        try firstColumns?.check(unchanged: columns)
        firstColumns = columns
      }
      guard let next = page.nextState else { return }
      if next == request?.state {
        throw CQLError(
          .stalledPaging,
          "the server gave the position it was asked for again, \(page.rows.isEmpty ? "without a row" : "with rows")")
      }
      if page.rows.isEmpty, emptyRun >= emptyPagesAllowed {
        throw CQLError(.stalledPaging, "more than \(emptyPagesAllowed) empty pages in a row")
      }
    }
  }
}

extension Pages: CustomStringConvertible {
  public var description: String { "pages of \(request.statement)" }
}
