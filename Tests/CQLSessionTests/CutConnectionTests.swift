import CQLPaging
import CQLPagingTesting
import Testing

@testable import CQLSession

/// A scan of 20 pages whose connection ends again and again.
@Suite(.timeLimit(.minutes(2))) struct CutConnectionTests {
  private static let pages = 20
  private static let rowsInPage = 7
  private static let all = Array(0..<(pages * rowsInPage))

  private static func coordinator(_ kind: Fault.Kind, on pages: Fault.Pages, times: Int) -> FakeCoordinator {
    FakeCoordinator(
      tables: [.numbered(rows: all.count)], faults: [Fault(kind, on: pages, times: times)])
  }

  /// The numbers of a scan whose iterator is asked again after each error, and the errors.
  private static func scan(
    _ session: CassandraSession, _ statement: Statement = Scripted.select
  ) async throws -> (numbers: [Int], errors: [PagingError]) {
    var rows = session.rows(of: statement, pageSize: PageSize(rowsInPage)).makeAsyncIterator()
    var numbers: [Int] = []
    var errors: [PagingError] = []
    while errors.count <= 2 * pages {
      do {
        guard let row = try await rows.next() else { break }
        numbers.append(try row.decode(Int.self, at: 0))
      } catch let error as PagingError {
        #expect(error.rowsDelivered == numbers.count)
        errors.append(error)
      }
    }
    return (numbers, errors)
  }

  static let statements: [Statement] = [Scripted.select, "SELECT number FROM test.numbers WHERE part = \(0)"]

  @Test(
    "B5, B6: cut before or within any page, the iterator goes on when it is asked again: no row lost or twice",
    arguments: [Fault.Cut.before, .inTheMiddle], statements)
  func cutOnce(cut: Fault.Cut, statement: Statement) async throws {
    for page in 1...Self.pages {
      try await Scripted.withSession(Self.coordinator(.connectionCut(cut), on: .page(page), times: 1)) {
        session, server async throws in
        let (numbers, errors) = try await Self.scan(session, statement)
        #expect(numbers == Self.all)
        #expect(errors.map(\.code) == [.connectionClosed])
        #expect(errors.first?.pagesDelivered == page - 1)
        #expect(server.acceptedConnections == 2)
      }
    }
  }

  @Test("B5: cut behind every page: the scan goes on by itself or when it is asked again")
  func cutBehind() async throws {
    var options = WireServer.Options()
    options.pagesPerConnection = 1
    try await Scripted.withSession(
      FakeCoordinator(tables: [.numbered(rows: Self.all.count)]), options: options
    ) { session, server async throws in
      let (numbers, errors) = try await Self.scan(session)
      #expect(numbers == Self.all)
      // Whether the end is noticed before the next request or by it is a matter of time.
      for error in errors { #expect(error.code == .connectionClosed) }
      #expect(server.acceptedConnections > Self.pages)
    }
  }

  @Test("B5: cut twice on every page, and another scan goes on from the cursor of each error")
  func cutEverywhere() async throws {
    let cuts = (1...Self.pages).map { Fault(.connectionCut(.inTheMiddle), on: .page($0), times: 2) }
    let coordinator = FakeCoordinator(tables: [.numbered(rows: Self.all.count)], faults: cuts)
    try await Scripted.withSession(coordinator) { session, _ async throws in
      var numbers: [Int] = []
      var cursor: Cursor?
      var errors = 0
      var hasEnded = false
      while !hasEnded, errors < 3 * Self.pages {
        do {
          let rows = session.rows(of: Scripted.select, pageSize: PageSize(Self.rowsInPage), from: cursor)
          for try await row in rows { numbers.append(try row.decode(Int.self, at: 0)) }
          hasEnded = true
        } catch let error as PagingError {
          errors += 1
          cursor = error.cursor
        }
      }
      #expect(hasEnded)
      #expect(numbers == Self.all)
      #expect(errors == 2 * Self.pages)
    }
  }

  @Test("B5: answers that are cut at every byte of a page")
  func everyByte() async throws {
    let length = Lock(0)
    let cutAt = Lock<Int?>(nil)
    try await Scripted.withSession(
      script: { exchange in
        guard exchange.isOfTest else { return nil }
        length.withLock { $0 = exchange.answer.count }
        guard let position = cutAt.withLock({ $0.take() }) else { return nil }
        return [.send(Array(exchange.answer.prefix(position))), .close]
      }
    ) { session, _ async throws in
      let statement: Statement = "SELECT number FROM test.numbers LIMIT 3"
      #expect(try await session.numbers(statement) == [0, 1, 2])
      for position in 0..<length.withLock({ $0 }) {
        cutAt.withLock { $0 = position }
        #expect(await cqlError { try await session.numbers(statement) }?.code == .connectionClosed, "\(position)")
        #expect(try await session.numbers(statement) == [0, 1, 2])
      }
    }
  }

  @Test("a server that is restarted in the middle of a scan: refused connections meanwhile, then the scan goes on")
  func restart() async throws {
    try await Scripted.withSession { session, server async throws in
      var rows = session.rows(of: Scripted.select, pageSize: 10).makeAsyncIterator()
      var numbers: [Int] = []
      var codes: [CQLError.Code?] = []
      while codes.count < 10 {
        do {
          guard let row = try await rows.next() else { break }
          numbers.append(try row.decode(Int.self, at: 0))
          if numbers.count == 20 { server.stop() }
        } catch let error as PagingError {
          codes.append(error.code)
          if error.code == .noHostAvailable, codes.count > 2 { try server.start() }
        }
      }
      #expect(numbers == Array(0..<50))
      #expect(codes.contains(.noHostAvailable))
      #expect(Set(codes).isSubset(of: [.noHostAvailable, .connectionClosed]))
    }
  }
}
