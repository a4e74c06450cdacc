import CQLPaging
import CQLPagingTesting
import Foundation

/// Serves the benchmark's tables `bench.narrow` and `bench.users`, for counts of what a client does with them: it makes
/// its rows when they are asked for, and is no server to take times with.
///
/// `page-server ROWS` prints where it listens, and ends with its standard input.
@main
enum PageServer {
  static func main() async throws {
    guard CommandLine.arguments.count == 2, let rows = Int(CommandLine.arguments[1]), rows >= 0 else {
      FileHandle.standardError.write(Data("usage: page-server ROWS\n".utf8))
      exit(64)
    }
    let tables = [try narrow(rows), try users(rows)]
    try await WireServer.withServer(FakeCoordinator(tables: tables)) { server in
      print("listening on 127.0.0.1:\(server.port)")
      fflush(nil)
      while readLine() != nil {}
    }
  }

  private static func narrow(_ rows: Int) throws(CQLError) -> FakeTable {
    try FakeTable(
      "bench.narrow", columns: [.partitionKey("id", .bigint), .regular("v", .int)], rowCount: rows,
      row: { row in [Int64(row), Int32(truncatingIfNeeded: row &* 0x9E37_79B9)] })
  }

  private static func users(_ rows: Int) throws(CQLError) -> FakeTable {
    try FakeTable(
      "bench.users",
      columns: [
        .partitionKey("id", .uuid), .regular("name", .text), .regular("email", .text), .regular("age", .int),
        .regular("created", .timestamp), .regular("score", .double), .regular("active", .boolean),
      ],
      rowCount: rows,
      row: { row in
        // Names of up to 15 bytes, which a String holds in itself, and addresses that are longer.
        let name = "name" + String(row % 9973, radix: 7)
        return [
          id(row), name, "\(name)@host\(row % 100).example", Int32(18 + row % 73),
          CQLTimestamp(millisecondsSince1970: 1_577_836_800_000 + Int64(row)), Double(row % 65536) / 256, row % 2 == 0,
        ]
      })
  }

  private static func id(_ row: Int) -> UUID {
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: row >> (8 * $0)) }
    return UUID(
      uuid: (
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], 0x40, bytes[6], 0x80, bytes[7], 0, 1, 2, 3, 4, 5
      ))
  }
}
