import CQLPaging
import CQLSession

/// Two small numbers: what a row costs where its values cost nothing.
enum Narrow: Shape {
  typealias Row = (Int64, Int32)

  struct Record: Decodable {
    let id: Int64
    let v: Int32
  }

  static func tuple(_ row: CQLRow) throws(CQLError) -> Row { try row.decode(as: (Int64, Int32).self) }

  static func readTuples<Text: Content, Bytes: Content>(
    _ rows: PagedRows<CassandraSession>, _: Text.Type, _: Bytes.Type, into workload: inout Workload<some Consumer>
  ) async throws {
    for try await (id, v) in rows.decode(as: (Int64, Int32).self) {
      workload.values.take(id)
      workload.values.take(v)
      workload.endRow()
    }
  }

  /// There is nothing to lend.
  static func readLent<Values: Consumer>(
    _ rows: PagedRows<CassandraSession>, into workload: inout Workload<Values>
  ) async throws {
    try await readTuples(rows, String.self, [UInt8].self, into: &workload)
  }

  static func read(_ cells: inout CellCursor) throws(CQLError) -> Row { (try cells.decode(), try cells.decode()) }

  static func give(_ row: Row, to consumer: inout some Consumer) {
    consumer.take(row.0)
    consumer.take(row.1)
  }

  static func give(_ record: Record, to consumer: inout some Consumer) { give((record.id, record.v), to: &consumer) }
}
