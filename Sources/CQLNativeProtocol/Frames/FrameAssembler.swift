package import CQLPaging

/// Makes frames of bytes that arrive in pieces of any size.
///
/// A socket loop asks for ``destination()``, reads there, says how much came through ``received(_:)``, and takes frames
/// until there are none. Headers and small frames go through a staging buffer, so that one read can bring many of them;
/// the rest of a large body is read straight into a buffer of its exact size.
///
/// After an error nothing more comes: where the next frame would begin is not known.
package struct FrameAssembler: ~Copyable, Sendable {
  package enum Direction: Sendable {
    /// What a server reads.
    case requests
    /// What a client reads.
    case responses
  }

  private static let stagingSize = 16 * 1024
  /// Frames up to this length wait in the staging buffer until they are whole: one read brings the rest of such a frame
  /// and those behind it. Longer ones would be copied for longer than a read of their own takes.
  private static let stagedFrameSize = 4 * 1024

  private let direction: Direction
  private let bodyLimit: Int
  // Shared with nobody, so it may be written more than once.
  private var staging = PageBuffer(uninitializedCount: Self.stagingSize)
  private var stagingStart = 0
  private var stagingEnd = 0
  private var largeFrame: Frame?
  private var largeFrameFilled = 0
  /// What is left of a body that nobody wants.
  private var bytesToSkip = 0
  private var failure: CQLError?

  /// The header of the frame that was refused as too large: it says whose answer it would have been.
  package private(set) var refusedHeader: FrameHeader?

  /// - Parameter bodyLimit: the longest body to allow, in bytes. Longer ones are refused before anything is allocated.
  package init(expecting direction: Direction, bodyLimit: Int = FrameHeader.maximumBodyLength) {
    self.direction = direction
    self.bodyLimit = min(max(bodyLimit, 0), FrameHeader.maximumBodyLength)
  }

  /// The large frame that is being read, and how many bytes of its body are here.
  package var partialFrame: (frame: Frame, count: Int)? {
    guard let largeFrame, largeFrameNeeds > 0 else { return nil }
    return (largeFrame, largeFrameFilled)
  }

  /// The stream id of the frame that is being read, as soon as that much of it is here.
  package var partialStream: Int16? {
    if let partialFrame { return partialFrame.frame.header.stream }
    guard stagingEnd - stagingStart >= 4 else { return nil }
    return Int16(bigEndian: staging.bytes.loadUnaligned(fromByteOffset: stagingStart + 2, as: Int16.self))
  }

  /// Whether the end of the bytes would cut a frame in two.
  package var isMidFrame: Bool { stagingStart < stagingEnd || largeFrame != nil || bytesToSkip > 0 }
}

// Bytes in.
extension FrameAssembler {
  private var largeFrameNeeds: Int { largeFrame.map { $0.body.count - largeFrameFilled } ?? 0 }

  /// Where the next bytes belong; never empty, and valid until the next call of any method.
  package mutating func destination() -> UnsafeMutableRawBufferPointer {
    if let largeFrame, largeFrameNeeds > 0 {
      return UnsafeMutableRawBufferPointer(rebasing: largeFrame.body.uninitializedBytes[largeFrameFilled...])
    }
    if stagingStart > 0 { moveStagedBytes(to: staging) }
    // Only where frames were not taken; each frame that was leaves room.
    if stagingEnd == staging.count { moveStagedBytes(to: PageBuffer(uninitializedCount: staging.count * 2)) }
    return UnsafeMutableRawBufferPointer(rebasing: staging.uninitializedBytes[stagingEnd...])
  }

  /// Says that `count` bytes were written to ``destination()``.
  package mutating func received(_ count: Int) {
    if largeFrameNeeds > 0 {
      precondition(count >= 0 && count <= largeFrameNeeds, "more bytes than the destination has room for")
      largeFrameFilled += count
    } else {
      precondition(count >= 0 && count <= staging.count - stagingEnd, "more bytes than the destination has room for")
      stagingEnd += count
    }
  }

  /// Takes bytes that are somewhere else already.
  package mutating func append(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let room = destination()
      let count = min(room.count, rest.count)
      room.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest.prefix(count)))
      received(count)
      rest = rest.dropFirst(count)
    }
  }

  /// Takes bytes that are somewhere else already.
  package mutating func append(_ bytes: some Sequence<UInt8>) {
    Array(bytes).withUnsafeBytes { append($0) }
  }

  private mutating func moveStagedBytes(to buffer: PageBuffer) {
    let staged = UnsafeRawBufferPointer(rebasing: staging.bytes[stagingStart..<stagingEnd])
    buffer.uninitializedBytes.copyMemory(from: staged)
    staging = buffer
    stagingEnd = staged.count
    stagingStart = 0
  }
}

