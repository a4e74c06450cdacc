extension TokenRangeScan {
  /// A ledger for the workers of this scan.
  public func ledger() -> ScanLedger { ScanLedger(book) }

  /// Hands pages to a closure that runs for several ranges at once, and for the pages of a range one after the other.
  ///
  /// A page counts as done when the closure has returned, see ``ScanLedger``. What the closure throws ends the scan at
  /// once; what the source throws ends its range alone, when its retries are used up.
  ///
  /// - Parameters:
  ///   - ledger: takes down what is done, for checkpoints and progress in the middle of the scan; one that a scan has
  ///     ended with goes on with the ranges that failed.
  ///   - body: runs up to ``ScanOptions/concurrency`` times at once.
  /// - Returns: what was done.
  /// - Throws: ``ScanError`` when all is finished that could be; `CQLError` `.checkpointForeign` for the ledger of a scan of
  ///   another table, other columns or another shard; `CancellationError`; what `body` throws.
  @discardableResult
  public func forEachPage(
    recordingIn ledger: ScanLedger? = nil, _ body: @escaping @Sendable (ScanPage) async throws -> Void
  ) async throws -> RingProgress {
    try await work(ledger) { reader, ledger in
      var pages = RangePages(scan: self, reader: reader, ledger: ledger)
      while let page = try await pages.next() {
        try await body(page)
        ledger.done(page)
      }
    }
  }

  /// Hands ranges to a closure that runs for several of them at once.
  ///
  /// A range counts as done when the closure has returned, so a checkpoint has whole ranges only. What the closure throws
  /// ends the scan at once; what the source throws ends its range alone, when its retries are used up.
  ///
  /// - Parameters:
  ///   - ledger: takes down what is done, for checkpoints and progress in the middle of the scan; one that a scan has
  ///     ended with goes on with the ranges that failed.
  ///   - body: runs up to ``ScanOptions/concurrency`` times at once.
  /// - Returns: what was done.
  /// - Throws: ``ScanError`` when all is finished that could be; `CQLError` `.checkpointForeign` for the ledger of a scan of
  ///   another table, other columns or another shard; `CancellationError`; what `body` throws.
  @discardableResult
  public func forEachRange(
    recordingIn ledger: ScanLedger? = nil,
    _ body: @escaping @Sendable (TokenRange, RangeRows<Source>) async throws -> Void
  ) async throws -> RingProgress {
    try await work(ledger) { reader, ledger in
      try await body(reader.range, RangeRows(pages: RangePages(scan: self, reader: reader, ledger: ledger)))
      ledger.withBook { $0.finish(reader.id) }
    }
  }

  private func work(
    _ ledger: ScanLedger?, _ read: @escaping @Sendable (RangeReader, ScanLedger) async throws -> Void
  ) async throws -> RingProgress {
    let ledger = ledger ?? self.ledger()
    try ledger.checkpoint.check(book.identity)
    // Tasks of this scope: they end before it does, and what one throws ends the others.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<max(min(options.concurrency, ledger.progress.totalRanges), 1) {
        group.addTask { try await readRanges(ledger, read) }
      }
      try await group.waitForAll()
    }
    if let error = ledger.withBook({ $0.takeFailures() }) { throw error }
    return ledger.progress
  }

  /// One worker: range after range, until none is left for it. Where the owners of all that are left have enough to do,
  /// whoever ends one of theirs takes the next.
  private func readRanges(
    _ ledger: ScanLedger, _ read: @Sendable (RangeReader, ScanLedger) async throws -> Void
  ) async throws {
    while true {
      try Task.checkCancellation()
      guard let (id, item) = ledger.withBook({ $0.begin() }) else { return }
      do {
        try await read(RangeReader(table, id: id, item), ledger)
      } catch {
        // Where the source has failed, the ledger has given the range up, and has its error.
        if !ledger.withBook({ $0.hasGivenUp(id) }) || Task.isCancelled {
          ledger.withBook { $0.putBack(id) }
          throw error
        }
      }
    }
  }
}
