/// Ranges that are read at once for one reader: asks for pages, and hands out whichever is here first.
struct MergedRanges<Source: PageSource> where Source.Rows == CQLRows {
  private struct Range {
    var reader: RangeReader
    var state = State.idle
    /// A page that failed ahead of its reader is asked for by ``PageSource/fetchPage(_:)``, which may know more ways to
    /// get it, and whose error is final. It takes as long as it takes, while the other ranges go on.
    var isFailing = false
  }

  private enum State {
    /// To be asked for.
    case idle
    /// On its way, or here.
    case asked
    /// In the caller's hands.
    case inHand
    /// To be asked for again when the timer is there.
    case waiting(until: Duration)
  }

  private let source: Source
  private let table: ScanTable
  private let timer: ScanTimer
  private var mailbox = ScanMailbox<Source>()
  /// The turn of the mailbox that was taken last: see ``ScanMailbox/takeTurn(_:)``.
  private var turn: UInt64 = 0
  private var ranges: [Int: Range] = [:]
  /// Ranges whose page the source cannot begin: they are asked in turns.
  private var unbegun: [Int] = []

  init(_ scan: TokenRangeScan<Source>) {
    source = scan.source
    table = scan.table
    timer = scan.timer
  }

  /// The page was handed over; its range's next one may be asked for.
  mutating func release(_ page: ScanPage) {
    if page.isLastOfRange { ranges[page.id] = nil } else { ranges[page.id]?.state = .idle }
  }

  /// - Throws: ``ScanError``, `CancellationError`.
  mutating func next(_ book: inout ScanBook, isolation actor: isolated (any Actor)?) async throws -> ScanPage? {
    if !mailbox.takeTurn(&turn) { leaveMailbox() }
    while true {
      try Task.checkCancellation()
      beginRanges(&book)
      askForPages()
      if let (id, result) = mailbox.take() {
        let isAhead = ranges[id]?.isFailing != true
        if let page = arrived(id, result, isAhead: isAhead, &book) { return page }
      } else if let id = unbegun.first {
        unbegun.removeFirst()
        if let page = try await fetch(id, &book, isolation: actor) { return page }
      } else if ranges.isEmpty {
        guard let error = book.takeFailures() else { return nil }
        throw error
      } else {
        try await wait(isolation: actor)
      }
    }
  }

  /// Copies read on for themselves: what is on its way is for the other one, and asked for once more here.
  private mutating func leaveMailbox() {
    mailbox = ScanMailbox()
    turn = 0
    _ = mailbox.takeTurn(&turn)
    for (id, range) in ranges {
      if case .asked = range.state { ranges[id]?.state = .idle }
    }
  }

  private mutating func beginRanges(_ book: inout ScanBook) {
    while let (id, item) = book.begin() {
      ranges[id] = Range(reader: RangeReader(table, id: id, item))
    }
  }

  private mutating func askForPages() {
    let now = timer.elapsed()
    for (id, range) in ranges.sorted(by: { $0.key < $1.key }) {
      switch range.state {
      case .asked, .inHand: continue
      case .waiting(let until) where until > now: continue
      case .waiting, .idle: break
      }
      guard let request = range.reader.request else { continue }
      if mailbox.begin(request, for: id, in: source, again: range.isFailing) {
        ranges[id]?.state = .asked
        unbegun.removeAll { $0 == id }
      } else {
        ranges[id]?.state = .idle
        if !unbegun.contains(id) { unbegun.append(id) }
      }
    }
  }

  /// Asks for a page that the source could not begin.
  private mutating func fetch(
    _ id: Int, _ book: inout ScanBook, isolation actor: isolated (any Actor)?
  ) async throws -> ScanPage? {
    guard let request = ranges[id]?.reader.request else { return nil }
    let result: Result<Page<CQLRows>, any Error>
    do { result = .success(try await source.fetchPage(request)) } catch { result = .failure(error) }
    // A source may call a cancelled request by another name.
    if case .failure = result { try Task.checkCancellation() }
    return arrived(id, result, isAhead: false, &book)
  }

  private mutating func arrived(
    _ id: Int, _ result: Result<Page<CQLRows>, any Error>, isAhead: Bool, _ book: inout ScanBook
  ) -> ScanPage? {
    guard var range = ranges[id] else { return nil }
    do {
      let page = try range.reader.accept(try result.get())
      range.state = .inHand
      range.isFailing = false
      ranges[id] = range
      book.received(page)
      return page
    } catch {
      if isAhead {
        range.isFailing = true
        range.state = .idle
        ranges[id] = range
      } else if let delay = book.failed(id, error, chance: .random(in: 0...1)) {
        range.state = .waiting(until: timer.elapsed() + delay)
        ranges[id] = range
      } else {
        ranges[id] = nil
      }
      return nil
    }
  }

  /// Until a page is here, or a range is to be asked for again.
  private func wait(isolation actor: isolated (any Actor)?) async throws {
    let deadlines = ranges.values.compactMap { range in
      if case .waiting(let until) = range.state { until } else { nil }
    }
    guard let deadline = deadlines.min() else { return await mailbox.wait() }
    let (mailbox, timer) = (mailbox, timer)
    let delay = max(deadline - timer.elapsed(), .zero)
    guard mailbox.isExpecting else { return try await timer.sleep(delay) }
    // Two tasks of one scope: whichever ends first ends the wait, and the other with it.
    try await withThrowingTaskGroup(of: Void.self, isolation: actor) { group in
      group.addTask { await mailbox.wait() }
      group.addTask { try await timer.sleep(delay) }
      try await group.next()
      group.cancelAll()
    }
  }
}
