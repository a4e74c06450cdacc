import CQLPaging
import CQLPagingTesting
import Testing

/// Loops as programs have them. The step of an iteration is inlined into its loop, and such a step has crashed the
/// compiler before, in release builds, around some loops and not around others: that these compile there is half of the
/// test.
@Suite struct LoopShapeTests {
  private static let source = FakeCoordinator(tables: [.numbered(rows: 10)])
  private static let statement: Statement = "SELECT part, number FROM test.numbers"
  private let rows = source.rows(of: statement, pageSize: 3)

  @Test("B10: a loop can be left, and passed over, from within loops and do blocks")
  func jumps() async throws {
    var seen: [Int] = []
    pages: for try await row in rows {
      let number = try row.decode(Int.self, named: "number")
      if number == 1 { continue }
      for step in 0..<3 {
        if number == 4, step == 1 { continue pages }
        if number == 7, step == 2 { break pages }
      }
      seen.append(number)
    }
    #expect(seen == [0, 2, 3, 5, 6])
  }

  @Test("B10: a loop within a loop has an iteration of its own")
  func nested() async throws {
    var pairs = 0
    for try await row in rows {
      let outer = try row.decode(Int.self, named: "number")
      for try await (_, inner) in rows.decode(as: (Int, Int).self) where inner < outer { pairs += 1 }
    }
    #expect(pairs == 45)
  }

  @Test("B10: rows that cannot be read can be passed over, with try? and with catch")
  func failures() async throws {
    var refused = 0
    var missing = 0
    for try await row in rows {
      if (try? row.decode(as: (String, Int).self)) == nil { missing += 1 }
      do throws(CQLError) {
        _ = try row.decode(as: (Int, String).self)
      } catch {
        #expect(error.code == .typeMismatch)
        refused += 1
      }
      do { _ = try row.decode(as: Int.self) } catch { refused += 1 }
    }
    #expect(missing == 10)
    #expect(refused == 20)
  }

  @Test("B10: deferred work is done for each row, however the loop goes on")
  func deferred() async throws {
    var begun = 0
    var ended = 0
    do {
      for try await row in rows {
        begun += 1
        defer { ended += 1 }
        let (_, number) = try row.decode(as: (Int, Int).self)
        if number.isMultiple(of: 2) { continue }
        if number == 7 { throw Stop() }
      }
    } catch is Stop {
      begun += 100
    }
    #expect(begun == 108)
    #expect(ended == 8)
  }

  @Test("B10: an iterator can be asked by hand, in a while loop and in a repeat loop")
  func byHand() async throws {
    var iterator = rows.makeAsyncIterator()
    var sum = 0
    while let row = try await iterator.next() {
      sum += try row.decode(Int.self, named: "number")
      if sum >= 6 { break }
    }
    repeat {
      guard let row = try await iterator.next() else { break }
      sum += try row.decode(Int.self, named: "number")
    } while true
    #expect(sum == 45)
    #expect(try await iterator.next() == nil)
    #expect(iterator.summary.rows == 10)

    var tuples = rows.decode(as: (Int, Int).self).makeAsyncIterator()
    while let (_, number) = try await tuples.next() { sum -= number }
    #expect(sum == 0)
  }

