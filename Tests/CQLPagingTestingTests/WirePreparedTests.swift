import CQLNativeProtocol
import CQLPaging
import Testing

@testable import CQLPagingTesting

@Suite struct WirePreparedTests {
  private let coordinator = FakeCoordinator(tables: [.numbered(rows: 50)] + SampleKeyspace(rows: 20).tables)
  private let select = "SELECT number FROM test.numbers"

  @Test("G2: PREPARE says what its markers are and where the partition key is; EXECUTE runs it")
  func prepared() throws {
    try withServer(coordinator) { server in
      let client = try TestClient.ready(server)
      let text = "SELECT name, number FROM test.numbers WHERE number = :n AND part = ? LIMIT ? ALLOW FILTERING"
      let prepared = try #require(try client.ask(.prepare(Prepare(text))).prepared)
      #expect(prepared.bindColumns.map(\.description) == ["n int", "part int", "[limit] int"])
      #expect(prepared.bindColumns.allSatisfy { $0.keyspace == "test" && $0.table == "numbers" })
      #expect(prepared.partitionKeyIndexes == [1])
      #expect(prepared.resultColumns?.map(\.name) == ["name", "number"])
      let values: [EncodedValue] = [.bytes([0, 0, 0, 5]), .bytes([0, 0, 0, 0]), .bytes([0, 0, 0, 9])]
      let rows = try #require(try client.execute(prepared.id, values: values).rows).rows()
      #expect(try rows.map { try $0.decode(String.self, at: 0) } == ["row 5"])
      #expect(coordinator.requests.last?.isPrepared == true)
      #expect(try #require(try client.ask(.prepare(Prepare(text))).prepared).id == prepared.id)
      #expect(try #require(try client.ask(.prepare(Prepare(text + " "))).prepared).id != prepared.id)
    }
  }

  @Test("G2: a statement without its whole partition key bound has no key indexes")
  func preparedWithoutKey() throws {
    try withServer(coordinator) { server in
      let client = try TestClient.ready(server)
      let range = "SELECT * FROM sample.users WHERE token(id) > ? AND token(id) <= ?"
      let prepared = try #require(try client.ask(.prepare(Prepare(range))).prepared)
      #expect(prepared.bindColumns.map(\.type) == [.bigint, .bigint])
      #expect(prepared.partitionKeyIndexes.isEmpty)
    }
  }

  @Test("G2: rows come without their columns where that is asked for, unless the server insists")
  func skippedMetadata() throws {
    for insists in [false, true] {
      try withServer(coordinator) {
        $0.ignoresSkipMetadata = insists
      } _: { server in
        let client = try TestClient.ready(server)
        let prepared = try #require(try client.ask(.prepare(Prepare(select))).prepared)
        let rows = try #require(try client.execute(prepared.id, skipMetadata: true, pageSize: 10).rows)
        #expect((rows.columns == nil) == !insists)
        #expect(rows.columnCount == 1)
        #expect(try rows.rows(columns: prepared.resultColumns).count == 10)
      }
    }
  }

  @Test("F3: an unknown id is UNPREPARED with the id, and so is one that the server forgot or whose table changed")
  func unprepared() throws {
    try withServer(coordinator) { server in
      let client = try TestClient.ready(server)
      #expect(try client.execute([1, 2, 3]).error?.details == .unprepared(id: [1, 2, 3]))
      let id = try #require(try client.ask(.prepare(Prepare(select))).prepared).id
      let state = try client.execute(id, pageSize: 10).rows?.pagingState

      server.forgetPreparedStatements()
      #expect(try client.execute(id, pageSize: 10, state: state).error?.details == .unprepared(id: id))
      _ = try client.ask(.prepare(Prepare(select)))
      #expect(try numbers(client.execute(id, pageSize: 10, state: state)) == Array(10..<20))

      coordinator.replaceTable(.numbered(rows: 60))
      #expect(try client.execute(id, pageSize: 10, state: state).error?.code == .unprepared)
      _ = try client.ask(.prepare(Prepare(select)))
      #expect(try numbers(client.execute(id, pageSize: 10, state: state)) == Array(10..<20))
    }
  }

  @Test("F4: prepared again by one client, a statement gives another client rows of columns that it does not know")
  func otherColumns() throws {
    try withServer(coordinator) { server in
      let (one, other) = (try TestClient.ready(server), try TestClient.ready(server))
      let text = "SELECT * FROM test.numbers"
      let before = try #require(try one.ask(.prepare(Prepare(text))).prepared)
      coordinator.replaceTable(
        try FakeTable("test.numbers", columns: [.partitionKey("part", .int)], rows: [[1], [2]]))
      let after = try #require(try other.ask(.prepare(Prepare(text))).prepared)
      #expect(after.id == before.id)
      let rows = try #require(try one.execute(before.id, skipMetadata: true).rows)
      #expect(before.resultColumns?.count == 3)
      #expect(rows.columnCount == 1)
    }
  }
}
