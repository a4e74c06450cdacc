/// SHA-256: FIPS 180-4, sections 5.1.1 and 6.2. Its own, because the package depends on nothing.
package struct SHA256: Sendable {
  package static let byteCount = 32
  private static let blockSize = 64

  private var state = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)
  /// The beginning of a block; shorter than one.
  private var pending: [UInt8] = []
  private var messageLength: UInt64 = 0

  package init() {}

  package static func hash(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalized()
  }

  package mutating func update(_ bytes: some Collection<UInt8>) {
    let absorbed: Void? = bytes.withContiguousStorageIfAvailable { absorb(UnsafeRawBufferPointer($0)) }
    if absorbed == nil { Array(bytes).withUnsafeBytes { absorb($0) } }
  }

  /// The hash of all that was given so far.
  package func finalized() -> [UInt8] {
    var last = self
    var padding: [UInt8] = [0x80]
    let used = (pending.count + 1 + 8) % Self.blockSize
    padding += [UInt8](repeating: 0, count: (Self.blockSize - used) % Self.blockSize)
    padding.append(bigEndian: messageLength &* 8)
    last.update(padding)
    var bytes: [UInt8] = []
    for index in 0..<8 { bytes.append(bigEndian: last.state[index]) }
    return bytes
  }

  private mutating func absorb(_ bytes: UnsafeRawBufferPointer) {
    messageLength &+= UInt64(bytes.count)
    var rest = bytes[...]
    if !pending.isEmpty {
      let missing = rest.prefix(Self.blockSize - pending.count)
      pending.append(contentsOf: missing)
      rest = rest.dropFirst(missing.count)
      guard pending.count == Self.blockSize else { return }
      pending.withUnsafeBytes { Self.compress($0, into: &state) }
      pending.removeAll(keepingCapacity: true)
    }
    while rest.count >= Self.blockSize {
      Self.compress(UnsafeRawBufferPointer(rebasing: rest.prefix(Self.blockSize)), into: &state)
      rest = rest.dropFirst(Self.blockSize)
    }
    pending.append(contentsOf: rest)
  }

  private static func compress(_ block: UnsafeRawBufferPointer, into state: inout SIMD8<UInt32>) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
      for index in 0..<16 {
        words.initializeElement(
          at: index, to: UInt32(bigEndian: block.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
      }
      for index in 16..<64 {
        let early = words[index - 15]
        let late = words[index - 2]
        let mixedEarly = rotated(early, 7) ^ rotated(early, 18) ^ (early >> 3)
        let mixedLate = rotated(late, 17) ^ rotated(late, 19) ^ (late >> 10)
        words.initializeElement(at: index, to: words[index - 16] &+ mixedEarly &+ words[index - 7] &+ mixedLate)
      }
      state &+= rounds(of: UnsafeBufferPointer(words), from: state)
    }
  }

  private static func rounds(of words: UnsafeBufferPointer<UInt32>, from state: SIMD8<UInt32>) -> SIMD8<UInt32> {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    constants.withUnsafeBufferPointer { constants in
      for index in 0..<64 {
        let sumE = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
        let first = h &+ sumE &+ ((e & f) ^ (~e & g)) &+ constants[index] &+ words[index]
        let sumA = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
        let second = sumA &+ ((a & b) ^ (a & c) ^ (b & c))
        (h, g, f, e) = (g, f, e, d &+ first)
        (d, c, b, a) = (c, b, a, first &+ second)
      }
    }
    return SIMD8(a, b, c, d, e, f, g, h)
  }

  private static func rotated(_ value: UInt32, _ bits: UInt32) -> UInt32 { value >> bits | value << (32 - bits) }

  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}
