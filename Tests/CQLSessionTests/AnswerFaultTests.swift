import CQLNativeProtocol
import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

/// What a server may answer to a query, right and wrong, and what becomes of the session.
@Suite struct AnswerFaultTests {
  struct Answer: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: CQLError.Code
    let words: String
    /// Whether the connection is of use afterwards.
    let connectionLives: Bool
    let actions: @Sendable (WireExchange) -> [WireExchange.Action]

    init(
      _ sentence: String, _ code: CQLError.Code, _ words: String, connectionLives: Bool = false,
      _ actions: @escaping @Sendable (WireExchange) -> [WireExchange.Action]
    ) {
      testDescription = sentence
      self.code = code
      self.words = words
      self.connectionLives = connectionLives
      self.actions = actions
    }
  }

  private static let brokenFrames = [
    Answer("another version", .malformedFrame, "protocol version 3") { [.send($0.answer.with(0x83, at: 0))] },
    Answer("a version that nobody has", .malformedFrame, "protocol version 127") {
      [.send($0.answer.with(0xFF, at: 0))]
    },
    Answer("no response bit", .malformedFrame, "byte 4") { [.send($0.answer.with(0x04, at: 0))] },
    Answer("TLS", .malformedFrame, "TLS") { _ in [.send([0x15, 3, 1, 0, 2, 2, 70])] },
    Answer("an opcode of no version", .malformedFrame, "opcode 17") { [.send($0.answer.with(17, at: 4))] },
    Answer("a request", .malformedFrame, "wrong side") { [.send($0.answer.with(7, at: 4))] },
    Answer("a negative length", .malformedFrame, "-2147483648 bytes") {
      [.send(Frames.raw(stream: $0.stream, opcode: 8, length: .min))]
    },
    Answer("a body above 256 MiB", .frameTooLarge, "ask for smaller pages") {
      [.send(Frames.raw(stream: $0.stream, opcode: 8, length: 256 << 20 + 1))]
    },
    Answer("the longest length there is", .frameTooLarge, "2147483647 bytes") {
      [.send(Frames.raw(stream: $0.stream, opcode: 8, length: .max))]
    },
    Answer("a body above the limit, on no one's stream", .frameTooLarge, "RESULT on stream 99") { _ in
      [.send(Frames.raw(stream: 99, opcode: 8, length: .max))]
    },
    Answer("a stream that nobody has", .unexpectedResponse, "stream 99, which awaits nothing") { _ in
      [.send(Frames.of(.result(.void), stream: 99))]
    },
    Answer("a negative stream", .unexpectedResponse, "stream -2, which awaits nothing") { _ in
      [.send(Frames.of(.result(.void), stream: -2))]
    },
    Answer("an error on a stream that nobody has", .connectionClosed, "broken pipe of ours") { _ in
      [.send(Frames.error(.protocolError, "broken pipe of ours", stream: 99))]
    },
    Answer("an error with another version's header", .connectionClosed, "Invalid or unsupported") {
      [.send(Frames.error(.protocolError, "Invalid or unsupported", stream: $0.stream, version: 5))]
    },
    Answer("the end of the connection", .connectionClosed, "closed the connection") { _ in [.close] },
    Answer("half a header and the end", .connectionClosed, "in the middle of an answer") {
      [.send(Array($0.answer.prefix(5))), .close]
    },
    Answer("half a body and the end", .connectionClosed, "in the middle of an answer") {
      [.send(Array($0.answer.dropLast(7))), .close]
    },
    Answer("half of a large body and the end", .connectionClosed, "in the middle of an answer") {
      [
        .send(Frames.raw(stream: $0.stream, opcode: 8, length: 1 << 20, body: Array(repeating: 0, count: 50_000))),
        .close,
      ]
    },
  ]

  private static let silences = [
    Answer("nothing", .timeout, "did not answer in time", connectionLives: true) { _ in [] },
    Answer("half a header and silence", .timeout, "in the middle of an answer") { [.send(Array($0.answer.prefix(5)))] },
    Answer("half a body and silence", .timeout, "in the middle of an answer") { [.send($0.answer.dropLast(7))] },
    Answer("a large body that never comes", .timeout, "in the middle of an answer") {
      [.send(Frames.raw(stream: $0.stream, opcode: 8, length: 255 << 20))]
    },
    Answer("a byte now and then", .timeout, "in the middle of an answer") {
      $0.answer.flatMap { [.send([$0]), .pause(.milliseconds(5))] }
    },
  ]

  private static let unfit = [
    Answer("an error code that nobody knows", .server, "0x7777: strange", connectionLives: true) {
      [.send(Frames.error(ServerError.Code(rawValue: 0x7777), "strange", stream: $0.stream))]
    },
    Answer("a negative error code", .server, "0xFFFFFFFF: strange", connectionLives: true) {
      [.send(Frames.error(ServerError.Code(rawValue: -1), "strange", stream: $0.stream))]
    },
    Answer("an error without a message", .malformedFrame, "ERROR on stream", connectionLives: true) {
      [.send(Frames.raw(stream: $0.stream, opcode: 0, body: [0, 0, 0, 10]))]
    },
    Answer("an error that promises a longer message", .malformedFrame, "ERROR on stream", connectionLives: true) {
      [.send(Frames.raw(stream: $0.stream, opcode: 0, body: [0, 0, 0, 10, 255, 255, 65]))]
    },
    Answer("an empty body", .malformedFrame, "RESULT on stream", connectionLives: true) {
      [.send(Frames.raw(stream: $0.stream, opcode: 8))]
    },
    Answer("a kind of result that nobody knows", .malformedFrame, "RESULT on stream", connectionLives: true) {
      [.send(Frames.raw(stream: $0.stream, opcode: 8, body: [0, 0, 0, 9]))]
    },
    Answer("a compressed body", .unsupported, "nobody has asked for", connectionLives: true) {
      [.send($0.answer.with(1, at: 1))]
    },
    Answer("B6: VOID", .unexpectedResponse, "VOID result where a page of rows", connectionLives: true) {
      [.send(Frames.of(.result(.void), stream: $0.stream))]
    },
    Answer("B6: SET_KEYSPACE", .unexpectedResponse, "SET_KEYSPACE result", connectionLives: true) {
      [.send(Frames.of(.result(.setKeyspace("a")), stream: $0.stream))]
    },
    Answer("READY", .unexpectedResponse, "READY where a result", connectionLives: true) {
      [.send(Frames.of(.ready, stream: $0.stream))]
    },
    Answer("AUTHENTICATE", .unexpectedResponse, "AUTHENTICATE where a result", connectionLives: true) {
      [.send(Frames.of(.authenticate(authenticator: "x"), stream: $0.stream))]
    },
    Answer("an EVENT on the request's stream", .unexpectedResponse, "EVENT where a result", connectionLives: true) {
      [.send(Frames.of(.event(.schemaChange(SchemaChange(change: "x", target: .keyspace("a")))), stream: $0.stream))]
    },
    Answer("more rows than bytes", .malformedFrame, "1000000 rows", connectionLives: true) {
      [.send(Frames.rows(announced: 1_000_000, cells: [0, 0, 0, 0], stream: $0.stream))]
    },
    Answer("fewer rows than none", .malformedFrame, "-1 rows", connectionLives: true) {
      let frame = Frames.rows(announced: 0, cells: [], stream: $0.stream)
      return [.send(frame.dropLast(4) + [255, 255, 255, 255])]
    },
    Answer("a cell that ends outside", .malformedFrame, "127.0.0.1", connectionLives: true) {
      [.send(Frames.rows(announced: 1, cells: [0, 0, 0, 9, 1], stream: $0.stream))]
    },
    Answer("a column that the rows do not have", .malformedFrame, "127.0.0.1", connectionLives: true) {
      [.send($0.answer.with(2, at: 20))]
    },
    Answer("2^31 - 1 columns", .malformedFrame, "127.0.0.1", connectionLives: true) {
      [.send($0.answer.with(0x7F, at: 17))]
    },
    Answer("rows without their columns", .unexpectedResponse, "without their columns", connectionLives: true) {
      [.send(Frames.rows(announced: 1, cells: [0, 0, 0, 0], noMetadata: true, stream: $0.stream))]
    },
    Answer("more pages behind a null state", .malformedFrame, "paging state", connectionLives: true) {
      [.send(Frames.raw(stream: $0.stream, opcode: 8, body: [0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 255, 255, 255, 255]))]
    },
  ]

  @Test("a typed error with the server's address, and the next query works", arguments: brokenFrames + silences + unfit)
  func fault(answer: Answer) async throws {
    let once = Once()
    try await Scripted.withSession(script: { $0.isOfTest && once.take() ? answer.actions($0) : nil }) {
      session, server async throws in
      let isSilence = answer.code == .timeout
      let statement = isSilence ? Scripted.hurried(Scripted.select) : Scripted.select
      let error = await cqlError { try await session.numbers(statement) }
      #expect(error?.code == answer.code, "\(String(describing: error))")
      // On a very busy machine the time is over before the first half has come.
      let words =
        isSilence && error?.message.contains("in the middle") == false ? "did not answer in time" : answer.words
      #expect(error?.message.contains(words) == true, "\(String(describing: error))")
      #expect(error?.message.contains("127.0.0.1:\(server.port)") == true, "\(String(describing: error))")
      #expect(try await session.numbers() == Array(0..<50))
      #expect(server.acceptedConnections == (answer.connectionLives ? 1 : 2))
    }
  }

  @Test("a frame above the limit that the user sets is refused before it is read, and smaller pages go on")
  func ownLimit() async throws {
    let coordinator = FakeCoordinator(tables: [.numbered(rows: 500)])
    try await Scripted.withSession(coordinator, configure: { $0.maximumFrameLength = 2000 }) {
      session, server async throws in
      let error = await cqlError { try await session.numbers(pageSize: 400) }
      #expect(error?.code == .frameTooLarge)
      #expect(error?.message.contains("ask for smaller pages, or raise the limit") == true)
      #expect(try await session.numbers(pageSize: 50) == Array(0..<500))
    }
  }

  @Test("bytes behind the message are ignored, behind rows and behind an error")
  func trailingBytes() async throws {
    let script: Scripted.Script = { exchange in
      guard exchange.isOfTest else { return nil }
      let body = Array(exchange.answer.dropFirst(9)) + [1, 2, 3]
      return [.send(Frames.raw(stream: exchange.stream, opcode: exchange.answer[4], body: body))]
    }
    try await Scripted.withSession(script: script) { session, server async throws in
      #expect(try await session.numbers(pageSize: 7) == Array(0..<50))
      let error = await cqlError { try await session.numbers("SELECT a FROM test.missing") }
      #expect(error?.server?.code == .invalid)
      #expect(server.acceptedConnections == 1)
    }
  }

  @Test("events that nobody asked for are ignored, whatever is in them")
  func events() async throws {
    let event = Frames.of(.event(.schemaChange(SchemaChange(change: "CREATED", target: .keyspace("a")))), stream: -1)
    let garbage = Frames.raw(stream: -1, opcode: 0x0C, body: [255, 255, 1])
    try await Scripted.withSession(
      script: { $0.isOfTest ? [.send(event + garbage), .send($0.answer + event)] : nil }
    ) { session, server async throws in
      #expect(try await session.numbers(pageSize: 7) == Array(0..<50))
      #expect(server.acceptedConnections == 1)
    }
  }

  @Test("the same answer twice: the first counts, and the connection is not trusted any more")
  func twice() async throws {
    let once = Once()
    try await Scripted.withSession(
      script: { $0.isOfTest && once.take() ? [.send($0.answer + $0.answer)] : nil }
    ) { session, server async throws in
      #expect(try await session.numbers() == Array(0..<50))
      #expect(try await session.numbers() == Array(0..<50))
      #expect(server.acceptedConnections == 2)
    }
  }

  @Test("B6: VOID in the middle of a scan is no end: the iteration can go on behind the rows it had")
  func voidInTheMiddle() async throws {
    let coordinator = FakeCoordinator(tables: [.numbered(rows: 50)], faults: [Fault(.void, on: 3, times: 1)])
    try await Scripted.withSession(coordinator) { session, _ async throws in
      var rows = session.rows(of: Scripted.select, pageSize: 10).makeAsyncIterator()
      var numbers: [Int] = []
      var errors: [PagingError] = []
      while true {
        do {
          guard let row = try await rows.next() else { break }
          numbers.append(try row.decode(Int.self, at: 0))
        } catch let error as PagingError { errors.append(error) }
      }
      #expect(numbers == Array(0..<50))
      #expect(errors.map(\.rowsDelivered) == [20])
      #expect(errors.first?.code == .unexpectedResponse)
    }
  }

  @Test(
    "B6: VOID for a SELECT is no end, whatever stands in front of it; for other statements it is the result",
    arguments: [
      ("SELECT", true), ("\n\t select", true), ("-- dashboard\nSELECT", true), ("// dashboard\r\nSELECT", true),
      ("/* SELECT */ /**/ Select", true), ("INSERT", false), ("/* SELECT */ INSERT", false), ("-- SELECT", false),
      ("/* SELECT", false), ("", false),
    ])
  func void(prefix: String, expectsRows: Bool) async throws {
    try await Scripted.withSession(
      script: { $0.isOfTest ? [.send(Frames.of(.result(.void), stream: $0.stream))] : nil }
    ) { session, _ async throws in
      let statement: Statement = "\(cql: prefix) a FROM test.numbers"
      let error = await cqlError { try await session.execute(statement) }
      #expect(error?.code == (expectsRows ? .unexpectedResponse : nil))
    }
  }

  @Test("each byte of a page may come alone")
  func drip() async throws {
    try await Scripted.withSession(
      script: { $0.isOfTest ? $0.answer.flatMap { [.send([$0]), .pause(.microseconds(100))] } : nil }
    ) { session, server async throws in
      #expect(try await session.numbers(pageSize: 20) == Array(0..<50))
      #expect(server.acceptedConnections == 1)
    }
  }

  @Test("a server that sends without end does not keep others from their answers, nor the session from closing")
  func flood() async throws {
    let event = Frames.of(.event(.schemaChange(SchemaChange(change: "CREATED", target: .keyspace("a")))), stream: -1)
    let flood = [UInt8](repeating: 0, count: 20_000).flatMap { _ in event }
    let once = Once()
    try await Scripted.withSession(
      script: { exchange in
        guard exchange.isOfTest, once.take() else { return nil }
        return Array(repeating: .send(flood), count: 200)
      }
    ) { session, _ async throws in
      let error = await cqlError { try await session.numbers(Scripted.hurried(Scripted.select)) }
      #expect(error?.code == .timeout)
    }
  }
}
