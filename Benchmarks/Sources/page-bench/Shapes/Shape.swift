import CQLPaging
import CQLSession

/// A table, and how its rows are read in each way that there is. What differs from table to table is here; the loops are
/// in ``Scan``.
protocol Shape: SendableMetatype {
  /// A row's values.
  associatedtype Row
  /// A row as a `Decodable` type.
  associatedtype Record: Decodable & SendableMetatype

  static func tuple(_ row: CQLRow) throws(CQLError) -> Row
  /// Reads all rows as tuples that are taken apart in the loop, as programs do; their texts and bytes as these types.
  static func readTuples<Text: Content, Bytes: Content>(
    _ rows: PagedRows<CassandraSession>, _: Text.Type, _: Bytes.Type, into workload: inout Workload<some Consumer>
  ) async throws
  /// Reads all rows, their texts and bytes where they are.
  static func readLent<Values: Consumer>(
    _ rows: PagedRows<CassandraSession>, into workload: inout Workload<Values>
  ) async throws
  static func read(_ cells: inout CellCursor) throws(CQLError) -> Row

  static func give(_ row: Row, to consumer: inout some Consumer)
  static func give(_ record: Record, to consumer: inout some Consumer)
}

enum ShapeName: String, CaseIterable {
  case narrow, users, wide, blob

  /// In the order of a row's values, because servers have an order of their own for `*`.
  var columns: String {
    switch self {
    case .narrow: "id, v"
    case .users: "id, name, email, age, created, score, active"
    case .wide: (0..<20).map { $0 < 10 ? "c0\($0)" : "c\($0)" }.joined(separator: ", ")
    case .blob: "id, payload"
    }
  }
}
