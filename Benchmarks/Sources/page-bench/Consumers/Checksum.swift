import CQLPaging
import Foundation

/// A checksum over all values in their order, which other clients of the same table compute alike.
///
/// `h = (h ^ c) * 0x100000001B3` for each cell, where `c` is the number, the bits of a double, 0 or 1 of a boolean, both
/// halves of a UUID xored, and `length << 32 | CRC-32` of text and bytes.
struct Checksum: Consumer {
  private(set) var result: UInt64 = 0xCBF2_9CE4_8422_2325

  private mutating func add(_ cell: UInt64) { result = (result ^ cell) &* 0x100_0000_01B3 }

  mutating func take(_ value: Int64) { add(UInt64(bitPattern: value)) }
  mutating func take(_ value: Double) { add(value.bitPattern) }
  mutating func take(_ value: Bool) { add(value ? 1 : 0) }

  mutating func take(_ value: UUID) {
    let halves = withUnsafeBytes(of: value.uuid) { bytes in
      (bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
    add(UInt64(bigEndian: halves.0) ^ UInt64(bigEndian: halves.1))
  }

  mutating func take(_ value: String) { add(bytes: value.utf8) }
  mutating func take(_ value: [UInt8]) { add(bytes: value) }
  mutating func take(_ value: CQLBytes) { add(bytes: value) }

  mutating func take(digest: UInt64) { add(digest) }

  static func digest(_ bytes: Span<UInt8>) -> UInt64 {
    var crc = UInt32.max
    for index in bytes.indices { crc = table[Int(UInt8(truncatingIfNeeded: crc) ^ bytes[index])] ^ crc >> 8 }
    return UInt64(bytes.count) << 32 | UInt64(~crc)
  }

  private mutating func add(bytes: some Collection<UInt8>) { add(Self.digest(Array(bytes).span)) }

  /// zlib's CRC-32, a byte at a time.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
}
