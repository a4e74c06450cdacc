import CQLNativeProtocol
import CQLPaging
import Testing

@Suite("Messages in both directions")
struct RoundTripTests {
  @Test("every request is read as it was written")
  func requests() throws {
    for (name, message) in Samples.requests {
      let sent = try frame(try message.encoded(stream: 32_767), .requests)
      #expect(try RequestMessage(decoding: sent) == message, "\(name)")
      #expect(sent.header.stream == 32_767 && sent.header.opcode == message.request.opcode, "\(name)")
    }
  }

  @Test("every response is read as it was written")
  func responses() throws {
    for (name, message) in Samples.responses {
      let sent = try frame(try message.encoded(stream: -1), .responses)
      #expect(try ResponseMessage(decoding: sent) == message, "\(name)")
      #expect(sent.header.stream == -1 && sent.header.opcode == message.response.opcode, "\(name)")
    }
  }

  @Test("the samples have every opcode and every error code")
  func samplesAreComplete() {
    let opcodes = Set(Samples.requests.map(\.message.request.opcode) + Samples.responses.map(\.message.response.opcode))
    #expect(opcodes == Set((0...0xFF).compactMap { Opcode(rawValue: $0) }))
    let codes: Set<Int32> = [
      0x0000, 0x000A, 0x0100, 0x1000, 0x1001, 0x1002, 0x1003, 0x1100, 0x1200, 0x1300, 0x1400, 0x1500, 0x2000, 0x2100,
      0x2200, 0x2300, 0x2400, 0x2500,
    ]
    #expect(codes.isSubset(of: Samples.errors.map(\.code.rawValue)))
  }

  @Test("what follows a message is counted and ignored")
  func trailingBytes() throws {
    for (name, message) in Samples.responses {
      let sent = try frame(try message.encoded(), .responses)
      let longer = try ResponseMessage(decoding: sent.with(body: sent.bodyBytes + [1, 2, 3, 4, 5]))
      if case .result(.rows(let rows)) = longer.response {
        #expect(try rows.trailingBytes() == 5, "\(name)")
        #expect(try rows.rows(columns: Samples.columns).count == rows.rowCount, "\(name)")
      } else {
        #expect(longer.response == message.response && longer.trailingBytes == 5, "\(name)")
      }
    }
    for (name, message) in Samples.requests {
      let sent = try frame(try message.encoded(), .requests)
      let longer = try RequestMessage(decoding: sent.with(body: sent.bodyBytes + [1, 2, 3, 4, 5]))
      #expect(longer.request == message.request && longer.trailingBytes == 5, "\(name)")
    }
  }

  @Test("equal messages are equal bytes, whatever order a dictionary has")
  func deterministic() throws {
    let pairs = (0..<50).map { ("key\($0)", "value") }
    let one = RequestMessage(.startup(Startup(options: Dictionary(uniqueKeysWithValues: pairs))))
    let other = RequestMessage(.startup(Startup(options: Dictionary(uniqueKeysWithValues: pairs.reversed()))))
    #expect(try one.encoded() == other.encoded())
  }

  @Test("bodies as the specification lays them out", arguments: Self.layouts)
  func layout(row: Layout) throws {
    let body = try Hexadecimal.decode(row.body.filter { $0 != " " })
    switch row.message {
    case .request(let request):
      #expect(try RequestMessage(decoding: frame(request.opcode, body: body)).request == request)
      #expect(try Array(RequestMessage(request).encoded().dropFirst(FrameHeader.length)) == body)
    case .response(let response):
      #expect(try ResponseMessage(decoding: frame(response.opcode, body: body)).response == response)
      #expect(try Array(ResponseMessage(response).encoded().dropFirst(FrameHeader.length)) == body)
    }
  }

  struct Layout: Sendable, CustomTestStringConvertible {
    enum Message: Sendable {
      case request(Request)
      case response(Response)
    }

    let testDescription: String
    let body: String
    let message: Message
  }

  // Written by hand from the specification: what no recording has.
  static let layouts: [Layout] = [
    Layout(
      testDescription: "0x1400: keyspace, function, argument types",
      body: "00001400 0001 6d 0001 6b 0001 66 0001 0003 696e74",
      message: .response(
        .error(
          ServerError(
            code: .functionFailure, message: "m",
            details: .functionFailure(keyspace: "k", function: "f", argumentTypes: ["int"]))))),
    Layout(
      testDescription: "0x2500: the id as short bytes", body: "00002500 0001 6d 0003 010203",
      message: .response(.error(ServerError(code: .unprepared, message: "m", details: .unprepared(id: [1, 2, 3]))))),
    Layout(
      testDescription: "0x1002 has no details", body: "00001002 0000",
      message: .response(.error(ServerError(code: .isBootstrapping, message: "")))),
    Layout(
      testDescription: "a status change of an IPv6 node",
      body: "000d 5354415455535f4348414e4745 0002 5550 10 20010db8000000000000000000000001 00002352",
      message: .response(
        .event(
          .statusChange(
            change: "UP",
            address: Inet(address: [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1], port: 9042))))),
    Layout(
      testDescription: "values with names", body: "00000001 51 0001 41 0002 0001 61 00000001 07 0001 62 fffffffe",
      message: .request(
        .query(
          Query(
            "Q",
            parameters: QueryParameters(consistency: .one, values: .named([("a", .bytes([7])), ("b", .unset)])))))),
    Layout(
      testDescription: "all parameters in their order",
      body: "0001 01 0004 3f 0001 ffffffff 00000064 00000002 cafe 0008 0000000000000009",
      message: .request(
        .execute(
          Execute(
            id: [1],
            parameters: QueryParameters(
              consistency: .quorum, values: .positional([.null]), skipMetadata: true, pageSize: 100,
              pagingState: [0xCA, 0xFE], serialConsistency: .serial, timestamp: 9))))),
    Layout(
      testDescription: "a batch of a text and a prepared statement, with serial consistency and timestamp",
      body: "01 0002 00 00000001 51 0000 01 0002 0a0b 0001 00000000 0006 30 0009 fffffffffffffffe",
      message: .request(
        .batch(
          Batch(
            kind: .unlogged,
            entries: [Batch.Entry(.text("Q")), Batch.Entry(.prepared(id: [10, 11]), values: [.bytes([])])],
            consistency: .localQuorum, serialConsistency: .localSerial, timestamp: -2)))),
    Layout(
      testDescription: "a challenge's token", body: "00000002 0102", message: .response(.authChallenge([1, 2]))),
    Layout(
      testDescription: "rows of two tables, the last page",
      body: "00000002 00000000 00000002 0001 6b 0001 74 0001 61 0009 0001 6b 0001 75 0001 62 000d 00000001 "
        + "00000004 00000001 ffffffff",
      message: .response(
        .result(
          .rows(
            RowsResult(
              columns: Columns([
                Column(keyspace: "k", table: "t", name: "a", type: .int),
                Column(keyspace: "k", table: "u", name: "b", type: .text),
              ]), rowCount: 1, content: [0, 0, 0, 4, 0, 0, 0, 1, 255, 255, 255, 255]))))),
  ]
}
