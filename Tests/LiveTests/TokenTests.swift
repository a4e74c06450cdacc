import CQLPaging
import CQLSession
import Foundation
import Testing

extension Live {
  /// E6: where a server says that keys lie, and where this library does.
  ///
  /// `CQLPAGING_LIVE_KEYS` is how many random keys of each kind are made.
  struct TokenTests {
    private static let keysOfEachKind =
      ProcessInfo.processInfo.environment["CQLPAGING_LIVE_KEYS"].flatMap { Int($0) } ?? 200
    private static let keysAtOnce = 50

    @Test("E6: tokens of random keys of every type are the server's")
    func single() async throws { try await check(KeyShape.single) }

    @Test("E6: tokens of random keys of two to four columns are the server's")
    func composite() async throws { try await check(KeyShape.composite) }

    private func check(_ shapes: [KeyShape]) async throws {
      try await LiveServer.withKeyspace { session in
        try await KeyShape.makeTypes(session)
        let release = try await LiveServer.release(session)
        var keys = 0
        let shapes = shapes.filter { release >= $0.since }
        for (number, shape) in shapes.enumerated() { keys += try await check(shape, table: "t\(number)", session) }
        print("measured: \(keys) tokens of \(shapes.count) kinds of keys are those of Cassandra \(release)")
      }
    }

    /// - Returns: how many keys were compared.
    private func check(_ shape: KeyShape, table: String, _ session: CassandraSession) async throws -> Int {
      let columns = zip(shape.columns, shape.types).map { "\($0) \($1)" }.joined(separator: ", ")
      let key = shape.columns.joined(separator: ", ")
      try await session.execute("CREATE TABLE \(cql: table) (\(cql: columns), PRIMARY KEY ((\(cql: key))))")
      let written = try await insert(shape, into: table, session)

      var read: Set<[[UInt8]]> = []
      for try await row in session.rows(of: "SELECT token(\(cql: key)), \(cql: key) FROM \(cql: table)") {
        let token = Token(try row.decode(Int64.self, at: 0))
        var (bytes, values, types): ([[UInt8]], [CQLValue], [CQLType]) = ([], [], [])
        for position in 1..<row.columns.count {
          bytes.append(Array(try row.decode(CQLBytes.self, at: position)))
          values.append(try row.decode(at: position))
          types.append(row.columns[position].type)
        }
        #expect(try Token(encodedPartitionKey: bytes) == token, "\(shape.types): \(bytes)")
        #expect(try Token(partitionKey: values, types: types) == token, "\(shape.types): \(bytes), from values")
        read.insert(bytes)
      }
      #expect(read == written, "\(shape.types): the keys are those that were written")
      // A small server need not keep millions of keys.
      try await session.execute("DROP TABLE \(cql: table)")
      return read.count
    }

    /// - Returns: the bytes of the keys, each once.
    private func insert(
      _ shape: KeyShape, into table: String, _ session: CassandraSession
    ) async throws -> Set<[[UInt8]]> {
      let columns = shape.columns.joined(separator: ", ")
      let markers = shape.columns.map { _ in "?" }.joined(separator: ", ")
      let line = "INSERT INTO \(table) (\(columns)) VALUES (\(markers))"
      let types = try await session.prepare(Statement(line)).bindMarkers.map(\.type)
      var written: Set<[[UInt8]]> = []
      var batches: [[any CQLEncodable]] = []
      let count = min(Self.keysOfEachKind, shape.limit)
      for start in stride(from: 0, to: count, by: Self.keysAtOnce) {
        var batch: [any CQLEncodable] = []
        for index in start..<min(start + Self.keysAtOnce, count) {
          let key = try shape.make(index)
          written.insert(try zip(key, types).map(bytes))
          batch += key
        }
        batches.append(batch)
      }
      try await session.insertBatches(of: line, columns: shape.columns.count, batches)
      return written
    }

    private func bytes(of value: CQLValue, as type: CQLType) throws -> [UInt8] {
      var writer = CellWriter()
      try writer.writeCell(value, as: type)
      return Array(writer.bytes[4...])
    }
  }
}
