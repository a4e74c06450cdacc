import CQLPaging
import Foundation

/// Looks at every value and does next to nothing with it.
struct Touch: Consumer {
  private(set) var result: UInt64 = 0

  mutating func take(_ value: Int64) { result ^= UInt64(bitPattern: value) }
  mutating func take(_ value: Double) { result ^= value.bitPattern }
  mutating func take(_ value: Bool) { result ^= value ? 1 : 0 }
  mutating func take(_ value: UUID) { result ^= UInt64(value.uuid.15) }
  mutating func take(_ value: String) { result ^= UInt64(value.utf8.count) }
  mutating func take(_ value: [UInt8]) { result ^= UInt64(value.count) }
  mutating func take(_ value: CQLBytes) { result ^= UInt64(value.count) }
  static func digest(_ bytes: Span<UInt8>) -> UInt64 { UInt64(bytes.count) }
  mutating func take(digest: UInt64) { result ^= digest }
}
