import CQLPaging
import CQLSession
import Testing

/// A line of the table of page sizes: how a server cuts a result into pages of a size.
struct ExpectedPages: CustomStringConvertible {
  let query: String
  let size: Int
  /// The rows of each page.
  let lengths: [Int]

  /// - Parameter pages: the rows of each page, as `100×5, 0` for five pages of 100 and an empty one.
  init(_ query: String, by size: Int, _ pages: String) {
    self.query = query
    self.size = size
    lengths = pages.split(separator: ", ").flatMap { page in
      let parts = page.split(separator: "×").compactMap { Int($0) }
      return Array(repeating: parts[0], count: parts.count == 2 ? parts[1] : 1)
    }
  }

  /// Several sizes of one query.
  static func of(_ query: String, _ pages: KeyValuePairs<Int, String>) -> [ExpectedPages] {
    pages.map { ExpectedPages(query, by: $0.key, $0.value) }
  }

  var description: String { "\(query) by \(size)" }
}

extension CassandraSession {
  /// Whether results come in these pages, as simple and as prepared statements, and with exactly the rows of the result
  /// in one page.
  func check(_ expected: [ExpectedPages]) async throws {
    for line in expected {
      let whole = try await fetchUnpaged(Statement(line.query)).rows.map { try $0.values() }
      for preparation in [Statement.Preparation.never, .always] {
        var statement = Statement(line.query)
        statement.preparation = preparation
        let pages = try await pagesOfValues(of: statement, by: line.size)
        #expect(pages.map(\.count) == line.lengths, "\(line), prepared: \(preparation)")
        #expect(pages.flatMap(\.self) == whole, "\(line), prepared: \(preparation)")
      }
    }
  }

  /// The values of all rows, page by page.
  func pagesOfValues(of statement: Statement, by size: Int) async throws -> [[[CQLValue]]] {
    var read: [[[CQLValue]]] = []
    for try await page in pages(of: statement, pageSize: PageSize(size)) {
      read.append(try page.rows.map { try $0.values() })
    }
    return read
  }

  /// Runs statements one after the other.
  func executeAll(_ texts: [String]) async throws {
    for text in texts { try await execute(Statement(text)) }
  }
}

extension CQLRow {
  /// The values of all columns.
  func values() throws(CQLError) -> [CQLValue] {
    var values: [CQLValue] = []
    for position in columns.indices { values.append(try decode(at: position)) }
    return values
  }
}
