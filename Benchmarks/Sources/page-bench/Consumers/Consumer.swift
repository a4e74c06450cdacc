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
  /// What there is to know of a text or of bytes, for ``take(digest:)``.
  static func digest(_ bytes: Span<UInt8>) -> UInt64
  mutating func take(digest: UInt64)
  /// What came of all of them.
  var result: UInt64 { get }
}

extension Consumer {
  mutating func take(_ value: Int32) { take(Int64(value)) }
  mutating func take(_ value: CQLText) { take(value.utf8) }
  mutating func take(_ value: some Content) { value.give(to: &self) }
  mutating func take(_ value: CQLTimestamp) { take(value.millisecondsSince1970) }
}

/// What texts and bytes are read as: copies, or where they are in their page.
protocol Content: CQLDecodable {
  func give(to consumer: inout some Consumer)
}

extension String: Content {
  func give(to consumer: inout some Consumer) { consumer.take(self) }
}

extension CQLText: Content {
  func give(to consumer: inout some Consumer) { consumer.take(self) }
}

extension [UInt8]: Content {
  func give(to consumer: inout some Consumer) { consumer.take(self) }
}

extension CQLBytes: Content {
  func give(to consumer: inout some Consumer) { consumer.take(self) }
}
