import CQLNativeProtocol
import CQLPaging
import Testing

@Suite("Frames from chunks")
struct FrameAssemblerTests {
  @Test("a recorded conversation, cut into pieces of one size", arguments: Recorded.releases)
  func fixedChunks(release: String) throws {
    let frames = try conversation(release)
    for size in [1, 2, 3, 7, 8, 9, 10, 100, 4095, 4096, 4097, 16_383, 16_384, 16_385, .max] {
      #expect(try assembled(frames.flatMap { $0 }) { _ in size } == frames, "pieces of \(size) bytes")
    }
  }

  @Test("a recorded conversation, cut at random", arguments: Recorded.releases)
  func randomChunks(release: String) throws {
    let frames = try conversation(release)
    for seed in 0..<20 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let sizes = [1...20, 1...2_000, 1...30_000][seed % 3]
      let result = try assembled(frames.flatMap { $0 }) { _ in Int.random(in: sizes, using: &generator) }
      #expect(result == frames, "seed \(seed)")
    }
  }

  @Test("three frames, cut at every position")
  func everyCut() throws {
    let frames = [0, 40, 5_000].map { body in rowsFrame(bodyLength: body) }
    let bytes = frames.flatMap { $0 }
    for cut in 0...bytes.count {
      var isFirst = true
      let result = try assembled(bytes) { _ in
        defer { isFirst = false }
        return isFirst && cut > 0 ? cut : .max
      }
      if result != frames { Issue.record("cut at byte \(cut)") }
    }
  }

  @Test(
    "bodies of all sizes around the buffers'",
    arguments: [
      0, 1, 4_086, 4_087, 4_088, 16_374, 16_375, 16_376, 16_384, 16_385, 32_768, 200_000,
    ])
  func sizes(length: Int) throws {
    let frames = [rowsFrame(bodyLength: 3), rowsFrame(bodyLength: length), rowsFrame(bodyLength: 5)]
    for size in [1_000, 16_384, .max] {
      #expect(try assembled(frames.flatMap { $0 }) { _ in size } == frames)
    }
  }

  @Test("many small frames come out of one read, and only a part of a frame is mid-frame")
  func manyFramesInOneRead() throws {
    var assembler = FrameAssembler(expecting: .responses)
    let one = rowsFrame(bodyLength: 4)
    let bytes = (0..<1_000).flatMap { _ in one }
    let room = assembler.destination()
    #expect(room.count >= bytes.count)
    room.copyBytes(from: bytes)
    assembler.received(bytes.count)
    var count = 0
    while let frame = try assembler.nextFrame() {
      if frame.bytes != one { Issue.record("frame \(count) differs") }
      count += 1
    }
    var isMidFrame = assembler.isMidFrame
    #expect(count == 1_000 && !isMidFrame)
    assembler.append(one.prefix(3))
    isMidFrame = assembler.isMidFrame
    #expect(isMidFrame)
  }

  @Test("a frame's stream is known from its fourth byte on, whatever was there before it", arguments: [4, 40_000])
  func partialStream(bodyLength: Int) throws {
    var assembler = FrameAssembler(expecting: .responses)
    assembler.append(frame(.result, stream: 5, body: [1, 2, 3, 4]).bytes)
    #expect(try assembler.nextFrame()?.header.stream == 5)
    let bytes = frame(.result, stream: 6, body: [UInt8](repeating: 7, count: bodyLength)).bytes
    for count in 0..<bytes.count {
      let found = assembler.partialStream
      try #require(found == (count < 4 ? nil : 6), "\(count) bytes")
      assembler.append(bytes[count..<count + 1])
      if count + 1 < bytes.count { try #require(try assembler.nextFrame() == nil) }
    }
    #expect(try assembler.nextFrame()?.header.stream == 6)
    let none = assembler.partialStream
    #expect(none == nil)
  }

  @Test("the rest of a large body is read into its own buffer, which is the frame's")
  func largeBody() throws {
    var assembler = FrameAssembler(expecting: .responses)
    let bytes = rowsFrame(bodyLength: 1_000_000)
    assembler.append(bytes.prefix(10_000))
    #expect(try assembler.nextFrame() == nil)
    let room = assembler.destination()
    #expect(room.count == 1_000_009 - 10_000)
    room.copyBytes(from: bytes.dropFirst(10_000))
    assembler.received(room.count - 1)
    #expect(try assembler.nextFrame() == nil)
    let isMidFrame = assembler.isMidFrame
    #expect(isMidFrame)
    assembler.received(1)
    // One more frame may arrive before the large one is taken.
    assembler.append(rowsFrame(bodyLength: 2))
    let frame = try #require(try assembler.nextFrame())
    #expect(frame.body.bytes.baseAddress == UnsafeRawPointer(room.baseAddress).map { $0 - 9_991 })
    #expect(frame.bytes == bytes)
    #expect(try assembler.nextFrame()?.body.count == 2)
  }

  @Test("bytes that nobody takes out wait, however many")
  func undrained() throws {
    var assembler = FrameAssembler(expecting: .responses)
    let frames = (0..<100).map { rowsFrame(bodyLength: $0 * 20) }
    for frame in frames {
      assembler.append(frame)
      let room = assembler.destination().count
      #expect(room > 0)
    }
    for frame in frames { #expect(try assembler.nextFrame()?.bytes == frame) }
  }

  /// What comes out when `bytes` arrive in pieces, read as a socket reads: no more than the destination has room for.
  private func assembled(_ bytes: [UInt8], pieces: (Int) -> Int) throws -> [[UInt8]] {
    var assembler = FrameAssembler(expecting: .responses)
    var frames: [[UInt8]] = []
    var offset = 0
    while offset < bytes.count {
      let room = assembler.destination()
      let count = min(room.count, bytes.count - offset, pieces(offset))
      room.copyBytes(from: bytes[offset..<offset + count])
      assembler.received(count)
      offset += count
      while let frame = try assembler.nextFrame() { frames.append(frame.bytes) }
    }
    let isMidFrame = assembler.isMidFrame
    #expect(!isMidFrame)
    return frames
  }

  private func conversation(_ release: String) throws -> [[UInt8]] {
    try Recorded.cases(of: release).map { try $0.responseBytes }
  }

  private func rowsFrame(bodyLength: Int) -> [UInt8] {
    frame(.result, body: (0..<bodyLength).map { UInt8(truncatingIfNeeded: $0) }).bytes
  }
}
