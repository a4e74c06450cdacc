package import CQLPaging

/// A way to make blocks of bytes shorter. A library's work, which is why it comes from outside.
package protocol BlockCodec: Sendable {
  /// As STARTUP calls it.
  var name: String { get }
  /// No block stands for more than this many times its own bytes.
  var greatestRatio: Int { get }
  /// How long a block of so many bytes can get; nil where there are too many for one.
  func bound(of count: Int) -> Int?
  /// - Returns: how many bytes were written; nil where the room is too small.
  func compress(_ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Int?
  /// - Returns: how many bytes were written; nil for a block that is none, or stands for more than the room holds.
  func decompress(_ block: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Int?
}

/// Compressed frame bodies: the length before compression as an `[int]`, then one block. Protocol v4, sections 2.2 and 5.
package struct BodyCompression: Sendable {
  /// Shorter requests are sent as they are: there is little to gain, and much of it would be the length in front.
  package static let threshold = 512
  private static let prefixLength = 4

  private let codec: any BlockCodec
  private let limit: Int

  /// - Parameter limit: the longest body to make of a frame, in bytes.
  package init(codec: any BlockCodec, limit: Int = FrameHeader.maximumBodyLength) {
    self.codec = codec
    self.limit = limit
  }

  /// As STARTUP calls it.
  package var name: String { codec.name }

  /// The frame as it was before compression; one without the flag is what it is.
  ///
  /// - Throws: `.malformedFrame` for a body that is not compressed as it says; `.frameTooLarge` above the limit. Nothing
  ///   is allocated for a length that the body cannot have.
  package func decompressed(_ frame: Frame) throws(CQLError) -> Frame {
    guard frame.header.flags.contains(.compression) else { return frame }
    do throws(CQLError) {
      let body = try decompressed(frame.body.bytes)
      var header = frame.header
      header.flags.remove(.compression)
      header.bodyLength = body.count
      return Frame(header: header, body: body)
    } catch {
      throw error.at("\(frame.header)")
    }
  }

  private func decompressed(_ body: UnsafeRawBufferPointer) throws(CQLError) -> PageBuffer {
    guard body.count >= Self.prefixLength else {
      throw CQLError(.malformedFrame, "a compressed body of \(body.count) bytes has no length in front")
    }
    let length = Int(Int32(bigEndian: body.loadUnaligned(as: Int32.self)))
    let block = UnsafeRawBufferPointer(rebasing: body[Self.prefixLength...])
    guard length >= 0 else { throw CQLError(.malformedFrame, "the body announces \(length) bytes before compression") }
    guard length <= limit else {
      throw CQLError(
        .frameTooLarge,
        "it has \(length) bytes before compression, above the limit of \(limit): ask for smaller pages, or raise the limit"
      )
    }
    guard length <= block.count * codec.greatestRatio else {
      throw CQLError(
        .malformedFrame, "the body announces \(length) bytes, more than a block of \(block.count) can stand for")
    }
    let buffer = PageBuffer(uninitializedCount: length)
    guard !block.isEmpty else { return buffer }
    guard let count = codec.decompress(block, into: buffer.uninitializedBytes) else {
      throw CQLError(
        .malformedFrame, "the body is no \(codec.name) block of the \(length) bytes that it announces")
    }
    guard count == length else {
      throw CQLError(.malformedFrame, "the body announces \(length) bytes and has \(count)")
    }
    return buffer
  }
}

extension FrameWriter {
  /// Compresses the body of the frame that begins at `start` and ends with the bytes, if that makes it shorter.
  package mutating func compressFrame(from start: Int, with compression: BodyCompression) {
    let bodyStart = start + FrameHeader.length
    let count = bytes.count - bodyStart
    guard count >= BodyCompression.threshold, let block = compression.block(of: bytes[bodyStart...]) else { return }
    bytes.replaceSubrange(bodyStart..., with: block)
    bytes[start + 1] |= FrameFlags.compression.rawValue
    withUnsafeBytes(of: Int32(block.count).bigEndian) { bytes.replaceSubrange(bodyStart - 4..<bodyStart, with: $0) }
  }
}

extension BodyCompression {
  /// Length and block; nil where that is no gain.
  fileprivate func block(of bytes: ArraySlice<UInt8>) -> [UInt8]? {
    guard let bound = codec.bound(of: bytes.count) else { return nil }
    let result = [UInt8](unsafeUninitializedCapacity: Self.prefixLength + bound) { buffer, initializedCount in
      let room = UnsafeMutableRawBufferPointer(buffer)
      room.storeBytes(of: Int32(bytes.count).bigEndian, as: Int32.self)
      let block = UnsafeMutableRawBufferPointer(rebasing: room[Self.prefixLength...])
      let count = bytes.withUnsafeBytes { codec.compress($0, into: block) }
      initializedCount = count.map { Self.prefixLength + $0 } ?? 0
    }
    return result.isEmpty || result.count >= bytes.count ? nil : result
  }
}
