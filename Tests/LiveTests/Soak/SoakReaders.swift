import CQLPaging
import CQLSession
import Testing

/// Who reads pages. A row too few, too many, or in the wrong place is an issue.
extension Soak {
  private func statement(_ text: String, _ consistency: Consistency = .one) -> Statement {
    var statement = Statement(text)
    statement.consistency = consistency
    return statement
  }

  private func prefetch(_ random: inout SoakRandom) -> Prefetch {
    switch Int.random(in: 0...3, using: &random) {
    case 0: .ahead()
    case 1: .ahead(pages: 4, lowWaterMark: 1)
    case 2: .ahead(pages: 8, bytes: 100_000)
    default: .none
    }
  }

  /// A whole table, page after page, some ahead of the reader.
  func readTable(_ random: inout SoakRandom, ahead: Bool) async throws {
    let session = session(&random)
    let pageSize = PageSize(Int.random(in: 100...3000, using: &random))
    var statement = statement("SELECT k, v FROM \(table.name)")
    statement.preparation = Bool.random(using: &random) ? .always : .never
    let rows = session.retrying().rows(of: statement, pageSize: pageSize)
      .prefetching(ahead ? prefetch(&random) : .none)
    var count = RowCount(table)
    for try await row in rows { try count.add(row) }
    count.expectEachOnce("\(pageSize)")
    log.count("rows", count.total)
  }

  /// A table whose columns come and go.
  func readChanging(_ random: inout SoakRandom) async throws {
    var statement = statement("SELECT * FROM \(changing.name)")
    statement.preparation = Bool.random(using: &random) ? .always : .never
    let pageSize = PageSize(Int.random(in: 20...1000, using: &random))
    var seen = Array(repeating: 0, count: changing.count)
    // A node that has not heard of a column refuses to read it; there can be more of that in a row than three.
    for try await row in session(&random).retrying(RetryPolicy(retries: 8)).rows(of: statement, pageSize: pageSize) {
      let key = try row.decode(Int.self, named: "k")
      #expect(try row.decode(String.self, named: "v") == "value \(key)")
      seen[key] += 1
    }
    #expect(seen.allSatisfy { $0 == 1 }, "\(seen.count { $0 == 0 }) rows missing, \(seen.count { $0 > 1 }) repeated")
    log.count("rows", seen.reduce(0, +))
  }

  /// A partition in its order, with pauses between rows, at a consistency of most replicas now and then.
  func readSlowly(_ random: inout SoakRandom) async throws {
    var reader = LineReader(random: &random)
    if Bool.random(using: &random) { reader.statement.consistency = .localQuorum }
    let rows = session(&random).retrying().rows(of: reader.statement, pageSize: reader.pageSize)
      .prefetching(prefetch(&random))
    for try await row in rows {
      try reader.check(row)
      if Int.random(in: 0..<60, using: &random) == 0 {
        try await Task.sleep(for: .milliseconds(Int.random(in: 1...400, using: &random)))
      }
    }
    reader.expectEnd(at: Self.rowsOfPartition)
    log.count("rows", Self.rowsOfPartition)
  }

  /// A loop that is left, and gone on with from its cursor, in other pages and perhaps by the other session.
  func leave(_ random: inout SoakRandom) async throws {
    var reader = LineReader(random: &random)
    var cursor: Cursor?
    for _ in 0..<3 {
      var rows = session(&random).retrying().rows(of: reader.statement, pageSize: reader.pageSize, from: cursor)
        .prefetching(prefetch(&random)).makeAsyncIterator()
      for _ in 0..<Int.random(in: 0...800, using: &random) {
        guard let row = try await rows.next() else { break }
        try reader.check(row)
      }
      cursor = rows.cursor
      reader.pageSize = PageSize(Int.random(in: 10...500, using: &random))
      log.count("loops left")
      if cursor == nil { break }
    }
    if let cursor {
      for try await row in session(&random).retrying().rows(of: reader.statement, from: cursor) {
        try reader.check(row)
      }
    }
    reader.expectEnd(at: Self.rowsOfPartition)
    log.count("rows", Self.rowsOfPartition)
  }

  /// A task that is cancelled at any moment. It has read a beginning of the partition, or all of it.
  func cancel(_ random: inout SoakRandom) async throws {
    let reader = LineReader(random: &random)
    let rows = session(&random).retrying().rows(of: reader.statement, pageSize: reader.pageSize)
      .prefetching(prefetch(&random))
    let time = Duration.milliseconds(Int.random(in: 0...300, using: &random))
    let (count, hasEnded) = try await cancelled(after: time) {
      var reader = reader
      do {
        for try await row in rows { try reader.check(row) }
        return (reader.rows, true)
      } catch is CancellationError {
        return (reader.rows, false)
      }
    }
    if hasEnded { #expect(count == Self.rowsOfPartition) } else { log.count("tasks cancelled") }
    log.count("rows", count)
  }

  /// Many questions for a row each, at once.
  func ask(_ random: inout SoakRandom) async throws {
    let session = session(&random)
    let keys = (0..<50).map { _ in Int.random(in: 0..<table.count, using: &random) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for key in keys {
        group.addTask {
          var statement: Statement = "SELECT v FROM \(cql: table.name) WHERE k = \(key)"
          statement.consistency = .one
          let page = try await session.retrying().fetchPage(PageRequest(statement))
          #expect(try page.rows.map { try $0.decode(String.self, at: 0) } == ["value \(key)"])
        }
      }
      try await group.waitForAll()
    }
    log.count("rows", keys.count)
  }
}

/// Reads a partition of the table `line`, whose rows have an order.
struct LineReader: Sendable {
  var statement: Statement
  var pageSize: PageSize
  /// Rows that have been read.
  private(set) var rows = 0
  private let partition: Int

  /// A reader of any partition, in pages of any size.
  init(random: inout SoakRandom) {
    partition = Int.random(in: 0..<Soak.partitions, using: &random)
    pageSize = PageSize(Int.random(in: 10...500, using: &random))
    statement = "SELECT p, c, v FROM line WHERE p = \(partition)"
    statement.consistency = .one
  }

  mutating func check(_ row: CQLRow) throws {
    let (partition, number, value) = try row.decode(as: (Int, Int, String).self)
    if partition != self.partition || number != rows || value != "value \(rows)" {
      Issue.record("row \(rows) of partition \(self.partition) is row \(number) of partition \(partition)")
      rows = number
    }
    rows += 1
  }

  func expectEnd(at count: Int) { #expect(rows == count, "a partition has ended early") }
}
