import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

/// Pages that arrive in two halves, the second of which waits for the request for the next page.
@Suite(.timeLimit(.minutes(2))) struct EarlyPageTests {
  /// What is left to be sent of the page before, and how many pages have been asked for.
  private struct Halves {
    var rest: [UInt8] = []
    var pages = 0
  }

  private static let rows = 80
  /// Full pages, and the empty one behind them.
  private static let pages = 9

  /// Pages that are so large that they are not read at once.
  private static let coordinator = FakeCoordinator(
    tables: [.numbered(rows: rows)], faults: [Fault(.paddedTo(bytes: 60_000), on: .all)])

  @Test(
    "B9: the next page is asked for when a page's first bytes are here, and the rest may come later", arguments: [1, 3])
  func halves(prefetch: Int) async throws {
    let state = Lock(Halves())
    let script: Scripted.Script = { exchange in
      guard exchange.isOfTest else { return nil }
      return state.withLock { halves in
        halves.pages += 1
        let before = halves.rest
        // The first two pages are not read ahead of.
        let isWhole = halves.pages <= 2 || halves.pages == Self.pages
        let count = isWhole ? exchange.answer.count : 9000
        halves.rest = Array(exchange.answer.dropFirst(count))
        return [.send(before + exchange.answer.prefix(count))]
      }
    }
    try await Scripted.withSession(Self.coordinator, script: script) { session, _ async throws in
      var seen: [Int] = []
      let rows = session.rows(of: Scripted.select, pageSize: 10).prefetching(.ahead(pages: prefetch))
      for try await row in rows { seen.append(try row.decode(Int.self, at: 0)) }
      #expect(seen == Array(0..<Self.rows))
    }
    #expect(state.withLock { $0.pages } == Self.pages, "each page is asked for once")
  }

  @Test("B5, B9: where the rest of a page never comes, no row is lost or comes twice", arguments: [1, 3])
  func cut(prefetch: Int) async throws {
    let state = Lock(Halves())
    let script: Scripted.Script = { exchange in
      guard exchange.isOfTest else { return nil }
      return state.withLock { halves in
        halves.pages += 1
        switch halves.pages % 4 {
        case 3: return [.send(Array(exchange.answer.prefix(9000)))]
        case 0: return [.close]
        default: return nil
        }
      }
    }
    try await Scripted.withSession(Self.coordinator, script: script) { session, _ async throws in
      var rows = session.rows(of: Scripted.select, pageSize: 10).prefetching(.ahead(pages: prefetch))
        .makeAsyncIterator()
      var seen: [Int] = []
      var errors = 0
      while errors < 2 * Self.pages {
        do {
          guard let row = try await rows.next() else { break }
          seen.append(try row.decode(Int.self, at: 0))
        } catch is PagingError {
          errors += 1
        }
      }
      #expect(seen == Array(0..<Self.rows))
    }
  }
}
