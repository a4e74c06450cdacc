import CQLNativeProtocol
import CQLPaging
import Foundation
import Testing

@testable import CQLPagingTesting

@Suite struct WireServerTests {
  private let coordinator = FakeCoordinator(tables: [.numbered(rows: 50)] + SampleKeyspace(rows: 20).tables)

  private func withServer<Result>(
    _ coordinator: FakeCoordinator, _ change: (inout WireServer.Options) -> Void = { _ in },
    interceptor: (@Sendable (WireExchange) -> [WireExchange.Action]?)? = nil,
    _ body: (WireServer) throws -> Result
  ) throws -> Result {
    var options = WireServer.Options()
    change(&options)
    let server = WireServer(coordinator, options: options, interceptor: interceptor)
    try server.start()
    defer { server.stop() }
    return try body(server)
  }

  private let select = "SELECT number FROM test.numbers"

  private func numbers(_ response: Response) throws -> [Int] {
    let rows = try #require(response.rows).rows()
    return try rows.map { try $0.decode(Int.self, at: 0) }
  }

  // MARK: Getting ready

  @Test("G2: OPTIONS offers no compression, and what drivers read of it is there")
  func options() throws {
    try withServer(coordinator) { server in
      guard case .supported(let options) = try TestClient(server).ask(.options) else {
        Issue.record("OPTIONS was not answered with SUPPORTED")
        return
      }
      #expect(options == ["CQL_VERSION": ["3.4.4"], "COMPRESSION": [], "PROTOCOL_VERSIONS": ["4/v4"]])
    }
  }

  @Test("G2: a STARTUP with options that nobody knows is fine")
  func startup() throws {
    try withServer(coordinator) { server in
      let startup = Startup(options: ["CQL_VERSION": "4.0.0", "DRIVER_BAGGAGE": String(repeating: "{}", count: 500)])
      let response = try TestClient(server).ask(.startup(startup))
      #expect(response.isReady)
    }
  }

  @Test(
    "G2: what a server refuses while it gets ready",
    arguments: [
      (.query(Query("SELECT * FROM t", parameters: QueryParameters(consistency: .one))), "Unexpected message QUERY"),
      (.register(Register(events: [])), "Unexpected message REGISTER, expecting STARTUP or OPTIONS"),
      (.startup(Startup(options: [:])), "Missing value CQL_VERSION in STARTUP message"),
      (
        .startup(Startup(options: ["CQL_VERSION": "3.0.0", "COMPRESSION": "zstd"])),
        "Unknown compression algorithm: zstd"
      ),
    ] as [(Request, String)])
  func refusals(_ request: Request, _ message: String) throws {
    try withServer(coordinator) { server in
      let client = try TestClient(server)
      let error = try client.ask(request).error
      #expect(error?.code == .protocolError)
      #expect(error?.message.hasPrefix(message) == true)
      #expect(try client.ask(.startup(Startup())).isReady, "the connection stays")
    }
  }

