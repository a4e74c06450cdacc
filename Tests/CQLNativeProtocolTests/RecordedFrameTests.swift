import CQLNativeProtocol
import CQLPaging
import Testing

@Suite("Frames that real servers sent")
struct RecordedFrameTests {
  @Test("F12: every answer says what the recording says", arguments: Recorded.releases)
  func responses(release: String) throws {
    let cases = try Recorded.cases(of: release)
    #expect(cases.count > 150)
    for recorded in cases {
      let sent = try frame(try recorded.responseBytes, .responses)
      let message = try ResponseMessage(decoding: sent)
      // The flags are those of the recorded frame; decompression took one away.
      var header = sent.header
      if recorded.name.hasPrefix("lz4-") { header.flags.insert(.compression) }
      let words = try words(of: message, header, columns: try columns(of: recorded, in: cases))
      #expect(words == recorded.expected, "\(recorded)")
      #expect(message.trailingBytes == 0, "\(recorded)")
      if case .result(.rows(let rows)) = message.response { #expect(try rows.trailingBytes() == 0, "\(recorded)") }
    }
  }

  /// One kind of message is not canonical: the options of SUPPORTED, which are sorted here and are in any order there.
  @Test("every answer is encoded to the bytes that it came as", arguments: Recorded.releases)
  func responsesEncodeToTheSameBytes(release: String) throws {
    for recorded in try Recorded.cases(of: release) where recorded.expected["opcode"] != "SUPPORTED" {
      let sent = try frame(try recorded.responseBytes, .responses)
      let message = try ResponseMessage(decoding: sent)
      #expect(try message.encoded(stream: sent.header.stream) == sent.bytes, "\(recorded)")
    }
  }

  @Test("every request says what the recording says, and is encoded to the same bytes", arguments: Recorded.releases)
  func requests(release: String) throws {
    var count = 0
    for recorded in try Recorded.cases(of: release) {
      guard let words = recorded.request, let bytes = try recorded.requestBytes else { continue }
      let sent = try frame(bytes, .requests)
      let message = try RequestMessage(decoding: sent)
      // Level 99 was sent on purpose, which the recording's words do not say.
      let level: [String: JSON] =
        recorded.name == "error-protocol-consistency" ? ["consistency": "consistency 99"] : [:]
      #expect(CQLNativeProtocolTests.words(of: message) == words.merging(level), "\(recorded)")
      #expect(message.trailingBytes == (recorded.name == "body-with-extra-bytes" ? 5 : 0), "\(recorded)")
      let body = sent.bodyBytes.dropLast(message.trailingBytes)
      #expect(try message.encoded(stream: sent.header.stream) == sent.with(body: Array(body)).bytes, "\(recorded)")
      count += 1
    }
    #expect(count > 100)
  }

  @Test("requests that are malformed on purpose are refused", arguments: Recorded.releases)
  func malformedRequests(release: String) throws {
    let cases = Dictionary(uniqueKeysWithValues: try Recorded.cases(of: release).map { ($0.name, $0) })
    func assembler(_ name: String) throws -> FrameAssembler {
      var assembler = FrameAssembler(expecting: .requests)
      assembler.append(try #require(try cases[name]?.requestBytes))
      return assembler
    }
    var cut = try assembler("error-server-body-cut-short")
    let frame = try #require(try cut.nextFrame())
    #expect(throws: CQLError.self) { try RequestMessage(decoding: frame) }

    var old = try assembler("error-protocol-version-3")
    guard case .unsupportedVersion(3, stream: 1) = try old.next() else {
      Issue.record("version 3 was not reported")
      return
    }
    var unknown = try assembler("error-protocol-unknown-opcode")
    #expect(throws: CQLError.self) { _ = try unknown.nextFrame() }
  }

  @Test("F11: a compressed answer is a typed error as long as nothing decompresses it")
  func compressed() throws {
    let cases = try Recorded.cases(of: "5.0").filter { $0.name.hasPrefix("lz4-") }
    #expect(cases.count == 4)
    for recorded in cases {
      var assembler = FrameAssembler(expecting: .responses)
      assembler.append(try recorded.responseBytes)
      let frame = try #require(try assembler.nextFrame())
      let error = #expect(throws: CQLError.self) { try ResponseMessage(decoding: frame) }
      #expect(error?.code == .unsupported, "\(recorded)")
    }
  }

  /// The columns of rows that came without: those of the prepared statement, or, as the recording notes, integers.
  private func columns(of recorded: RecordedCase, in cases: [RecordedCase]) throws -> Columns? {
    if recorded.name == "query-skip-metadata" {
      return Columns([Column(name: "p", type: .int), Column(name: "c", type: .int)])
    }
    guard let name = recorded.columnsOf else { return nil }
    let prepared = try #require(cases.first { $0.name == name })
    let message = try ResponseMessage(decoding: try frame(try prepared.responseBytes, .responses))
    guard case .result(.prepared(let result)) = message.response else { return nil }
    return result.resultColumns
  }
}
