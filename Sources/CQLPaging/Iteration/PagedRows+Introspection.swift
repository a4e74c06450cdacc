extension PagedRows.AsyncIterator {
  /// Rows that ``next(isolation:)`` gives without waiting for a server. Where pages are fetched ahead, those that have
  /// come count.
  public var bufferedCount: Int { rowsInPage - rowsRead + pages.rowsAhead }

  /// Whether every row there is has come, though maybe not been read.
  public var isFullyFetched: Bool { pages.isFullyFetched }

  /// Asks for the next page now, while rows of the page at hand are left, and keeps it until they are read.
  ///
  /// It waits for the page. One page at a time is kept so: a second call does nothing before the first one's page has
  /// been reached. To have pages fetched while rows are being read, use ``PagedRows/prefetching(_:)``.
  ///
  /// - Throws: ``PagingError`` with the cursor behind the last row handed out; rows at hand can be read on, and the page
  ///   is asked for again when it is needed. `CancellationError` in a cancelled task.
  public nonisolated(nonsending) mutating func fetchMore() async throws {
    do {
      try await pages.fetchMore()
    } catch let error as PagingError {
      throw placed(error, at: cursor ?? error.cursor)
    }
  }
}