  @Test(
    "G2: versions above 4 are refused on stream 0 with a header of v4, and the connection stays", arguments: [3, 5, 66])
  func newerVersions(_ version: UInt8) throws {
    try withServer(coordinator) { server in
      let client = try TestClient(server)
      client.send([version, 0, 0, 1, 5, 0, 0, 0, 2, 0xAB, 0xCD])
      let frame = try #require(try client.frame())
      #expect(frame.header.version == 4)
      #expect(frame.header.stream == 0)
      let error = try ResponseMessage(decoding: frame).response.error
      #expect(error?.code == .protocolError)
      #expect(
        error?.message
          == "Invalid or unsupported protocol version (\(version)); the lowest supported version is 4 and the greatest is 4"
      )
      #expect(try client.ask(.startup(Startup())).isReady)
    }
  }

  @Test("G2: versions 1 and 2 are refused with their own header of 8 bytes", arguments: [1, 2])
  func olderVersions(_ version: UInt8) throws {
    try withServer(coordinator) { server in
      let client = try TestClient(server)
      client.send([version, 0, 7, 5, 0, 0, 0, 0])
      let header = client.bytes(8)
      #expect(header.prefix(4) == [version | 0x80, 0, 7, 0])
      let length = header.suffix(4).reduce(0) { $0 << 8 | Int($1) }
      let body = client.bytes(length)
      #expect(body.prefix(4) == [0, 0, 0, 0x0A])
      #expect(String(decoding: body.dropFirst(6), as: UTF8.self).hasPrefix("Invalid or unsupported protocol version"))
    }
  }

  @Test("F2: a password is asked for, a wrong one refused, the right one taken on the same connection")
  func passwords() throws {
    try withServer(coordinator) {
      $0.credentials = .init(username: "ada", password: "pässword")
    } _: { server in
      let client = try TestClient(server)
      guard case .authenticate(let name) = try client.ask(.startup(Startup())) else {
        Issue.record("STARTUP was not answered with AUTHENTICATE")
        return
      }
      #expect(name == "org.apache.cassandra.auth.PasswordAuthenticator")
      #expect(try client.query(select).error?.message.contains("expecting SASL_RESPONSE") == true)
      for token in ["\0ada\0wrong", "\0eve\0pässword", "ada", "", "\0ada\0pässword\0"] {
        #expect(try client.ask(.authResponse(AuthResponse(token: Array(token.utf8)))).error?.code == .badCredentials)
      }
      guard case .authSuccess(nil) = try client.ask(.authResponse(AuthResponse(token: Array("\0ada\0pässword".utf8))))
      else {
        Issue.record("the right password was refused")
        return
      }
      #expect(try numbers(client.query(select)).count == 50)
    }
  }

  @Test("G2: credentials are shown nowhere")
  func credentialsAreSecret() {
    let credentials = WireServer.Credentials(username: "ada", password: "s3cret")
    var dumped = ""
    dump(credentials, to: &dumped)
    for text in ["\(credentials)", String(reflecting: credentials), dumped] {
      #expect(!text.contains("ada") && !text.contains("s3cret"))
    }
  }

  // MARK: Statements

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

  // MARK: Frames

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

  // MARK: Faults

  @Test(
    "G2: a connection is cut before, in the middle of and behind a page",
    arguments: [Fault.Cut.before, .inTheMiddle, .afterwards])
  func cuts(_ cut: Fault.Cut) throws {
    let coordinator = FakeCoordinator(tables: [.numbered(rows: 50)], faults: [Fault(.connectionCut(cut), on: 2)])
    try withServer(coordinator) { server in
      let client = try TestClient.ready(server)
      let state = try client.query(select, pageSize: 10).rows?.pagingState
      let query = Query(
        select, parameters: QueryParameters(consistency: .one, pageSize: 10, pagingState: state))
      try client.send(.query(query))
      let rest = client.bytes(10_000)
      let whole = try withServer(FakeCoordinator(tables: [.numbered(rows: 50)])) { server in
        let client = try TestClient.ready(server)
        try client.send(.query(query))
        return client.bytes(9 + 8)
      }
      switch cut {
      case .before: #expect(rest.isEmpty)
      case .inTheMiddle: #expect(rest.count > 9 && rest.count < 9 + rest[5..<9].reduce(0) { $0 << 8 | Int($1) })
      case .afterwards: #expect(rest.count == 9 + rest[5..<9].reduce(0) { $0 << 8 | Int($1) })
      }
      if cut != .before { #expect(rest.prefix(9)[4...] == whole.prefix(9)[4...]) }
      #expect(try numbers(TestClient.ready(server).query(select, pageSize: 10, state: state)) == Array(10..<20))
    }
  }

  @Test("G2: a connection ends after as many pages as it was given")
  func pagesPerConnection() throws {
    try withServer(coordinator) {
      $0.pagesPerConnection = 2
    } _: { server in
      let client = try TestClient.ready(server)
      _ = try client.query("SELECT * FROM system.local")
      var state = try client.query(select, pageSize: 10).rows?.pagingState
      state = try client.query(select, pageSize: 10, state: state).rows?.pagingState
      #expect(try client.frame() == nil)
      #expect(try numbers(TestClient.ready(server).query(select, pageSize: 10, state: state)) == Array(20..<30))
      #expect(server.acceptedConnections == 2)
    }
  }

  @Test("G2: faults come over the wire: errors with their details, VOID, missing cells, warnings, UNPREPARED")
  func wireFaults() throws {
    let unavailable = ServerError(
      code: .unavailable, message: "no", details: .unavailable(consistency: .quorum, required: 2, alive: 1))
    let coordinator = FakeCoordinator(
      tables: [.numbered(rows: 50)],
      faults: [
        Fault(.error(unavailable), on: 1), Fault(.void, on: 2), Fault(.missingCell, on: 3, times: 1),
        Fault(.warning("slow"), on: 3), Fault(.unprepared, on: 4),
      ])
    try withServer(coordinator) { server in
      let client = try TestClient.ready(server)
      #expect(try client.query(select, pageSize: 10).error == unavailable)
      let id = try #require(try client.ask(.prepare(Prepare(select))).prepared).id
      var state = try client.execute(id, pageSize: 10).rows?.pagingState
      #expect(try client.execute(id, pageSize: 10, state: state).isVoid)
      coordinator.replaceFaults(Array([Fault(.missingCell, on: 2, times: 1), Fault(.warning("slow"), on: 2)]))
      let malformed = try client.execute(id, pageSize: 10, state: state)
      #expect(throws: CQLError.self) { try #require(malformed.rows).rows() }
      var writer = FrameWriter()
      try RequestMessage(
        .execute(
          Execute(id: id, parameters: QueryParameters(consistency: .one, pageSize: 10, pagingState: state)))
      ).encode(stream: 5, into: &writer)
      client.send(writer.bytes)
      let message = try ResponseMessage(decoding: try #require(try client.frame()))
      #expect(message.warnings == ["slow"])
      state = message.response.rows?.pagingState
      coordinator.replaceFaults([Fault(.unprepared, on: 3)])
      #expect(try client.execute(id, pageSize: 10, state: state).error?.details == .unprepared(id: id))
      #expect(try client.execute(id, pageSize: 10, state: state).error?.code == .unprepared, "until it is prepared")
      _ = try client.ask(.prepare(Prepare(select)))
      #expect(try numbers(client.execute(id, pageSize: 10, state: state)) == Array(20..<30))
    }
  }

  @Test("G2: a test can send other bytes than the answer, hold it back, or close")
  func interception() throws {
    let interceptor: @Sendable (WireExchange) -> [WireExchange.Action]? = { exchange in
      guard let statement = exchange.statement else { return nil }
      switch statement {
      case "SELECT half": return [.send(Array(exchange.answer.prefix(12))), .close]
      case "SELECT twice": return [.send(exchange.answer), .send(exchange.answer)]
      case "SELECT nothing": return []
      case "SELECT version":
        return [.pause(.milliseconds(1)), .send([0x85] + exchange.answer.dropFirst())]
      default: return nil
      }
    }
    try withServer(coordinator, interceptor: interceptor) { server in
      let client = try TestClient.ready(server)
      #expect(try client.query("SELECT twice").error?.code == .syntaxError)
      #expect(try client.answer().response.error?.code == .syntaxError)
      #expect(try client.query("SELECT version").error != nil)
      try client.send(.query(Query("SELECT nothing", parameters: QueryParameters(consistency: .one))), stream: 3)
      try client.send(.query(Query("SELECT half", parameters: QueryParameters(consistency: .one))), stream: 4)
      #expect(client.bytes(100).count == 12)
    }
  }

  // MARK: Lifetime

  @Test(
    "G2: only loopback addresses are listened on",
    arguments: ["0.0.0.0", "192.168.1.1", "::1", "127.0.0", "127.0.0.256", "localhost"])
  func addresses(_ address: String) {
    #expect(throws: CQLError.self) { try withServer(coordinator, { $0.address = address }, { _ in }) }
  }

  @Test("G2: a port that is taken is an error, and the same server can be started again on its port")
  func restart() throws {
    try withServer(coordinator) { server in
      let port = server.port
      #expect(throws: CQLError.self) { try withServer(coordinator, { $0.port = UInt16(port) }, { _ in }) }
      try server.start()
      #expect(server.port == port)
      let client = try TestClient.ready(server)
      server.stop()
      #expect(try client.frame() == nil)
      #expect(throws: CQLError.self) { try TestClient(server) }
      try server.start()
      #expect(server.port == port)
      #expect(try numbers(TestClient.ready(server).query(select)).count == 50)
    }
  }

  @Test("G2: a server in a scope is stopped when the scope is left, by an error, too")
  func scope() async throws {
    struct Left: Error {}
    var port = 0
    await #expect(throws: Left.self) {
      try await WireServer.withServer(coordinator) { server in
        _ = try TestClient.ready(server)
        port = server.port
        throw Left()
      }
    }
    #expect(port != 0)
    #expect(LoopbackSocket.connected(to: [127, 0, 0, 1], port: UInt16(port)) == nil)
  }

  @Test("G2: all connections can be cut at once, and new ones come")
  func cutAll() throws {
    try withServer(coordinator) { server in
      let clients = try (0..<5).map { _ in try TestClient.ready(server) }
      #expect(server.openConnections == 5)
      server.cutConnections()
      for client in clients { #expect(try client.frame() == nil) }
      _ = try TestClient.ready(server)
      #expect(server.acceptedConnections == 6)
    }
  }

  @Test("G2: two nodes serve the same tables at two addresses, and say who was asked")
  func twoNodes() throws {
    #if os(Linux)
      try withServer(coordinator) {
        $0.peers = ["127.0.0.2"]
      } _: { first in
        try withServer(coordinator) {
          $0.address = "127.0.0.2"
          $0.port = UInt16(first.port)
          $0.peers = ["127.0.0.1"]
        } _: { second in
          #expect(first.port == second.port)
          let state = try TestClient.ready(first).query(select, pageSize: 10).rows?.pagingState
          let client = try TestClient(second, address: [127, 0, 0, 2])
          #expect(try client.ask(.startup(Startup())).isReady)
          #expect(try numbers(client.query(select, pageSize: 10, state: state)) == Array(10..<20))
          #expect(coordinator.requests.map(\.node) == ["127.0.0.1", "127.0.0.2"])
        }
      }
    #endif
  }

  @Test("G2: servers and connections that ended have given back their descriptors")
  func descriptors() throws {
    for _ in 0..<400 {
      try withServer(coordinator) { server in
        let clients = try (0..<3).map { _ in try TestClient.ready(server) }
        withExtendedLifetime(clients) {}
      }
    }
    // A system gives the lowest number that is free. 400 servers would have kept 1,600 of them; the tests that run beside
    // this one hold some hundreds.
    let file = try #require(FileHandle(forReadingAtPath: "/dev/null"))
    #expect(file.fileDescriptor < 1500)
  }

  @Test("G2: clients that vanish with answers on the way leave nothing behind")
  func vanishingClients() throws {
    let server = WireServer(FakeCoordinator(tables: SampleKeyspace(rows: 5000).tables))
    try server.start()
    for _ in 0..<20 {
      let client = try TestClient.ready(server)
      for stream: Int16 in 0..<20 {
        try client.send(
          .query(Query("SELECT * FROM sample.events", parameters: QueryParameters(consistency: .one))), stream: stream)
      }
    }
    server.stop()
    #expect(server.openConnections == 0)
  }
}
