import CQLPaging
import CQLSession

/// A number and a kibibyte: what bytes cost.
enum Blob: Shape {
  typealias Row = (Int64, [UInt8])

  struct Record: Decodable {
    let id: Int64
    let payload: [UInt8]
  }

  static func tuple(_ row: CQLRow) throws(CQLError) -> Row { try row.decode(as: (Int64, [UInt8]).self) }

  static func readTuples<Text: Content, Bytes: Content>(
    _ rows: PagedRows<CassandraSession>, _: Text.Type, _: Bytes.Type, into workload: inout Workload<some Consumer>
  ) async throws {
    for try await (id, payload) in rows.decode(as: (Int64, Bytes).self) {
      workload.values.take(id)
      workload.values.take(payload)
      workload.endRow()
    }
  }

  private struct Lent<Values: Consumer>: RowDecoder {
    func decode(_ cells: inout CellCursor) throws(CQLError) -> (Int64, UInt64) {
      (try cells.decode(), try cells.withBytes(Values.digest))
    }
  }

  static func readLent<Values: Consumer>(
    _ rows: PagedRows<CassandraSession>, into workload: inout Workload<Values>
  ) async throws {
    for try await (id, payload) in rows.decode(with: Lent<Values>()) {
      workload.values.take(id)
      workload.values.take(digest: payload)
      workload.endRow()
    }
  }

  static func read(_ cells: inout CellCursor) throws(CQLError) -> Row { (try cells.decode(), try cells.decode()) }

  static func give(_ row: Row, to consumer: inout some Consumer) {
    consumer.take(row.0)
    consumer.take(row.1)
  }

  static func give(_ record: Record, to consumer: inout some Consumer) {
    give((record.id, record.payload), to: &consumer)
  }
}
