/// The pages of one range, for its worker: one that fails is asked for again after a while.
struct RangePages<Source: PageSource>: Sendable where Source.Rows == CQLRows {
  let scan: TokenRangeScan<Source>
  var reader: RangeReader
  let ledger: ScanLedger

  /// The next page, or nil behind the last one.
  ///
  /// - Throws: the page's last error, when the ledger has given the range up; `CancellationError`.
  mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> ScanPage? {
    guard let request = reader.request else { return nil }
    while true {
      try Task.checkCancellation()
      do {
        let page = try reader.accept(try await scan.source.fetchPage(request))
        ledger.withBook { $0.received(page) }
        return page
      } catch {
        // A source may call a cancelled request by another name.
        try Task.checkCancellation()
        let id = reader.id
        guard let delay = ledger.withBook({ $0.failed(id, error, chance: .random(in: 0...1)) }) else { throw error }
        try await scan.timer.sleep(delay)
      }
    }
  }
}
