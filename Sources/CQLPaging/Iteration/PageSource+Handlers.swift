extension PageSource {
  /// Hands the result to a closure page by page. The next page is asked for when the closure has returned `.next`, and
  /// never before.
  ///
  /// ```swift
  /// let rest = try await session.forEachPage(of: statement) { page in
  ///   write(page.rows)
  ///   return diskIsFull ? .stop : .next
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - statement: the query and its values.
  ///   - pageSize: about how many rows a page; nil takes the statement's own size, then its profile's, then the
  ///     source's default.
  ///   - position: where to begin; nil is the beginning of the result.
  ///   - body: takes a page, which can be empty and not the last.
  /// - Returns: where the page begins behind the last one handed over; nil when the result has ended.
  /// - Throws: ``PagingError``; `CancellationError`; what `body` throws.
  @discardableResult
  public func forEachPage(
    of statement: Statement, pageSize: PageSize? = nil, from position: PagingState? = nil,
    _ body: (Page<Rows>) async throws -> PageStep
  ) async throws -> PagingState? {
    var pages = pages(of: statement, pageSize: pageSize, from: position).makeAsyncIterator()
    while let page = try await pages.next() {
      guard try await body(page) == .next else { return page.nextState }
    }
    return nil
  }
}

// For code that cannot wait: the same, with closures that are called later.
extension PageSource {
  /// Fetches one page, and calls `completion` when it is there. The next one is a request of its own, with the state that
  /// the page carries.
  ///
  /// - Parameters:
  ///   - request: the page to fetch.
  ///   - completion: called once, on an executor's thread, with the page or with what ``fetchPage(_:)`` throws.
  /// - Returns: what gives the page up: `completion` gets `CancellationError` then, unless the page is there already.
  @discardableResult
  public func fetchPage(
    _ request: PageRequest, completion: @escaping @Sendable (Result<Page<Rows>, any Error>) -> Void
  ) -> FetchHandle {
    FetchHandle({ try await self.fetchPage(request) }, completion: completion)
  }

  /// Hands the result to `handler` page by page, and calls `completion` when that is over. The next page is asked for
  /// when the handler has returned `.next`, and never before.
  ///
  /// - Parameters:
  ///   - statement: the query and its values.
  ///   - pageSize: about how many rows a page; nil takes the statement's own size, then its profile's, then the
  ///     source's default.
  ///   - position: where to begin; nil is the beginning of the result.
  ///   - handler: takes a page, which can be empty and not the last; called on an executor's thread, one page after the
  ///     other.
  ///   - completion: called once, with the position behind the last page (nil when the result has ended), a
  ///     ``PagingError`` or `CancellationError`.
  /// - Returns: what gives the rest up.
  @discardableResult
  public func forEachPage(
    of statement: Statement, pageSize: PageSize? = nil, from position: PagingState? = nil,
    handler: @escaping @Sendable (Page<Rows>) -> PageStep,
    completion: @escaping @Sendable (Result<PagingState?, any Error>) -> Void
  ) -> FetchHandle {
    FetchHandle(
      { try await self.forEachPage(of: statement, pageSize: pageSize, from: position) { handler($0) } },
      completion: completion)
  }
}
