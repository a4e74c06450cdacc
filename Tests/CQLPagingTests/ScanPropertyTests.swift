import CQLPaging
import Testing

/// Random tables, pages, faults, cancellations and resumes. A failure names its seed, which plays the same scan again.
@Suite struct ScanPropertyTests {
  let statement: Statement = "SELECT n FROM numbers"

  @Test("B1, B4–B6, B9–B11, C5: what was delivered is a prefix of the table, and a cursor goes on at the next row")
  func scans() async throws {
    for seed in 0..<400 { try await scan(seed: seed) }
  }

  private func scan(seed: Int) async throws {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 0...120, using: &random)
    let source = randomSource(count: count, seed: seed)
    var expected = 0
    var cursor: Cursor?
    var rounds = 0
    // Each round is an iteration of its own, which begins where the one before it was left.
    while expected < count || rounds == 0 {
      rounds += 1
      try #require(rounds < 500, "seed \(seed): the scan does not get on")
      let prefetch = [Prefetch.none, .ahead(), .ahead(pages: 3), .ahead(pages: 9, bytes: 100)].randomElement(
        using: &random)
      let rows = source.rows(of: statement, pageSize: PageSize(.random(in: 1...30, using: &random)), from: cursor)
        .prefetching(prefetch ?? .none)
      var iterator = rows.makeAsyncIterator()
      let wanted = Int.random(in: 1...50, using: &random)
      if random.chance(10) {
        let isRight = await checkCancelled(rows, from: expected, count: count, after: wanted)
        #expect(isRight, "seed \(seed): cancelled after \(wanted) rows from row \(expected)")
      }
      var read = 0
      while read < wanted {
        do {
          guard let row = try await iterator.next() else {
            #expect(expected == count, "seed \(seed): ended at row \(expected) of \(count)")
            #expect(iterator.cursor == nil, "seed \(seed)")
            return
          }
          #expect(row == expected, "seed \(seed)")
          expected += 1
          read += 1
        } catch let error as PagingError {
          #expect(error.rowsDelivered == read, "seed \(seed)")
          #expect(error.cursor == iterator.cursor, "seed \(seed)")
          if random.chance(30) { break }  // else the same iterator is asked again
        }
      }
      #expect(iterator.summary.rows == read, "seed \(seed)")
      // As text, as it would go to another process.
      cursor = try iterator.cursor.map { try Cursor(text: $0.text) }
      guard cursor != nil else {
        #expect(expected == count, "seed \(seed): no cursor at row \(expected) of \(count)")
        return
      }
    }
  }

  /// An iteration in a task that is cancelled when it has read some rows: it throws, or had come to the end already.
  private func checkCancelled(_ rows: PagedRows<LoopSource>, from first: Int, count: Int, after read: Int) async -> Bool
  {
    await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        var expected = first
        do {
          for try await row in rows {
            if row != expected { return false }
            expected += 1
            if expected == first + read { withUnsafeCurrentTask { $0?.cancel() } }
          }
          return expected == count
        } catch {
          return error is CancellationError || error is PagingError
        }
      }
      return await group.next() ?? false
    }
  }

  /// Pages of any length, empty ones, and failures, ahead or not; what a request meets depends on the seed and on how
  /// many came before it.
  private func randomSource(count: Int, seed: Int) -> LoopSource {
    let numbers = NumberSource(count: count) { request, position in
      var random = SeededGenerator(seed: seed &* 1_000 &+ request)
      let left = count - position
      switch Int.random(in: 0..<10, using: &random) {
      case 0: return .failure(NumberSource.Broken())
      case 1: return .emptyHere
      case 2 where left > 0: return .shorter(Int.random(in: 1...min(left, 60), using: &random))
      default: return .page
      }
    }
    return LoopSource(numbers, isManual: false)
  }
}
