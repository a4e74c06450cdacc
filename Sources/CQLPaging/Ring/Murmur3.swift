/// Cassandra's Murmur3Partitioner: where on the ring a partition key lies.
///
/// The first half of MurmurHash3 x64/128 with seed 0, with the one deviation that Cassandra has had from the start: bytes
/// behind the last whole block are sign-extended.
package enum Murmur3 {
  /// The token of a partition key of one column, as its value is encoded.
  ///
  /// `Int64.min` is the ring's beginning, which no key owns; a hash equal to it becomes `Int64.max`.
  package static func token(ofKey bytes: [UInt8]) -> Int64 {
    let hash = bytes.withUnsafeBytes(hash)
    return hash == .min ? .max : hash
  }

  /// The token of a partition key of these columns, in the order in which the table names them. Several columns are
  /// hashed as a composite: of each a length of two bytes, its bytes, and a zero.
  ///
  /// - Parameter components: none of more than 65,535 bytes.
  package static func token(ofKey components: [[UInt8]]) -> Int64 {
    guard components.count != 1 else { return token(ofKey: components[0]) }
    var composite: [UInt8] = []
    composite.reserveCapacity(components.reduce(0) { $0 + $1.count + 3 })
    for component in components {
      composite.append(UInt8(truncatingIfNeeded: component.count >> 8))
      composite.append(UInt8(truncatingIfNeeded: component.count))
      composite += component
      composite.append(0)
    }
    return token(ofKey: composite)
  }

  private static let c1: UInt64 = 0x87c3_7b91_1142_53d5
  private static let c2: UInt64 = 0x4cf5_ad43_2745_937f

  private static func hash(_ bytes: UnsafeRawBufferPointer) -> Int64 {
    var h1: UInt64 = 0
    var h2: UInt64 = 0
    let tail = bytes.count & ~15

    for block in stride(from: 0, to: tail, by: 16) {
      let k1 = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: block, as: UInt64.self))
      let k2 = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: block + 8, as: UInt64.self))
      h1 ^= mixed1(k1)
      h1 = (rotated(h1, 27) &+ h2) &* 5 &+ 0x52dc_e729
      h2 ^= mixed2(k2)
      h2 = (rotated(h2, 31) &+ h1) &* 5 &+ 0x3849_5ab5
    }

    let k1 = signExtended(bytes, from: tail, to: min(tail + 8, bytes.count))
    let k2 = signExtended(bytes, from: tail + 8, to: bytes.count)
    h2 ^= mixed2(k2)
    h1 ^= mixed1(k1)

    h1 ^= UInt64(bytes.count)
    h2 ^= UInt64(bytes.count)
    h1 = h1 &+ h2
    h2 = h2 &+ h1
    return Int64(bitPattern: finished(h1) &+ finished(h2))
  }

  /// Up to 8 bytes, the first one lowest, each of which changes all bits above its own where it is negative.
  private static func signExtended(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> UInt64 {
    var value: UInt64 = 0
    var (index, shift) = (start, UInt64(0))
    while index < end {
      value ^= UInt64(bitPattern: Int64(Int8(bitPattern: bytes[index]))) << shift
      index += 1
      shift += 8
    }
    return value
  }

  private static func mixed1(_ k: UInt64) -> UInt64 { rotated(k &* c1, 31) &* c2 }
  private static func mixed2(_ k: UInt64) -> UInt64 { rotated(k &* c2, 33) &* c1 }

  private static func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 { value << bits | value >> (64 - bits) }

  private static func finished(_ value: UInt64) -> UInt64 {
    var value = value
    value ^= value >> 33
    value = value &* 0xff51_afd7_ed55_8ccd
    value ^= value >> 33
    value = value &* 0xc4ce_b9fe_1a85_ec53
    value ^= value >> 33
    return value
  }
}
