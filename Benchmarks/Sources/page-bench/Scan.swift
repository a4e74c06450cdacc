import CQLPaging
import CQLSession

/// The loops that are measured, as a program would write them. They run where their caller runs.
struct Scan<Table: Shape, Values: Consumer>: Sendable {
  let rows: PagedRows<CassandraSession>
  let pages: Pages<CassandraSession>
  var workload: Workload<Values>

  mutating func run(_ api: API) async throws {
    switch api {
    case .rows: try await readRows()
    case .tuple: try await Table.readTuples(rows, String.self, [UInt8].self, into: &workload)
    case .text: try await Table.readTuples(rows, CQLText.self, CQLBytes.self, into: &workload)
    case .lent: try await Table.readLent(rows, into: &workload)
    case .closure: try await readThroughClosure()
    case .cursor: try await readRowsThroughCursor()
    case .decodable: try await readDecodables()
    case .pages: try await readPages()
    case .dictionary: try await readDictionaries()
    }
  }

  private mutating func take(_ row: Table.Row) {
    Table.give(row, to: &workload.values)
    workload.endRow()
  }

  private mutating func take(_ record: Table.Record) {
    Table.give(record, to: &workload.values)
    workload.endRow()
  }

  private mutating func readRows() async throws {
    for try await row in rows { take(try Table.tuple(row)) }
  }

  private mutating func readThroughClosure() async throws {
    for try await values in rows.decode({ cells throws(CQLError) in try Table.read(&cells) }) { take(values) }
  }

  private mutating func readRowsThroughCursor() async throws {
    for try await row in rows { take(try row.decode { cells throws(CQLError) in try Table.read(&cells) }) }
  }

  private mutating func readDecodables() async throws {
    for try await record in rows.decode(Table.Record.self) { take(record) }
  }

  private mutating func readPages() async throws {
    for try await page in pages {
      for row in page.rows { take(try Table.tuple(row)) }
    }
  }

  private mutating func readDictionaries() async throws {
    for try await row in rows { take(try DictionaryDecoder(row).decode(Table.Record.self)) }
  }
}
