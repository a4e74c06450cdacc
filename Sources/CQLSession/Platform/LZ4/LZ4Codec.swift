#if LZ4
  internal import CLZ4
  internal import CQLNativeProtocol

  /// Blocks of LZ4, with the system's library. It has no state.
  struct LZ4Codec: BlockCodec {
    let name = "lz4"
    /// A byte of a block stands for no more than this many: it lengthens a match by 255.
    let greatestRatio = 255

    func bound(of count: Int) -> Int? {
      // liblz4 answers 0 for what is too long for it.
      let bound = LZ4_compressBound(Int32(clamping: count))
      return bound > 0 ? Int(bound) : nil
    }

    func compress(_ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Int? {
      let count = LZ4_compress_default(
        bytes.baseAddress, room.baseAddress, Int32(clamping: bytes.count), Int32(clamping: room.count))
      return count > 0 ? Int(count) : nil
    }

    func decompress(_ block: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Int? {
      let count = LZ4_decompress_safe(
        block.baseAddress, room.baseAddress, Int32(clamping: block.count), Int32(clamping: room.count))
      return count >= 0 ? Int(count) : nil
    }
  }
#endif
