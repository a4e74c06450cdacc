/// Whatever can answer a request for a page: a session, a fake for tests, a policy around another source.
///
/// One method, and everything that this library does with pages works on it: ``Pages``, ``PagedRows``, and what is built
/// on those. Four laws make that possible:
///
/// 1. A request may be sent again, and gives the same place of the result again.
/// 2. A nil ``Page/nextState`` means, and alone means, that the result has ended. A failure is thrown, never a last page.
/// 3. A page may be empty and not the last; a page may be shorter or longer than asked.
/// 4. A thrown error leaves nothing to clean up, and the source ready for the next request. In a cancelled task the
///    source throws, soon.
///
/// `PageSourceLaws` of the `CQLPagingTesting` product holds a source against them.
public protocol PageSource<Rows, Failure>: Sendable {
  /// The rows of a page: any collection; `CQLRows` where they come from a server.
  associatedtype Rows: RandomAccessCollection & Sendable where Rows.Element: Sendable
  /// What ``fetchPage(_:)`` throws. Most sources take `any Error`, since a cancelled task has an error of its own.
  associatedtype Failure: Error = any Error

  /// Fetches one page.
  ///
  /// - Throws: ``CQLError`` from the sources of this library; `CancellationError` in a cancelled task. Nothing needs to be
  ///   cleaned up then, and the same request can be sent again.
  func fetchPage(_ request: PageRequest) async throws(Failure) -> Page<Rows>

  /// Begins to fetch a page before anyone waits for it, so that it can be on its way while rows are being read.
  ///
  /// Only for sources that can do so without a task, such as one that has an event loop. The default begins nothing, and
  /// ``Prefetch`` has no effect on the source then. A source around another one passes the call on.
  ///
  /// - Parameters:
  ///   - request: the page to fetch.
  ///   - announce: told where the page behind this one begins, and the node to ask for it, by sources that know that before
  ///     the page is here; called at most once, from any thread, before `completion` unless the page is given up. The
  ///     next page can be asked for then. What it is told must be what the page says.
  ///   - completion: called once, from any thread; not at all where nil is returned.
  /// - Returns: nil where the source would have to wait before it can begin: the page is fetched by
  ///   ``fetchPage(_:)`` then, when it is wanted.
  func startFetching(
    _ request: PageRequest, announce: @escaping @Sendable (PagingState, _ coordinator: String?) -> Void,
    completion: @escaping @Sendable (Result<Page<Rows>, any Error>) -> Void
  ) -> FetchHandle?
}

extension PageSource {
  public func startFetching(
    _ request: PageRequest, announce: @escaping @Sendable (PagingState, _ coordinator: String?) -> Void,
    completion: @escaping @Sendable (Result<Page<Rows>, any Error>) -> Void
  ) -> FetchHandle? { nil }

  /// Begins to fetch a page, for those who want nothing before the page itself is here.
  ///
  /// - Returns: as ``startFetching(_:announce:completion:)``.
  public func startFetching(
    _ request: PageRequest, completion: @escaping @Sendable (Result<Page<Rows>, any Error>) -> Void
  ) -> FetchHandle? {
    startFetching(request, announce: { _, _ in }, completion: completion)
  }
}

extension PageSource {
  /// The result page by page. Making it starts nothing; each iteration asks for one page when it is wanted.
  ///
  /// - Parameters:
  ///   - statement: the query and its values.
  ///   - pageSize: about how many rows a page; nil takes the statement's own size, then its profile's, then the
  ///     source's default.
  ///   - position: where to begin; nil is the beginning of the result.
  public func pages(
    of statement: Statement, pageSize: PageSize? = nil, from position: PagingState? = nil
  ) -> Pages<Self> {
    Pages(source: self, request: PageRequest(statement, pageSize: pageSize, state: position))
  }

  /// The result row by row, over all its pages. Making it starts nothing; a page is asked for when the rows of the one
  /// before it have been read.
  ///
  /// - Parameters:
  ///   - statement: the query and its values.
  ///   - pageSize: about how many rows a page; nil takes the statement's own size, then its profile's, then the
  ///     source's default.
  ///   - cursor: where to begin; nil is the beginning of the result.
  public func rows(
    of statement: Statement, pageSize: PageSize? = nil, from cursor: Cursor? = nil
  ) -> PagedRows<Self> {
    PagedRows(
      pages: Pages(source: self, request: PageRequest(statement, pageSize: pageSize, state: cursor?.state)),
      rowsToSkip: cursor?.rowsConsumed ?? 0)
  }

  /// The whole result in one answer, whatever its size: only for results that are known to be small.
  ///
  /// - Throws: as ``fetchPage(_:)``.
  public func fetchUnpaged(_ statement: Statement) async throws(Failure) -> Page<Rows> {
    try await fetchPage(.unpaged(statement))
  }
}
