/// Cassandra's integers of variable length: the number of leading one bits of the first byte says how many bytes follow.
enum VInt {
  static func encode(_ value: UInt64) -> [UInt8] {
    let significantBits = UInt64.bitWidth - value.leadingZeroBitCount
    let extra = min(max(significantBits - 1, 0) / 7, 8)  // 7 bits a byte, until 8 bytes follow a byte of ones
    let bigEndian = withUnsafeBytes(of: value.bigEndian) { Array($0) }
    var bytes = Array(bigEndian[(7 - min(extra, 7))...])
    if extra == 8 { return [0xFF] + bytes }
    bytes[0] |= ~(0xFF >> UInt8(extra))
    return bytes
  }

  /// Small numbers of either sign as small unsigned ones: 0, -1, 1, -2 … as 0, 1, 2, 3 …
  static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: (value << 1) ^ (value >> 63)) }

  static func unzigzag(_ value: UInt64) -> Int64 { Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }

  /// Reads a number and moves `offset` behind it; nil where the bytes end too early.
  static func decode(_ bytes: UnsafeRawBufferPointer, at offset: inout Int) -> UInt64? {
    guard offset < bytes.count else { return nil }
    let first = bytes[offset]
    let extra = (~first).leadingZeroBitCount
    guard bytes.count - offset > extra else { return nil }
    var value = extra >= 7 ? 0 : UInt64(first & (0xFF >> (extra + 1)))
    for index in 0..<extra { value = value << 8 | UInt64(bytes[offset + 1 + index]) }
    offset += 1 + extra
    return value
  }
}
