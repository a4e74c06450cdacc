import CQLNativeProtocol
import CQLPaging
import Testing

@testable import CQLSession

@Suite struct OutboxTests {
  private static func query(_ number: Int) -> RequestMessage {
    RequestMessage(
      .query(
        Query(
          "SELECT \(number) \(String(repeating: "x", count: 40_000))",
          parameters: QueryParameters(consistency: .one))))
  }

  @Test("F1: a peer that never quite keeps up gets each byte once, and what was sent does not pile up")
  func slowPeer() throws {
    var outbox = Outbox()
    var expected = FrameWriter()
    var sent: [UInt8] = []
    for number in 0..<40 {
      try outbox.append(Self.query(number), stream: 7, compression: nil)
      try Self.query(number).encode(stream: 7, into: &expected)
      // Less than came in, so that something is always left.
      let part = outbox.unsent.prefix(39_000)
      sent += part
      outbox.didSend(part.count)
      // It begins where the sent bytes end that are still held: no more than those that wait, beyond 64 KiB.
      let unsent = outbox.unsent
      #expect(unsent.startIndex <= max(1 << 16, unsent.count))
    }
    sent += outbox.unsent
    let isWhole = sent == expected.bytes
    #expect(isWhole)
    outbox.didSend(outbox.unsent.count)
    let isEmpty = outbox.isEmpty
    #expect(isEmpty)
  }

  @Test("F3: of a request that cannot be encoded nothing stays, and those before it are sent")
  func tooLarge() throws {
    var outbox = Outbox()
    try outbox.append(Self.query(1), stream: 7, compression: nil)
    let before = Array(outbox.unsent)
    let values = EncodedValues.positional(Array(repeating: .null, count: 65_536))
    let query = Query("SELECT", parameters: QueryParameters(consistency: .one, values: values))
    do throws(CQLError) {
      try outbox.append(RequestMessage(.query(query)), stream: 8, compression: nil)
      Issue.record("it was taken")
    } catch {
      #expect(error.code == .valueDoesNotFit)
    }
    let after = Array(outbox.unsent)
    #expect(after == before)
  }
}
