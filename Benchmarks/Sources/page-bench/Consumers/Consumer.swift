import CQLPaging
import Foundation

/// Takes what was read, value by value, so that no value is read for nothing.
protocol Consumer: Sendable {
  mutating func take(_ value: Int64)
  mutating func take(_ value: Double)
  mutating func take(_ value: Bool)
  mutating func take(_ value: UUID)
  mutating func take(_ value: String)
  mutating func take(_ value: [UInt8])
  mutating func take(_ value: CQLBytes)
  /// What came of all of them.
  var result: UInt64 { get }
}

extension Consumer {
  mutating func take(_ value: Int32) { take(Int64(value)) }
  mutating func take(_ value: CQLText) { take(value.utf8) }
  mutating func take(_ value: CQLTimestamp) { take(value.millisecondsSince1970) }
}
