import CQLNativeProtocol
import CQLPaging
import Testing

@testable import CQLPagingTesting

@Suite struct WireQueryTests {
  private let coordinator = FakeCoordinator(tables: [.numbered(rows: 50)] + SampleKeyspace(rows: 20).tables)
  private let select = "SELECT number FROM test.numbers"

  @Test("G2: the same pages come over a socket as in memory", arguments: [1, 7, 50, 51])
  func pages(_ size: Int32) async throws {
    let inMemory = try await coordinator.pageLengths(Statement(select), by: Int(size))
    try withServer(coordinator) { server in
      let client = try TestClient.ready(server)
      var lengths: [Int] = []
      var all: [Int] = []
      var state: [UInt8]?
      repeat {
        let response = try client.query(select, pageSize: size, state: state)
        all += try numbers(response)
        lengths.append(try #require(response.rows).rowCount)
        state = response.rows?.pagingState
      } while state != nil
      #expect(lengths == inMemory)
      #expect(all == Array(0..<50))
    }
  }

  @Test(
    "G2: page sizes below 1 and 2^31-1 ask for everything, 0 is refused", arguments: [-1, .min, .max, 0] as [Int32])
  func oddPageSizes(_ size: Int32) throws {
    try withServer(coordinator) { server in
      let response = try TestClient.ready(server).query(select, pageSize: size)
      if size == 0 {
        #expect(response.error == ServerError(code: .protocolError, message: "The page size cannot be 0"))
      } else {
        #expect(response.rows?.rowCount == 50)
        #expect(response.rows?.pagingState == nil)
      }
    }
  }

  @Test("C7: a good state is ignored where everything is asked for, and where LIMIT is not above the page size")
  func ignoredStates() throws {
    try withServer(coordinator) { server in
      let client = try TestClient.ready(server)
      for (text, size, rows) in [(select, -1, 50), (select, Int32.max, 50), (select + " LIMIT 30", 30, 30)] {
        let state = try #require(try client.query(text, pageSize: 10).rows?.pagingState)
        #expect(try numbers(client.query(text, pageSize: size, state: state)) == Array(0..<rows))
      }
    }
  }

  @Test("C6: a damaged state is refused even where a good one would be ignored")
  func damagedState() throws {
    try withServer(coordinator) { server in
      let client = try TestClient.ready(server)
      for size: Int32 in [10, -1, 100] {
        let error = try client.query("\(select) LIMIT 50", pageSize: size, state: [1, 2, 3]).error
        #expect(error == ServerError(code: .protocolError, message: "Invalid value for the paging state"))
      }
    }
  }

  @Test("G2: USE sets the keyspace for names without one, in QUERY and PREPARE")
  func use() throws {
    try withServer(coordinator) { server in
      let client = try TestClient.ready(server)
      #expect(try client.query("SELECT number FROM numbers").error?.code == .invalid)
      #expect(try client.query("USE nowhere").error?.message == "Keyspace 'nowhere' does not exist")
      guard case .result(.setKeyspace("test")) = try client.query("USE test") else {
        Issue.record("USE was not answered with Set_keyspace")
        return
      }
      #expect(try numbers(client.query("SELECT number FROM numbers")).count == 50)
      let prepared = try #require(try client.ask(.prepare(Prepare("SELECT number FROM numbers"))).prepared)
      #expect(try numbers(client.execute(prepared.id)).count == 50)
      #expect(try TestClient.ready(server).query("SELECT number FROM numbers").error?.code == .invalid)
    }
  }

  @Test("G2: BATCH is taken and changes nothing, events are registered for by their names")
  func others() throws {
    try withServer(coordinator) { server in
      let client = try TestClient.ready(server)
      #expect(try client.ask(.batch(Batch(kind: .logged, entries: [], consistency: .one))).isVoid)
      #expect(try client.ask(.register(Register(events: []))).isReady)
      #expect(
        try client.ask(.register(Register(events: ["NONSENSE"]))).error?.message == "Invalid value 'NONSENSE' for Type")
      #expect(try client.ask(.register(Register(events: ["STATUS_CHANGE"]))).isReady)
      server.announce(address: "127.0.0.1", isUp: false)
      let (event, stream) = try client.answer()
      guard case .event(.statusChange("DOWN", let address)) = event else {
        Issue.record("no status change came")
        return
      }
      #expect(stream == -1)
      #expect(address == Inet(address: [127, 0, 0, 1], port: Int32(server.port)))
    }
  }

