import CQLPaging
import CQLSession

/// Twenty texts of fifty letters: what text costs. More columns than a tuple's fast forms have.
enum Wide: Shape {
  typealias Row = (
    String, String, String, String, String, String, String, String, String, String, String, String, String, String,
    String, String, String, String, String, String
  )

  struct Record: Decodable {
    let c00: String
    let c01: String
    let c02: String
    let c03: String
    let c04: String
    let c05: String
    let c06: String
    let c07: String
    let c08: String
    let c09: String
    let c10: String
    let c11: String
    let c12: String
    let c13: String
    let c14: String
    let c15: String
    let c16: String
    let c17: String
    let c18: String
    let c19: String
  }

  static func tuple(_ row: CQLRow) throws(CQLError) -> Row { try row.decode(as: Row.self) }

  static func readTuples<Text: Content, Bytes: Content>(
    _ rows: PagedRows<CassandraSession>, _: Text.Type, _: Bytes.Type, into workload: inout Workload<some Consumer>
  ) async throws {
    for try await (c00, c01, c02, c03, c04, c05, c06, c07, c08, c09, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19)
      in rows.decode(
        as: (
          Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text,
          Text, Text, Text, Text, Text, Text, Text, Text
        ).self)
    {
      workload.values.take(c00)
      workload.values.take(c01)
      workload.values.take(c02)
      workload.values.take(c03)
      workload.values.take(c04)
      workload.values.take(c05)
      workload.values.take(c06)
      workload.values.take(c07)
      workload.values.take(c08)
      workload.values.take(c09)
      workload.values.take(c10)
      workload.values.take(c11)
      workload.values.take(c12)
      workload.values.take(c13)
      workload.values.take(c14)
      workload.values.take(c15)
      workload.values.take(c16)
      workload.values.take(c17)
      workload.values.take(c18)
      workload.values.take(c19)
      workload.endRow()
    }
  }

  private struct Lent<Values: Consumer>: RowDecoder {
    func decode(_ cells: inout CellCursor) throws(CQLError) -> (
      UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64,
      UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64
    ) {
      (
        try cells.withText(Values.digest), try cells.withText(Values.digest), try cells.withText(Values.digest),
        try cells.withText(Values.digest), try cells.withText(Values.digest), try cells.withText(Values.digest),
        try cells.withText(Values.digest), try cells.withText(Values.digest), try cells.withText(Values.digest),
        try cells.withText(Values.digest), try cells.withText(Values.digest), try cells.withText(Values.digest),
        try cells.withText(Values.digest), try cells.withText(Values.digest), try cells.withText(Values.digest),
        try cells.withText(Values.digest), try cells.withText(Values.digest), try cells.withText(Values.digest),
        try cells.withText(Values.digest), try cells.withText(Values.digest)
      )
    }
  }

  static func readLent<Values: Consumer>(
    _ rows: PagedRows<CassandraSession>, into workload: inout Workload<Values>
  ) async throws {
    for try await (c00, c01, c02, c03, c04, c05, c06, c07, c08, c09, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19)
      in rows.decode(with: Lent<Values>())
    {
      workload.values.take(digest: c00)
      workload.values.take(digest: c01)
      workload.values.take(digest: c02)
      workload.values.take(digest: c03)
      workload.values.take(digest: c04)
      workload.values.take(digest: c05)
      workload.values.take(digest: c06)
      workload.values.take(digest: c07)
      workload.values.take(digest: c08)
      workload.values.take(digest: c09)
      workload.values.take(digest: c10)
      workload.values.take(digest: c11)
      workload.values.take(digest: c12)
      workload.values.take(digest: c13)
      workload.values.take(digest: c14)
      workload.values.take(digest: c15)
      workload.values.take(digest: c16)
      workload.values.take(digest: c17)
      workload.values.take(digest: c18)
      workload.values.take(digest: c19)
      workload.endRow()
    }
  }

  static func read(_ cells: inout CellCursor) throws(CQLError) -> Row {
    (
      try cells.decode(), try cells.decode(), try cells.decode(), try cells.decode(), try cells.decode(),
      try cells.decode(), try cells.decode(), try cells.decode(), try cells.decode(), try cells.decode(),
      try cells.decode(), try cells.decode(), try cells.decode(), try cells.decode(), try cells.decode(),
      try cells.decode(), try cells.decode(), try cells.decode(), try cells.decode(), try cells.decode()
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
    consumer.take(row.7)
    consumer.take(row.8)
    consumer.take(row.9)
    consumer.take(row.10)
    consumer.take(row.11)
    consumer.take(row.12)
    consumer.take(row.13)
    consumer.take(row.14)
    consumer.take(row.15)
    consumer.take(row.16)
    consumer.take(row.17)
    consumer.take(row.18)
    consumer.take(row.19)
  }

  static func give(_ record: Record, to consumer: inout some Consumer) {
    consumer.take(record.c00)
    consumer.take(record.c01)
    consumer.take(record.c02)
    consumer.take(record.c03)
    consumer.take(record.c04)
    consumer.take(record.c05)
    consumer.take(record.c06)
    consumer.take(record.c07)
    consumer.take(record.c08)
    consumer.take(record.c09)
    consumer.take(record.c10)
    consumer.take(record.c11)
    consumer.take(record.c12)
    consumer.take(record.c13)
    consumer.take(record.c14)
    consumer.take(record.c15)
    consumer.take(record.c16)
    consumer.take(record.c17)
    consumer.take(record.c18)
    consumer.take(record.c19)
  }
}