  @Test("B10: loops in closures, over rows as tuples, texts, values of a closure, Decodables, and the first few")
  func closures() async throws {
    let rows = rows
    let bodies: [@Sendable () async throws -> Int] = [
      { try await rows.reduce(0) { try $0 + $1.decode(Int.self, named: "number") } },
      {
        var sum = 0
        for try await (_, number) in rows.decode(as: (Int, Int).self) { sum += number }
        return sum
      },
      {
        var sum = 0
        for try await number in rows.decode({ cells throws(CQLError) in
          try cells.skip()
          return try cells.decode(Int.self)
        }) { sum += number }
        return sum
      },
      {
        var sum = 0
        for try await numbered in rows.decode(Numbered.self) { sum += numbered.number }
        return sum
      },
      {
        var sum = 0
        for try await row in rows.limit(100) where try row.decode(Int.self, at: 0) == 0 {
          sum += try row.decode(Int.self, at: 1)
        }
        return sum
      },
      { try await rows.collect(max: 10).map { try $0.decode(Int.self, at: 1) }.reduce(0, +) },
      {
        var sum = 0
        for try await page in rows.decode(as: (CQLBytes, Int).self).map({ ($0.0.count, $0.1) }) {
          sum += page.0 == 4 ? page.1 : 1000
        }
        return sum
      },
    ]
    for body in bodies { #expect(try await body() == 45) }
  }

  @Test("B10: rows that are kept stay what they were when the iteration is over")
  func kept() async throws {
    var kept: [CQLRow] = []
    var last: CQLRow?
    for try await row in rows {
      if try row.decode(Int.self, named: "number").isMultiple(of: 3) { kept.append(row) }
      last = row
    }
    #expect(try kept.map { try $0.decode(Int.self, at: 1) } == [0, 3, 6, 9])
    #expect(try last?.decode(Int.self, at: 1) == 9)
  }

  @Test("B14: loops that wait for something else with each row")
  func waiting() async throws {
    let reader = Tally()
    for try await row in rows { await reader.add(try row.decode(Int.self, named: "number")) }
    for try await (_, number) in rows.decode(as: (Int, Int).self) {
      if number > 4 { try await reader.addLater(number) } else { await reader.add(number) }
    }
    #expect(await reader.sum == 90)
  }

  @Test("B14: loops in an actor's own methods, and in its closures")
  func inActor() async throws {
    let reader = Tally()
    try await reader.read(rows)
    try await reader.readTuples(rows)
    try await reader.readInClosure(rows)
    #expect(await reader.sum == 135)
  }

  @Test("B14: loops on the main actor, with jumps and failures") @MainActor
  func onMainActor() async throws {
    var sum = 0
    for try await row in rows {
      MainActor.assertIsolated()
      guard let number = try? row.decode(Int.self, named: "number") else { break }
      if number == 3 { continue }
      sum += number
    }
    for try await (_, number) in rows.decode(as: (Int, Int).self) where number < 5 { sum += number }
    #expect(sum == 52)
  }

  @Test("B10: loops in functions over any source, and over any sequence of tuples")
  func generic() async throws {
    #expect(try await count(in: Self.source) == 10)
    #expect(try await sum(rows.decode(as: (Int, Int).self)) == 45)
  }

  private func count<Source: PageSource>(in source: Source) async throws -> Int {
    var count = 0
    for try await _ in source.rows(of: Self.statement, pageSize: 4) { count += 1 }
    return count
  }

  private func sum(_ rows: some AsyncSequence<(Int, Int), any Error>) async throws -> Int {
    var sum = 0
    for try await (_, number) in rows { sum += number }
    return sum
  }

  @Test("B10: loops at once in a group of tasks")
  func group() async throws {
    let rows = rows
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<3 {
        group.addTask {
          var sum = 0
          for try await row in rows { sum += try row.decode(Int.self, at: 1) }
          return sum
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(sum == 135)
  }
}

private struct Stop: Error {}

private struct Numbered: Decodable {
  let number: Int
}

private actor Tally {
  var sum = 0

  func add(_ number: Int) { sum += number }

  func addLater(_ number: Int) async throws {
    await Task.yield()
    try Task.checkCancellation()
    sum += number
  }

  func read(_ rows: PagedRows<FakeCoordinator>) async throws {
    for try await row in rows { sum += try row.decode(Int.self, named: "number") }
  }

  func readTuples(_ rows: PagedRows<FakeCoordinator>) async throws {
    for try await (_, number) in rows.decode(as: (Int, Int).self) {
      if number == 0 { continue }
      sum += number
    }
  }

  func readInClosure(_ rows: PagedRows<FakeCoordinator>) async throws {
    let body = {
      for try await row in rows { self.sum += try row.decode(Int.self, named: "number") }
    }
    try await body()
  }
}
