import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

/// A scan of fifty pages whose connection ends wherever it can, whoever reads it and however far ahead.
@Suite(.timeLimit(.minutes(5))) struct PagingCutTests {
  static let pages = 50
  static let rowsInPage = 3
  private static let all = Array(0..<(pages * rowsInPage))

  /// Whoever reads a result, and goes on when it breaks.
  enum Consumer: CaseIterable {
    /// The iterator of rows is asked again.
    case rows
    /// The iterator of pages is asked again.
    case pages
    /// Another scan of rows begins at the error's cursor.
    case cursors
    /// Another scan begins at the cursor of the last row that was read, whatever the error says.
    case lastCursor
    /// A handler of pages; another one begins at the error's position.
    case handler
    /// A handler with a completion closure, for code without async; another one begins at the error's position.
    case callbacks
    /// A completion closure for every page.
    case byHand
  }

  static let readers: [(Consumer, Prefetch)] =
    [Consumer.rows, .pages, .cursors, .lastCursor].flatMap { consumer in
      [Prefetch.none, .ahead(), .ahead(pages: 3)].map { (consumer, $0) }
    } + [(.handler, .none), (.callbacks, .none), (.byHand, .none)]

  @Test(
    "B5, B9, B13: cut before, within or behind every page, once or twice: no row is lost or comes twice",
    arguments: readers, [Fault.Cut.before, .inTheMiddle, .afterwards])
  func cutEverywhere(reader: (consumer: Consumer, prefetch: Prefetch), cut: Fault.Cut) async throws {
    for times in 1...2 {
      // The last page is the empty one behind the fiftieth, which is full.
      let cuts = (1...(Self.pages + 1)).map { Fault(.connectionCut(cut), on: .page($0), times: times) }
      let coordinator = FakeCoordinator(tables: [.numbered(rows: Self.all.count)], faults: cuts)
      try await Scripted.withSession(coordinator) { session, _ async throws in
        let reading = try await Self.readAll(session, reader.consumer, reader.prefetch)
        #expect(reading.hasEnded)
        #expect(reading.numbers == Self.all)
        for error in reading.errors { #expect(error.code == .connectionClosed) }
        // What fails ahead of the reader is asked for again by itself. A cut behind a page can be noticed before the
        // next request, or be that request's error.
        if reader.prefetch == .none, cut != .afterwards {
          #expect(reading.errors.count == times * (Self.pages + 1))
        } else {
          #expect(reading.errors.count <= times * (Self.pages + 1))
        }
      }
    }
  }

  @Test(
    "B5, B9, B13: cut once, in the middle of any page, a scan has one error with its place, or none where it failed ahead",
    arguments: [(Consumer.rows, Prefetch.none), (.rows, .ahead(pages: 3)), (.pages, .ahead()), (.callbacks, .none)])
  func cutOnce(reader: (consumer: Consumer, prefetch: Prefetch)) async throws {
    let coordinator = FakeCoordinator(tables: [.numbered(rows: Self.all.count)])
    try await Scripted.withSession(coordinator) { session, server async throws in
      for page in 1...Self.pages {
        coordinator.replaceFaults([Fault(.connectionCut(.inTheMiddle), on: .page(page))])
        let connections = server.acceptedConnections
        let reading = try await Self.readAll(session, reader.consumer, reader.prefetch)
        #expect(reading.numbers == Self.all, "page \(page)")
        let failsAhead = reader.prefetch.pages > 0 && page > 2
        #expect(reading.errors.count <= 1, "page \(page)")
        if !failsAhead { #expect(reading.errors.count == 1, "page \(page)") }
        for error in reading.errors { #expect(error.pagesDelivered == page - 1) }
        #expect(server.acceptedConnections == connections + 1)
      }
    }
  }

  /// What a consumer has read so far.
  private struct Reading {
    var numbers: [Int] = []
    var errors: [PagingError] = []
    var hasEnded = false
  }

  private static let mostErrors = 3 * pages

  /// Reads to the end, however often it breaks.
  private static func readAll(
    _ session: CassandraSession, _ consumer: Consumer, _ prefetch: Prefetch
  ) async throws -> Reading {
    var reading = Reading()
    while !reading.hasEnded, reading.errors.count < mostErrors {
      try await read(session, consumer, prefetch, into: &reading)
    }
    return reading
  }

  /// Reads on, to the end or to the next error.
  private static func read(
    _ session: CassandraSession, _ consumer: Consumer, _ prefetch: Prefetch, into reading: inout Reading
  ) async throws {
    switch consumer {
    case .rows: try await readRows(session, prefetch, into: &reading)
    case .pages: try await readPages(session, prefetch, into: &reading)
    case .cursors, .lastCursor: try await readCursors(session, prefetch, trusts: consumer == .cursors, into: &reading)
    case .handler, .callbacks: try await readHandler(session, isAsync: consumer == .handler, into: &reading)
    case .byHand: try await readByHand(session, into: &reading)
    }
  }

  private static func readRows(
    _ session: CassandraSession, _ prefetch: Prefetch, into reading: inout Reading
  ) async throws {
    var rows = session.rows(of: Scripted.select, pageSize: PageSize(rowsInPage)).prefetching(prefetch)
      .makeAsyncIterator()
    while !reading.hasEnded, reading.errors.count < mostErrors {
      do {
        if let row = try await rows.next() {
          reading.numbers.append(try row.decode(Int.self, at: 0))
        } else {
          reading.hasEnded = true
        }
      } catch let error as PagingError {
        #expect(error.rowsDelivered == reading.numbers.count)
        reading.errors.append(error)
      }
    }
  }

  private static func readPages(
    _ session: CassandraSession, _ prefetch: Prefetch, into reading: inout Reading
  ) async throws {
    var pages = session.pages(of: Scripted.select, pageSize: PageSize(rowsInPage)).prefetching(prefetch)
      .makeAsyncIterator()
    while !reading.hasEnded, reading.errors.count < mostErrors {
      do {
        if let page = try await pages.next() {
          reading.numbers += try numbers(page)
        } else {
          reading.hasEnded = true
        }
      } catch let error as PagingError {
        #expect(error.rowsDelivered == reading.numbers.count)
        reading.errors.append(error)
      }
    }
  }

  /// - Parameter trusts: whether to go on from the error's cursor; otherwise from the last one that was taken.
  private static func readCursors(
    _ session: CassandraSession, _ prefetch: Prefetch, trusts: Bool, into reading: inout Reading
  ) async throws {
    var cursor: Cursor?
    var rowsBefore = 0
    while reading.errors.count < mostErrors {
      var rows = session.rows(of: Scripted.select, pageSize: PageSize(rowsInPage), from: cursor).prefetching(prefetch)
        .makeAsyncIterator()
      do {
        while let row = try await rows.next() {
          reading.numbers.append(try row.decode(Int.self, at: 0))
          if !trusts { cursor = try rows.cursor.map { try Cursor(text: $0.text) } }
        }
        reading.hasEnded = true
        return
      } catch let error as PagingError {
        #expect(error.rowsDelivered == reading.numbers.count - rowsBefore)
        rowsBefore = reading.numbers.count
        reading.errors.append(error)
        if trusts { cursor = error.cursor }
      }
    }
  }

  private static func readHandler(
    _ session: CassandraSession, isAsync: Bool, into reading: inout Reading
  ) async throws {
    let position = reading.errors.last?.cursor.state
    let read = Lock<[Int]>([])
    let handler: @Sendable (Page<CQLRows>) -> PageStep = { page in
      read.withLock { $0 += (try? numbers(page)) ?? [] }
      return .next
    }
    do {
      let rest: PagingState? =
        if isAsync {
          try await session.forEachPage(of: Scripted.select, pageSize: PageSize(rowsInPage), from: position) { page in
            handler(page)
          }
        } else {
          try await withCheckedThrowingContinuation { continuation in
            session.forEachPage(
              of: Scripted.select, pageSize: PageSize(rowsInPage), from: position, handler: handler,
              completion: { continuation.resume(with: $0) })
          }
        }
      #expect(rest == nil)
      reading.hasEnded = true
    } catch let error as PagingError {
      reading.errors.append(error)
    }
    reading.numbers += read.withLock { $0 }
  }

  private static func readByHand(_ session: CassandraSession, into reading: inout Reading) async throws {
    var request = PageRequest(Scripted.select, pageSize: PageSize(rowsInPage))
    while !reading.hasEnded, reading.errors.count < mostErrors {
      do {
        let page = try await withCheckedThrowingContinuation { [request] continuation in
          session.fetchPage(request) { continuation.resume(with: $0) }
        }
        reading.numbers += try numbers(page)
        request.state = page.nextState
        reading.hasEnded = page.isLast
      } catch let error as CQLError {
        // Nothing keeps count of pages that are fetched by hand.
        reading.errors.append(
          PagingError(underlying: error, cursor: Cursor(state: request.state), rowsDelivered: 0, pagesDelivered: 0))
      }
    }
  }

  private static func numbers(_ page: Page<CQLRows>) throws -> [Int] {
    try page.rows.map { try $0.decode(Int.self, at: 0) }
  }
}
