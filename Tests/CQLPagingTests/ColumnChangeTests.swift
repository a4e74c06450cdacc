import CQLPaging
import CQLPagingTesting
import Testing

/// Tables that are altered while they are read.
@Suite struct ColumnChangeTests {
  private let statement: Statement = "SELECT * FROM test.t"

  private func table(adding names: [String]) throws -> FakeTable {
    let columns: [FakeTable.Column] =
      [.partitionKey("id", .int)] + names.map { .regular($0, .text) }
    return try FakeTable("test.t", columns: columns, rowCount: 20) { row in
      [Int32(row)] + names.map { "\($0) \(row)" as any CQLEncodable }
    }
  }

  @Test("F4: rows have the columns that came with their page, unless they must stay as they are")
  func adapt() async throws {
    let fake = FakeCoordinator(tables: [try table(adding: ["a"])])
    var seen: [[String]] = []
    for try await row in fake.rows(of: statement, pageSize: 5) {
      seen.append(row.columns.map(\.name))
      if seen.count == 5 { fake.replaceTable(try table(adding: ["a", "b"])) }
    }
    #expect(seen == Array(repeating: ["id", "a"], count: 5) + Array(repeating: ["id", "a", "b"], count: 15))
  }

  @Test("F4: a result that must keep its columns ends with an error, from whose place another goes on")
  func refuse() async throws {
    for prefetch in [Prefetch.none, .ahead(pages: 1)] {
      let fake = FakeCoordinator(tables: [try table(adding: ["a"])])
      var rows = fake.rows(of: statement, pageSize: 5).prefetching(prefetch).requiringSameColumns().makeAsyncIterator()
      var ids: [Int32] = []
      for _ in 0..<5 { ids.append(try #require(try await rows.next()).decode(Int32.self, at: 0)) }
      fake.replaceTable(try table(adding: ["a", "b"]))
      for _ in 0..<2 {
        let error = await #expect(throws: PagingError.self) { while try await rows.next() != nil {} }
        let cause = try #require(error?.underlying as? CQLError)
        #expect(cause.code == .columnsChanged)
        #expect(cause.message.contains(#""a" text and are"#))
        #expect(cause.message.contains(#""b" text now"#))
        #expect(error?.rowsDelivered == 5)
      }
      #expect(!rows.summary.isComplete)
      let cursor = try #require(rows.cursor as Cursor?)
      for try await row in fake.rows(of: statement, from: cursor).requiringSameColumns() {
        ids.append(try row.decode(Int32.self, at: 0))
      }
      #expect(ids.sorted() == Array(0..<20))
    }
  }

  @Test("F4: what is not altered is read to its end, page by page, too")
  func unchanged() async throws {
    let fake = FakeCoordinator(tables: [try table(adding: ["a"])])
    var rows = 0
    for try await page in fake.pages(of: statement, pageSize: 3).requiringSameColumns() {
      rows += page.rows.count
      fake.replaceTable(try table(adding: ["a"]))
    }
    #expect(rows == 20)
  }
}
