import CQLNativeProtocol
import CQLPaging
import Testing

/// What compressed bodies may say about themselves, with a codec so simple that every block can be written by hand.
@Suite("Compressed bodies") struct BodyCompressionTests {
  /// Pairs of a count and a byte.
  private struct Runs: BlockCodec {
    let name = "runs"
    let greatestRatio = 128

    func bound(of count: Int) -> Int? { count * 2 }

    func compress(_ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Int? {
      var block: [UInt8] = []
      for byte in bytes {
        if let last = block.last, last == byte, block[block.count - 2] < 255 {
          block[block.count - 2] += 1
        } else {
          block += [1, byte]
        }
      }
      guard block.count <= room.count else { return nil }
      room.copyBytes(from: block)
      return block.count
    }

    func decompress(_ block: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Int? {
      // As with LZ4, no block has no bytes.
      guard !block.isEmpty, block.count.isMultiple(of: 2) else { return nil }
      var bytes: [UInt8] = []
      for pair in stride(from: 0, to: block.count, by: 2) {
        bytes += Array(repeating: block[pair + 1], count: Int(block[pair]))
      }
      guard bytes.count <= room.count else { return nil }
      room.copyBytes(from: bytes)
      return bytes.count
    }
  }

  private static let compression = BodyCompression(codec: Runs(), limit: 1000)

  private static func frame(_ body: [UInt8], flags: FrameFlags = [.compression, .warning]) -> Frame {
    Frame(
      header: FrameHeader(flags: flags, stream: 7, opcode: .result, bodyLength: body.count), body: PageBuffer(body))
  }

  @Test("F11: a body becomes what it was, and its header says so")
  func decompression() throws {
    let frame = try Self.compression.decompressed(Self.frame([0, 0, 0, 5, 2, 10, 3, 20]))
    #expect(Array(frame.body.bytes) == [10, 10, 20, 20, 20])
    #expect(frame.header.bodyLength == 5)
    #expect(frame.header.flags == .warning)
    let empty = try Self.compression.decompressed(Self.frame([0, 0, 0, 0]))
    #expect(empty.body.count == 0)
    let plain = try Self.compression.decompressed(Self.frame([1, 2, 3], flags: []))
    #expect(Array(plain.body.bytes) == [1, 2, 3])
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let body: [UInt8]
    var code = CQLError.Code.malformedFrame
    let words: String
  }

  private static let refusals = [
    Refusal(testDescription: "no body", body: [], words: "of 0 bytes has no length"),
    Refusal(testDescription: "half a length", body: [0, 0, 0], words: "of 3 bytes has no length"),
    Refusal(testDescription: "a negative length", body: [0xFF, 0xFF, 0xFF, 0xFF, 1, 1], words: "announces -1 bytes"),
    Refusal(
      testDescription: "the most negative length", body: [0x80, 0, 0, 0, 1, 1], words: "announces -2147483648 bytes"),
    Refusal(
      testDescription: "a byte above the limit", body: [0, 0, 3, 0xE9] + Array(repeating: 1, count: 100),
      code: .frameTooLarge, words: "1001 bytes before compression, above the limit of 1000"),
    Refusal(
      testDescription: "2 GiB", body: [0x7F, 0xFF, 0xFF, 0xFF, 255, 1], code: .frameTooLarge, words: "above the limit"),
    Refusal(
      testDescription: "more than the block can stand for", body: [0, 0, 1, 1, 255, 1],
      words: "257 bytes, more than a block of 2 can stand for"),
    Refusal(testDescription: "a length without a block", body: [0, 0, 0, 1], words: "more than a block of 0"),
    Refusal(testDescription: "no block at all", body: [0, 0, 0, 1, 1], words: "is no runs block"),
    Refusal(testDescription: "less than it says", body: [0, 0, 0, 3, 2, 1], words: "announces 3 bytes and has 2"),
    Refusal(testDescription: "more than it says", body: [0, 0, 0, 1, 2, 1], words: "is no runs block of the 1 bytes"),
    Refusal(testDescription: "more than nothing", body: [0, 0, 0, 0, 2, 1], words: "is no runs block of the 0 bytes"),
  ]

  @Test("F11: bodies that are not what they say", arguments: refusals)
  func refusal(item: Refusal) throws {
    let error = try #require(throws: CQLError.self) { try Self.compression.decompressed(Self.frame(item.body)) }
    #expect(error.code == item.code)
    #expect(error.message.contains("RESULT on stream 7"))
    #expect(error.message.contains(item.words), "\(error)")
  }

  @Test("F11: a long request is compressed; one that is short, or would get longer, is left alone")
  func requests() throws {
    for (text, isCompressed) in [
      (String(repeating: "x", count: 600), true), (String(repeating: "x", count: 400), false),
      (String(repeating: "xy", count: 300), false),
    ] {
      let message = RequestMessage(.query(Query(text, parameters: QueryParameters(consistency: .one))))
      var writer = FrameWriter(bytes: [1, 2, 3])
      try message.encode(stream: 9, into: &writer)
      let plain = writer.bytes
      writer.compressFrame(from: 3, with: Self.compression)
      #expect((writer.bytes.count < plain.count) == isCompressed)
      #expect((writer.bytes == plain) == !isCompressed)
      var assembler = FrameAssembler(expecting: .requests)
      assembler.append(writer.bytes.dropFirst(3))
      let frame = try #require(try assembler.nextFrame())
      #expect(frame.header.flags.contains(.compression) == isCompressed)
      let isCut = assembler.isMidFrame
      #expect(!isCut)
      #expect(try RequestMessage(decoding: Self.compression.decompressed(frame)) == message)
    }
  }
  @Test("F11: bodies of 512 bytes are compressed, and shorter ones are not")
  func threshold() throws {
    for (length, isCompressed) in [(511, false), (512, true)] {
      var writer = FrameWriter()
      // A body of the text alone, but for its length.
      try RequestMessage(.prepare(Prepare(String(repeating: "x", count: length - 4)))).encode(stream: 1, into: &writer)
      #expect(writer.bytes.count == FrameHeader.length + length)
      writer.compressFrame(from: 0, with: Self.compression)
      #expect((writer.bytes.count < FrameHeader.length + length) == isCompressed)
      #expect(FrameFlags(rawValue: writer.bytes[1]).contains(.compression) == isCompressed)
    }
  }

  @Test("F11: compressed messages that nobody has decompressed are refused as such")
  func unasked() throws {
    let request = Frame(
      header: FrameHeader(flags: .compression, stream: 3, opcode: .options, bodyLength: 0), body: PageBuffer([UInt8]()))
    let response = Frame(
      header: FrameHeader(flags: .compression, stream: 3, opcode: .ready, bodyLength: 0), body: PageBuffer([UInt8]()))
    let ofRequest = #expect(throws: CQLError.self) { try RequestMessage(decoding: request) }
    #expect(ofRequest?.code == .unsupported && ofRequest?.message.contains("OPTIONS on stream 3") == true)
    let ofResponse = #expect(throws: CQLError.self) { try ResponseMessage(decoding: response) }
    #expect(ofResponse?.code == .unsupported && ofResponse?.message.contains("READY on stream 3") == true)
  }
}
