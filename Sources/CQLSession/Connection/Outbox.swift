internal import CQLNativeProtocol
internal import CQLPaging

/// The bytes that are still to be sent on a connection, in their order.
struct Outbox: ~Copyable {
  private var writer = FrameWriter()
  /// Bytes at the beginning that have been sent.
  private var sent = 0
  /// Whether a login is among the bytes: they are overwritten when they have been sent.
  private var holdsSecret = false

  var isEmpty: Bool { writer.bytes.isEmpty }

  /// Encodes a request behind those that are waiting; nothing of it stays when it cannot be encoded.
  mutating func append(
    _ message: RequestMessage, stream: Int16, compression: BodyCompression?
  ) throws(CQLError) {
    // A login is not compressed: its plain bytes would stay behind the shorter ones, where they are not overwritten.
    var compression = compression
    if case .authResponse = message.request { (holdsSecret, compression) = (true, nil) }
    let start = writer.bytes.count
    try message.encode(stream: stream, into: &writer)
    if let compression { writer.compressFrame(from: start, with: compression) }
  }

  /// What is to be sent next.
  var unsent: ArraySlice<UInt8> { writer.bytes[sent...] }

  /// Says that the first `count` bytes of ``unsent`` are on their way.
  mutating func didSend(_ count: Int) {
    sent += count
    guard sent == writer.bytes.count else {
      // A peer that never quite keeps up shall not make the sent part grow; halving keeps the copying cheap.
      if sent > 1 << 16, sent > writer.bytes.count / 2 {
        writer.bytes.removeFirst(sent)
        sent = 0
      }
      return
    }
    discard()
  }

  /// Forgets all bytes: they have been sent, or there is nobody to send them to. A login among them is overwritten.
  mutating func discard() {
    if holdsSecret { writer.bytes.wipe() }
    holdsSecret = false
    // One large request shall not keep its memory for as long as the connection lives.
    writer.bytes.removeAll(keepingCapacity: writer.bytes.capacity <= 1 << 16)
    sent = 0
  }
}
