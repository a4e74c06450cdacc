import CQLNativeProtocol
import CQLPaging
import Testing

@testable import CQLPagingTesting

@Suite struct WireFaultTests {
  private let coordinator = FakeCoordinator(tables: [.numbered(rows: 50)] + SampleKeyspace(rows: 20).tables)
  private let select = "SELECT number FROM test.numbers"

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
      case "SELECT parts":
        return [
          .send(Array(exchange.answer.prefix(12))), .stall(.milliseconds(30)),
          .send(exchange.answer.dropFirst(12).map { $0 }),
        ]
      default: return nil
      }
    }
    try withServer(coordinator, interceptor: interceptor) { server in
      let client = try TestClient.ready(server)
      #expect(try client.query("SELECT twice").error?.code == .syntaxError)
      #expect(try client.answer().response.error?.code == .syntaxError)
      #expect(try client.query("SELECT version").error != nil)
      for (stream, statement) in [(Int16(5), "SELECT parts"), (6, "SELECT whole")] {
        try client.send(.query(Query(statement, parameters: QueryParameters(consistency: .one))), stream: stream)
      }
      for stream in [Int16(5), 6] { #expect(try client.answer().stream == stream, "nothing comes between parts") }
      try client.send(.query(Query("SELECT nothing", parameters: QueryParameters(consistency: .one))), stream: 3)
      try client.send(.query(Query("SELECT half", parameters: QueryParameters(consistency: .one))), stream: 4)
      #expect(client.bytes(100).count == 12)
    }
  }
}
