/// What the workers of a scan have done so far; it can be asked at any time, from anywhere.
///
/// ```swift
/// let ledger = scan.ledger()
/// try await scan.forEachPage(recordingIn: ledger) { page in
///   try await file.append(lines(of: page)) { ledger.record(page) }  // the checkpoint and the file agree
/// }
/// ```
public final class ScanLedger: Sendable {
  private struct State {
    var book: ScanBook
    /// Pages that were recorded before their worker was done with them.
    var recorded: [Int: Cursor] = [:]
  }

  private let state: Lock<State>

  init(_ book: ScanBook) { state = Lock(State(book: book)) }

  /// Behind what the workers are done with. What they are at is in it as not yet read.
  public var checkpoint: ScanCheckpoint { state.withLock { $0.book.checkpoint } }

  /// How far the workers have got.
  public var progress: RingProgress { state.withLock { $0.book.progress } }

  /// Counts a page as done now, and not when its worker returns: for workers that write rows and checkpoint in one step,
  /// under a lock or on an actor of theirs. A second call for the same page changes nothing.
  ///
  /// - Returns: the checkpoint behind this page.
  @discardableResult
  public func record(_ page: ScanPage) -> ScanCheckpoint {
    state.withLock { state in
      if state.recorded[page.id] != page.start {
        state.recorded[page.id] = page.start
        state.book.handedOver(page, rows: page.rowCount)
      }
      return state.book.checkpoint
    }
  }

  /// For what the workers themselves note.
  func withBook<Result>(_ body: (inout ScanBook) -> Result) -> Result { state.withLock { body(&$0.book) } }

  func done(_ page: ScanPage) {
    state.withLock { state in
      if state.recorded[page.id] != page.start { state.book.handedOver(page, rows: page.rowCount) }
      state.recorded[page.id] = nil
    }
  }
}
