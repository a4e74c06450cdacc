import CQLNativeProtocol
import CQLPaging

/// What a connection sends back, and how.
struct WireReply: Sendable {
  var message: ResponseMessage
  var delay = Duration.zero
  var cut: Fault.Cut?
  /// The stream to answer on, where it is not the request's.
  var stream: Int16?
  /// What page of a user's table it is.
  var route: FakeAnswer.Route?
  /// Whether to write the header of protocol versions 1 and 2, which has a stream of one byte.
  var headerVersion = FrameHeader.version

  init(_ response: Response) { message = ResponseMessage(response) }

  static func error(_ code: ServerError.Code, _ message: String) -> WireReply {
    WireReply(.error(ServerError(code: code, message: message)))
  }

  /// The whole frame.
  func frame(stream requestStream: Int16) -> [UInt8] {
    let stream = stream ?? requestStream
    var writer = FrameWriter()
    do throws(CQLError) {
      try message.encode(stream: stream, into: &writer)
    } catch {
      // Something that no frame can hold, such as an error whose details are not those of its code.
      let reply = WireReply.error(.serverError, "the fake cannot send its answer: \(error.message)")
      try? reply.message.encode(stream: stream, into: &writer)
    }
    guard headerVersion < 3 else { return writer.bytes }
    return [headerVersion | 0x80, 0, UInt8(truncatingIfNeeded: stream), writer.bytes[4]] + writer.bytes[5...]
  }
}