// Frames out.
extension FrameAssembler {
  /// The next whole frame, or nil until more bytes come.
  ///
  /// - Throws: `.malformedFrame` for bytes that are no frame of the expected direction and version; `.frameTooLarge` for
  ///   a body above the limit.
  package mutating func nextFrame() throws(CQLError) -> Frame? {
    switch try next() {
    case nil: return nil
    case .frame(let frame): return frame
    case .unsupportedVersion(let version, let stream):
      let error = CQLError(
        .malformedFrame, "a request of protocol version \(version) on stream \(stream): only v4 is read")
      failure = error
      throw error
    }
  }

  /// The next whole frame as a server wants it: requests of other versions can be answered.
  ///
  /// - Throws: as ``nextFrame()``.
  package mutating func next() throws(CQLError) -> AssembledFrame? {
    if let failure { throw failure }
    do throws(CQLError) {
      return try assemble()
    } catch {
      failure = error
      throw error
    }
  }

  private mutating func assemble() throws(CQLError) -> AssembledFrame? {
    if let largeFrame {
      guard largeFrameNeeds == 0 else { return nil }
      self.largeFrame = nil
      return .frame(largeFrame)
    }
    skip()
    let staged = UnsafeRawBufferPointer(rebasing: staging.bytes[stagingStart..<stagingEnd])
    guard let versionByte = staged.first else { return nil }
    try checkDirection(versionByte)
    if direction == .requests, versionByte != FrameHeader.version { return unsupportedVersion(staged) }
    guard staged.count >= FrameHeader.length else { return nil }

    let header = try FrameHeader(decoding: staged)
    try check(header)
    return frame(header, in: staged)
  }

  private mutating func frame(_ header: FrameHeader, in staged: UnsafeRawBufferPointer) -> AssembledFrame? {
    let length = FrameHeader.length + header.bodyLength
    if staged.count < length, length <= Self.stagedFrameSize { return nil }
    let frame = Frame(header: header, body: PageBuffer(uninitializedCount: header.bodyLength))
    let present = min(staged.count, length)
    frame.body.uninitializedBytes.copyMemory(
      from: UnsafeRawBufferPointer(rebasing: staged[FrameHeader.length..<present]))
    stagingStart += present
    if present == length { return .frame(frame) }
    largeFrame = frame
    largeFrameFilled = present - FrameHeader.length
    return nil
  }

  private mutating func skip() {
    let count = min(bytesToSkip, stagingEnd - stagingStart)
    bytesToSkip -= count
    stagingStart += count
  }

  /// Versions 1 and 2 have one byte of stream, all later ones two; what follows is the same in all.
  private mutating func unsupportedVersion(_ staged: UnsafeRawBufferPointer) -> AssembledFrame? {
    let version = staged[0]
    let isOld = version < 3
    let headerLength = isOld ? FrameHeader.length - 1 : FrameHeader.length
    guard staged.count >= headerLength else { return nil }
    let stream =
      isOld
      ? Int16(Int8(bitPattern: staged[2]))
      : Int16(bigEndian: staged.loadUnaligned(fromByteOffset: 2, as: Int16.self))
    let length = Int(Int32(bigEndian: staged.loadUnaligned(fromByteOffset: headerLength - 4, as: Int32.self)))
    stagingStart += headerLength
    if (0...bodyLimit).contains(length) {
      bytesToSkip = length
    } else {
      failure = CQLError(.malformedFrame, "a request of protocol version \(version) announces \(length) bytes")
    }
    return .unsupportedVersion(version, stream: stream)
  }
}

// Checks, as early as the bytes allow, so that a port that speaks something else is told from a silent one.
extension FrameAssembler {
  private func checkDirection(_ byte: UInt8) throws(CQLError) {
    switch direction {
    case .requests:
      guard byte & 0x80 == 0 else {
        throw CQLError(.malformedFrame, "a frame begins with byte \(byte), a response's, where requests are read")
      }
    case .responses:
      guard byte & 0x80 != 0 else {
        throw CQLError(
          .malformedFrame,
          "an answer begins with byte \(byte), which no response does: the port may speak TLS or another protocol")
      }
      guard (3...5).contains(byte & 0x7F) else {
        throw CQLError(
          .malformedFrame, "an answer of protocol version \(byte & 0x7F): only v4 is read; the server must support it")
      }
    }
  }

  private mutating func check(_ header: FrameHeader) throws(CQLError) {
    // A server without v4 says so in the header of a version that it has.
    guard header.version == FrameHeader.version || header.opcode == .error else {
      throw CQLError(
        .malformedFrame, "\(header) is of protocol version \(header.version): only v4 is read; close the connection")
    }
    guard header.opcode.isRequest == (direction == .requests) else {
      throw CQLError(.malformedFrame, "\(header) came from the wrong side; close the connection")
    }
    guard header.bodyLength <= bodyLimit else {
      refusedHeader = header
      throw CQLError(
        .frameTooLarge,
        "\(header) has \(header.bodyLength) bytes, above the limit of \(bodyLimit): "
          + "ask for smaller pages, or raise the limit")
    }
  }
}
