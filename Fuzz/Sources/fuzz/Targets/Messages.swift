import CQLNativeProtocol
import CQLPaging

/// Flags, opcode, body.
func fuzzResponses(_ bytes: UnsafeRawBufferPointer) {
  guard let frame = frame(bytes), !frame.header.opcode.isRequest else { return }
  guard let message = try? ResponseMessage(decoding: frame) else { return }
  _ = "\(message)"
  if case .result(.rows(let rows)) = message.response { _ = try? rows.trailingBytes() }
  var writer = FrameWriter()
  guard (try? message.encode(stream: 1, into: &writer)) != nil else { return }
  var assembler = FrameAssembler(expecting: .responses)
  assembler.append(writer.bytes)
  guard let again = try? assembler.nextFrame(), let decoded = try? ResponseMessage(decoding: again) else {
    fatalError("what was read and written cannot be read again")
  }
  require(decoded.response == message.response || message.trailingBytes > 0, "what was written is read differently")
  require(decoded.warnings == message.warnings && decoded.customPayload == message.customPayload, "extras differ")
}

/// Flags, opcode, body.
func fuzzRequests(_ bytes: UnsafeRawBufferPointer) {
  guard let frame = frame(bytes), frame.header.opcode.isRequest else { return }
  guard let message = try? RequestMessage(decoding: frame) else { return }
  _ = "\(message)"
  var writer = FrameWriter()
  guard (try? message.encode(stream: 1, into: &writer)) != nil else { return }
  var assembler = FrameAssembler(expecting: .requests)
  assembler.append(writer.bytes)
  guard let again = try? assembler.nextFrame(), let decoded = try? RequestMessage(decoding: again) else {
    fatalError("what was read and written cannot be read again")
  }
  require(decoded.request == message.request, "what was written is read differently")
}

private func frame(_ bytes: UnsafeRawBufferPointer) -> Frame? {
  guard bytes.count >= 2, let opcode = Opcode(rawValue: bytes[1]) else { return nil }
  let body = bytes.dropFirst(2)
  return Frame(
    header: FrameHeader(
      flags: FrameFlags(rawValue: bytes[0]), stream: 1, opcode: opcode, bodyLength: body.count),
    body: PageBuffer(body))
}
