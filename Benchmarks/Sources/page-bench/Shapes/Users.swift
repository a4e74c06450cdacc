import CQLPaging
import CQLSession
import Foundation

/// A mixed table of seven columns, as programs have them.
enum Users: Shape {
  typealias Row = (UUID, String, String, Int32, CQLTimestamp, Double, Bool)

  struct Record: Decodable {
    let id: UUID
    let name: String
    let email: String
    let age: Int32
    let created: CQLTimestamp
    let score: Double
    let active: Bool
  }

  static func tuple(_ row: CQLRow) throws(CQLError) -> Row {
    try row.decode(as: (UUID, String, String, Int32, CQLTimestamp, Double, Bool).self)
  }

  static func readTuples<Text: Content, Bytes: Content>(
    _ rows: PagedRows<CassandraSession>, _: Text.Type, _: Bytes.Type, into workload: inout Workload<some Consumer>
  ) async throws {
    for try await (id, name, email, age, created, score, active) in rows.decode(
      as: (UUID, Text, Text, Int32, CQLTimestamp, Double, Bool).self)
    {
      workload.values.take(id)
      workload.values.take(name)
      workload.values.take(email)
      workload.values.take(age)
      workload.values.take(created)
      workload.values.take(score)
      workload.values.take(active)
      workload.endRow()
    }
  }

  private struct Lent<Values: Consumer>: RowDecoder {
    func decode(_ cells: inout CellCursor) throws(CQLError) -> (UUID, UInt64, UInt64, Int32, CQLTimestamp, Double, Bool) {
      (
        try cells.decode(), try cells.withText(Values.digest), try cells.withText(Values.digest), try cells.decode(),
        try cells.decode(), try cells.decode(), try cells.decode()
      )
    }
  }

  static func readLent<Values: Consumer>(
    _ rows: PagedRows<CassandraSession>, into workload: inout Workload<Values>
  ) async throws {
    for try await (id, name, email, age, created, score, active) in rows.decode(with: Lent<Values>()) {
      workload.values.take(id)
      workload.values.take(digest: name)
      workload.values.take(digest: email)
      workload.values.take(age)
      workload.values.take(created)
      workload.values.take(score)
      workload.values.take(active)
      workload.endRow()
    }
  }

  static func read(_ cells: inout CellCursor) throws(CQLError) -> Row {
    (
      try cells.decode(), try cells.decode(), try cells.decode(), try cells.decode(), try cells.decode(),
      try cells.decode(), try cells.decode()
    )
  }

  static func give(_ row: Row, to consumer: inout some Consumer) {
    consumer.take(row.0)
    consumer.take(row.1)
    consumer.take(row.2)
    consumer.take(row.3)
    consumer.take(row.4)
    consumer.take(row.5)
    consumer.take(row.6)
  }

  static func give(_ record: Record, to consumer: inout some Consumer) {
    give(
      (record.id, record.name, record.email, record.age, record.created, record.score, record.active), to: &consumer)
  }
}
