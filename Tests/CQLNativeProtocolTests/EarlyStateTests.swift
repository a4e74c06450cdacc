import CQLNativeProtocol
import CQLPaging
import Testing

@Suite("A page's next state, before the page is whole")
struct EarlyStateTests {
  private static let state: [UInt8] = [0xCA, 0xFE]

  private func page(_ message: ResponseMessage) throws -> Frame { try frame(try message.encoded(), .responses) }

  /// The page with nothing but ones behind its first `count` bytes, as in a buffer that is still being filled.
  private func begun(_ whole: Frame, _ count: Int) -> Frame {
    whole.with(body: whole.bodyBytes.prefix(count) + [UInt8](repeating: 0xFF, count: whole.body.count - count))
  }

  @Test(
    "it is known from its last byte on; behind what can be of any size, when the page is whole",
    arguments: [
      ResponseMessage(.result(.rows(Samples.rows))),
      ResponseMessage(.result(.rows(Samples.rows)), tracingID: Samples.tracingID),
      ResponseMessage(.result(.rows(Samples.rows)), warnings: ["careful", ""]),
      ResponseMessage(.result(.rows(Samples.rows)), customPayload: Samples.payload),
      ResponseMessage(
        .result(.rows(Samples.rows)), tracingID: Samples.tracingID, warnings: ["ü"], customPayload: Samples.payload),
    ])
  func everyLength(message: ResponseMessage) throws {
    let whole = try page(message)
    let body = whole.bodyBytes
    let first = try #require(body.indices.first { Array(body[$0...].prefix(6)) == [0, 0, 0, 2] + Self.state })
    let isKnownEarly = message.warnings.isEmpty && message.customPayload.isEmpty
    let enough = isKnownEarly ? first + 6 : body.count
    for count in 0...body.count {
      let found = RowsResult.nextState(in: begun(whole, count), count: count)
      #expect(found == (count < enough ? nil : Self.state), "\(count) of \(body.count) bytes")
    }
  }

  @Test("what is no page with another behind it has none")
  func none() throws {
    let whole = try page(ResponseMessage(.result(.rows(Samples.rows))))
    let count = whole.body.count
    #expect(RowsResult.nextState(in: whole, count: count) == Self.state)
    // The same bytes as another message, and as compressed ones.
    let error = frame(.error, body: whole.bodyBytes)
    #expect(RowsResult.nextState(in: error, count: count) == nil)
    let compressed = whole.with(body: whole.bodyBytes, flags: .compression)
    #expect(RowsResult.nextState(in: compressed, count: count) == nil)
    for (name, message) in Samples.responses {
      if case .result(.rows(let rows)) = message.response, rows.pagingState != nil { continue }
      let other = try page(message)
      #expect(RowsResult.nextState(in: other, count: other.body.count) == nil, "\(name)")
    }
  }

  @Test("only a large frame that is on its way is partial, with the bytes that are here")
  func partialFrame() throws {
    func partial(_ assembler: borrowing FrameAssembler) -> (Int16, Int)? {
      assembler.partialFrame.map { ($0.frame.header.stream, $0.count) }
    }
    var assembler = FrameAssembler(expecting: .responses)
    var found = partial(assembler)
    #expect(found == nil)
    let bytes = frame(.result, stream: 6, body: [UInt8](repeating: 7, count: 50_000)).bytes
    assembler.append(bytes.prefix(20_009))
    // Nothing is known before the header has been looked at.
    found = partial(assembler)
    #expect(found == nil)
    #expect(try assembler.nextFrame() == nil)
    found = partial(assembler)
    #expect(try #require(found) == (6, 20_000))
    assembler.append(bytes[20_009..<50_008])
    found = partial(assembler)
    #expect(try #require(found) == (6, 49_999))
    assembler.append(bytes.suffix(1))
    // Whole, so no longer partial, though nobody has taken it yet.
    found = partial(assembler)
    #expect(found == nil)
    #expect(try assembler.nextFrame()?.bytes == bytes)
    found = partial(assembler)
    #expect(found == nil)
  }
}