  @Test("G2: system tables can be paged, and name the other nodes")
  func systemTables() throws {
    try withServer(coordinator) {
      $0.peers = ["127.0.0.2", "127.0.0.3"]
    } _: { server in
      let client = try TestClient.ready(server)
      let first = try #require(try client.query("SELECT * FROM system_schema.columns", pageSize: 7).rows)
      #expect(first.rowCount == 7)
      #expect(first.pagingState != nil)
      let peers = try #require(try client.query("SELECT rpc_address, tokens FROM system.peers").rows).rows()
      let hosts = try peers.map { try $0.decode(CQLInet.self, at: 0).description }
      #expect(hosts.sorted() == ["127.0.0.2", "127.0.0.3"])
      #expect(Set(try peers.map { try $0.decode([String].self, at: 1) }).count == 2)
    }
  }

  @Test("G2: a compressed frame, and a body that is no message, are refused, and the connection stays")
  func badBodies() throws {
    try withServer(coordinator) { server in
      let client = try TestClient.ready(server)
      client.send([4, 1, 0, 9, 7, 0, 0, 0, 1, 0])
      let (compressed, stream) = try client.answer()
      #expect(compressed.error?.code == .protocolError)
      #expect(stream == 9)
      client.send([4, 0, 0, 9, 7, 0, 0, 0, 2, 0, 0])
      #expect(try client.answer().response.error?.code == .protocolError)
      #expect(try numbers(client.query(select)).count == 50)
    }
  }

  @Test("G2: bytes that are no frame, and requests above the limit, end the connection with an error")
  func noFrames() throws {
    try withServer(coordinator) {
      $0.maximumRequestBytes = 100
    } _: { server in
      for bytes: [UInt8] in [
        [4, 0, 0, 1, 0x77, 0, 0, 0, 0], [4, 0, 0, 1, 7, 0, 0, 0, 101], [0x84, 0, 0, 0, 0, 0, 0, 0, 0],
      ] {
        let client = try TestClient.ready(server)
        client.send(bytes)
        #expect(try client.answer().response.error?.code == .protocolError)
        #expect(try client.frame() == nil)
      }
    }
  }

  @Test("F5: many requests at once are all answered, each on its stream")
  func manyStreams() throws {
    try withServer(coordinator) { server in
      let client = try TestClient.ready(server)
      let query = Request.query(Query(select, parameters: QueryParameters(consistency: .one, pageSize: 5)))
      let streams: [Int16] = [0, 64, 32767] + Array(100..<400)
      for stream in streams { try client.send(query, stream: stream) }
      var answered: [Int16] = []
      for _ in streams { answered.append(try client.answer().stream) }
      #expect(answered.sorted() == streams.sorted())
    }
  }

  @Test("G2: an answer that is delayed lets those behind it pass")
  func delays() throws {
    let coordinator = FakeCoordinator(
      tables: [.numbered(rows: 50)], faults: [Fault(.delay(.milliseconds(500)), on: 1, times: 1)])
    try withServer(coordinator) { server in
      let client = try TestClient.ready(server)
      let query = Request.query(Query(select, parameters: QueryParameters(consistency: .one, pageSize: 5)))
      for stream: Int16 in 1...3 { try client.send(query, stream: stream) }
      let answered = try (1...3).map { _ in try client.answer().stream }
      #expect(answered == [2, 3, 1])
    }
  }
}
