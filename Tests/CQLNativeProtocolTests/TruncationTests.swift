import CQLNativeProtocol
import CQLPaging
import Testing

/// Each message without its last byte, without its last two, and so on to nothing: always a typed error.
@Suite("Truncated messages")
struct TruncationTests {
  @Test("every truncation of every recorded answer", arguments: Recorded.releases)
  func recordedResponses(release: String) throws {
    for recorded in try Recorded.cases(of: release) {
      check(try frame(try recorded.responseBytes, .responses), "\(recorded)", decode: decodeResponse)
    }
  }

  @Test("every truncation of every recorded request", arguments: Recorded.releases)
  func recordedRequests(release: String) throws {
    for recorded in try Recorded.cases(of: release) where recorded.request != nil {
      guard let bytes = try recorded.requestBytes else { continue }
      let sent = try frame(bytes, .requests)
      let trailing = try RequestMessage(decoding: sent).trailingBytes
      let exact = sent.with(body: sent.bodyBytes.dropLast(trailing))
      check(exact, "\(recorded)") { frame throws(CQLError) in _ = try RequestMessage(decoding: frame) }
    }
  }

  @Test("every truncation of every other message, with all flags")
  func samples() throws {
    for (name, message) in Samples.requests {
      let sent = try frame(try message.encoded(), .requests)
      check(sent, name) { frame throws(CQLError) in _ = try RequestMessage(decoding: frame) }
    }
    for (name, message) in Samples.responses {
      check(try frame(try message.encoded(), .responses), name, decode: decodeResponse)
    }
  }

  @Test("an error says what was being read, where, and how much is missing")
  func message() throws {
    let error = #expect(throws: CQLError.self) {
      try ResponseMessage(decoding: frame(.error, stream: 7, body: [0, 0, 0x10, 0, 0, 5, 1, 2]))
    }
    #expect(
      error?.message
        == "ERROR on stream 7: reading the error's message at byte 6 of 8: needs 5 bytes, 2 are left")
    let cell = #expect(throws: CQLError.self) {
      let content = Array(Samples.rows.buffer.bytes.dropLast())
      let rows = RowsResult(columns: Samples.columns, rowCount: 3, content: content)
      _ = try rows.rows()
    }
    #expect(cell?.message == "row 2 of 3, column \"b\", at byte 32 of 35: needs 4 bytes, 3 are left")
  }

  private func decodeResponse(_ frame: Frame) throws(CQLError) {
    let message = try ResponseMessage(decoding: frame)
    guard case .result(.rows(let rows)) = message.response else { return }
    let unknown = Columns((0..<rows.columnCount).map { Column(name: "\($0)", type: .blob) })
    _ = try rows.rows(columns: unknown)
  }

  private func check(_ frame: Frame, _ name: String, decode: (Frame) throws(CQLError) -> Void) {
    let body = frame.bodyBytes
    #expect(throws: Never.self, "\(name)") { try decode(frame) }
    for length in body.indices {
      do throws(CQLError) {
        try decode(frame.with(body: Array(body[..<length])))
        Issue.record("\(name): \(length) of \(body.count) bytes were taken for a whole message")
      } catch {
        if error.code != .malformedFrame { Issue.record("\(name): \(length) of \(body.count) bytes: \(error)") }
      }
    }
  }
}
