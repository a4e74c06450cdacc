import CQLNativeProtocol
import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

/// Answers to a query that keep to the protocol's letter, or almost, and want to do harm.
@Suite(.serialized, .timeLimit(.minutes(10))) struct HostileAnswerTests {
  struct Answer: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let frameLimit: Int
    let expected: [Hostile.Outcome]
    /// What a request may take; with little time there is no use in waiting for what never comes.
    let timeout: Duration
    let actions: @Sendable (WireExchange) -> [WireExchange.Action]

    init(
      _ sentence: String, _ expected: Hostile.Outcome..., frameLimit: Int = 256 << 20,
      timeout: Duration? = nil, _ actions: @escaping @Sendable (WireExchange) -> [WireExchange.Action]
    ) {
      testDescription = sentence
      self.frameLimit = frameLimit
      self.expected = expected
      self.timeout = timeout ?? (expected.contains(.error(.timeout)) ? .milliseconds(500) : .seconds(30))
      self.actions = actions
    }

    var statement: Statement {
      var statement = Scripted.select
      statement.timeout = timeout
      return statement
    }
  }

  static let answers: [Answer] = [
    Answer("65,535 columns, and a row of them", .result) { Hostile.rows(columns: 65_535, rows: 1, stream: $0.stream) },
    Answer("65,536 columns", .error(.malformedFrame)) { Hostile.rows(columns: 65_536, rows: 1, stream: $0.stream) },
    Answer("two million columns in a frame of eight megabytes", .error(.malformedFrame)) {
      Hostile.rows(columns: 2_000_000, rows: 0, stream: $0.stream)
    },
    Answer("types nested 200 deep", .error(.malformedFrame)) {
      Hostile.rows(type: Hostile.repeated([0, 0x20], 200) + [0, 9], stream: $0.stream)
    },
    Answer("a tuple of 65,535 types", .result) {
      Hostile.rows(type: [0, 0x31, 0xFF, 0xFF] + Hostile.repeated([0, 9], 65_535), stream: $0.stream)
    },
    Answer("two million types in a tuple of tuples", .error(.malformedFrame)) {
      let tuple: [UInt8] = [0, 0x31, 0xFF, 0xFF] + Hostile.repeated([0, 9], 65_535)
      return Hostile.rows(type: [0, 0x31, 0, 32] + Hostile.repeated(tuple, 32), stream: $0.stream)
    },
    Answer("2^31-1 rows announced with an empty body", .error(.malformedFrame)) {
      [.send(Frames.rows(announced: Int(Int32.max), cells: [], stream: $0.stream))]
    },
    Answer("2^31-1 columns of 2^31-1 rows without metadata", .error(.malformedFrame)) {
      [.send(Frames.raw(stream: $0.stream, opcode: 8, body: [0, 0, 0, 2, 0, 0, 0, 4] + Hostile.most + Hostile.most))]
    },
    Answer("columns and rows whose product is 2^32", .error(.malformedFrame)) {
      let count: [UInt8] = [0, 1, 0, 0]
      return [.send(Frames.raw(stream: $0.stream, opcode: 8, body: [0, 0, 0, 2, 0, 0, 0, 4] + count + count))]
    },
    Answer(
      "a million options in a SUPPORTED, and not what was asked for", .error(.malformedFrame),
      .error(.unexpectedResponse)
    ) {
      let list = [0, 0, 0xFF, 0xFF] + Hostile.repeated([0], 131_070)
      let body = [0, 32] + Hostile.repeated(list, 32)
      return [.send(Frames.raw(stream: $0.stream, opcode: 6, body: body))]
    },
    Answer("a thousand warnings of 64 KiB each", .result) {
      [.send(Hostile.warned($0, warning: String(repeating: "w", count: 65_535), count: 1_000))]
    },
    Answer(
      "a thousand warnings of 64 KiB each, where a frame may have a megabyte", .error(.frameTooLarge),
      frameLimit: 1 << 20
    ) {
      [.send(Hostile.warned($0, warning: String(repeating: "w", count: 65_535), count: 1_000))]
    },
    Answer("65,535 warnings without a word", .result) { [.send(Hostile.warned($0, warning: "", count: 65_535))] },
    Answer("20,000 events, then the answer", .result) { exchange in
      let event = Frames.of(.event(.topologyChange(change: "NEW_NODE", address: Hostile.nowhere)), stream: -1)
      return Array(repeating: .send(Hostile.repeated(event, 2_000)), count: 10)
        + [.send(exchange.answer)]
    },
    Answer("20,000 events that cannot be read, then the answer", .result) { exchange in
      let event = Frames.raw(stream: -1, opcode: 12, body: [0xFF, 0xFF, 1])
      return [.send(Hostile.repeated(event, 20_000)), .send(exchange.answer)]
    },
    Answer("10,000 answers on streams that nobody has", .error(.unexpectedResponse)) { _ in
      [.send((1_000..<11_000).flatMap { Frames.of(.result(.void), stream: Int16($0)) })]
    },
    Answer("the same answer ten thousand times", .result, .error(.unexpectedResponse)) { exchange in
      [.send(Hostile.repeated(exchange.answer, 10_000))]
    },
    Answer("a position of 200 MB", .result, .error(.connectionClosed)) {
      [.send(Hostile.positioned(bytes: 200_000_000, stream: $0.stream))]
    },
    Answer("a position of 200 MB, where a frame may have a megabyte", .error(.frameTooLarge), frameLimit: 1 << 20) {
      [.send(Frames.raw(stream: $0.stream, opcode: 8, length: 200_000_000, body: Hostile.repeated([0], 100_000)))]
    },
    Answer("a byte each tenth of a second", .error(.timeout)) { exchange in
      exchange.answer.flatMap { [.send([$0]), .pause(.milliseconds(100))] }
    },
    Answer("a byte each second", .error(.timeout), timeout: .seconds(3)) { exchange in
      exchange.answer.flatMap { [.send([$0]), .pause(.seconds(1))] }
    },
    Answer("a frame of 200 MB of which nothing comes", .error(.timeout)) {
      [.send(Frames.raw(stream: $0.stream, opcode: 8, length: 200_000_000))]
    },
    Answer("PREPARED where rows were asked for", .error(.unexpectedResponse)) {
      [.send(Frames.of(.result(.prepared(PreparedResult(id: []))), stream: $0.stream))]
    },
    Answer("AUTHENTICATE in the middle", .error(.unexpectedResponse)) {
      [.send(Frames.of(.authenticate(authenticator: "x"), stream: $0.stream))]
    },
    Answer("an error of a megabyte of words", .error(.malformedFrame), .error(.server)) {
      let body = [0, 0, 0x10, 0, 0xFF, 0xFF] + Hostile.repeated([0x65], 1 << 20)
      return [.send(Frames.raw(stream: $0.stream, opcode: 0, body: body))]
    },
  ]

  @Test(
    "each is a result or a typed error in time, and the session lives on, whether it is asked for or read ahead",
    arguments: answers, [false, true])
  func answer(_ answer: Answer, isReadAhead: Bool) async throws {
    let number = Lock(0)
    let outcomes = try await Hostile.run(answer.testDescription, [answer]) { answer in
      try await Scripted.withSession(
        script: { exchange in
          guard exchange.isOfTest, number.increased() == (isReadAhead ? 2 : 1) else { return nil }
          return answer.actions(exchange)
        },
        configure: {
          $0.maximumFrameLength = answer.frameLimit
          $0.reconnectionDelay = .milliseconds(5)
        }
      ) { session, _ async throws in
        let limit = answer.timeout + .seconds(10)
        let outcome = await Hostile.outcome(of: answer.testDescription, within: limit) {
          if isReadAhead {
            for try await _ in session.pages(of: answer.statement, pageSize: 40).prefetching(.ahead(pages: 2)) {}
          } else {
            let page = try await session.fetchPage(PageRequest(answer.statement))
            for row in page.rows.prefix(1) where row.columns.count == 1 { _ = try row.decode(CQLValue.self, at: 0) }
          }
          return .result
        }
        // Who is in a hurry may not even have got the page before.
        if !answer.expected.contains(.error(.timeout)) { #expect(number.withLock { $0 } > (isReadAhead ? 1 : 0)) }
        await Hostile.isUsable(session, rows: 50, name: answer.testDescription)
        return outcome
      }
    }
    // What fails before anybody waits for it is asked for once more.
    let expected = answer.expected + (isReadAhead ? [.result] : [])
    for outcome in outcomes.keys { #expect(expected.contains(outcome)) }
  }

  @Test("pages without rows and without end stop where the caller says so, and can be left", arguments: [false, true])
  func endlessPages(positionMoves: Bool) async throws {
    let (number, isOver) = (Lock(0), Lock(false))
    try await Scripted.withSession(
      script: { exchange in
        guard exchange.isOfTest, !isOver.withLock({ $0 }) else { return nil }
        let next = number.withLock { number in
          if positionMoves { number += 1 }
          return number
        }
        return [.send(Hostile.emptyPage(position: Array("\(next)".utf8), stream: exchange.stream))]
      }
    ) { session, _ async throws in
      let error = await cqlError {
        for try await _ in session.rows(of: Scripted.select).allowingEmptyPages(500) {}
      }
      #expect(error?.code == .stalledPaging)
      // Without a limit: whoever has enough of it cancels.
      let scan = Task { try await session.numbers() }
      if positionMoves { #expect(await eventually { number.withLock { $0 } > 1_500 }) }
      scan.cancel()
      await #expect(throws: (any Error).self) { try await scan.value }
      isOver.withLock { $0 = true }
      await Hostile.isUsable(session, rows: 50, name: "pages without end")
    }
  }
}

extension Hostile {
  static let most: [UInt8] = [0x7F, 0xFF, 0xFF, 0xFF]
  static let nowhere = Inet(address: [127, 66, 66, 66], port: 1)

  static func repeated(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
    if count < 2 { return count == 1 ? bytes : [] }
    // By halves: a server that takes seconds for its answer, as under a sanitizer, is silent for too long.
    let half = repeated(bytes, count / 2)
    return half + half + (count % 2 == 1 ? bytes : [])
  }

  /// Rows of so many columns without names, of null each.
  static func rows(columns: Int, rows: Int, stream: Int16) -> [WireExchange.Action] {
    var writer = FrameWriter()
    for number in [2, 1, Int32(columns)] { writer.writeInt(number) }
    for _ in 0..<2 { writer.writeShort(0) }
    let cells = repeated([0xFF], rows * columns * 4)
    let body = writer.bytes + repeated([0, 0, 0, 9], columns) + bytes(Int32(rows)) + cells
    return [.send(Frames.raw(stream: stream, opcode: 8, body: body))]
  }

  /// A row of one column of a type, with null.
  static func rows(type: [UInt8], stream: Int16) -> [WireExchange.Action] {
    let metadata = bytes(2) + bytes(1) + bytes(1) + [0, 0, 0, 0, 0, 1, 0x61]
    return [.send(Frames.raw(stream: stream, opcode: 8, body: metadata + type + bytes(1) + bytes(-1)))]
  }

  static func warned(_ exchange: WireExchange, warning: String, count: Int) -> [UInt8] {
    var writer = FrameWriter()
    let warnings = Array(repeating: warning, count: count)
    let columns = Columns([Column(keyspace: "test", table: "numbers", name: "number", type: .int)])
    let rows = RowsResult(columns: columns, rowCount: 0, content: [])
    try? ResponseMessage(.result(.rows(rows)), warnings: warnings).encode(stream: exchange.stream, into: &writer)
    return writer.bytes
  }

  static func positioned(bytes count: Int, stream: Int16) -> [UInt8] {
    emptyPage(position: repeated([7], count), stream: stream)
  }

  static func emptyPage(position: [UInt8], stream: Int16) -> [UInt8] {
    let columns = Columns([Column(keyspace: "test", table: "numbers", name: "number", type: .int)])
    return Frames.of(
      .result(.rows(RowsResult(columns: columns, rowCount: 0, content: [], pagingState: position))), stream: stream)
  }

  private static func bytes(_ number: Int32) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }
}
