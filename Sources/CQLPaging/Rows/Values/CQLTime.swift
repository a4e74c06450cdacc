/// A value of type `time`: a time of day, to the nanosecond, without a day or a time zone (protocol v4, section 6.16).
public struct CQLTime: Hashable, Sendable {
  /// Nanoseconds since midnight: 0 … 86,399,999,999,999.
  public let nanosecondsSinceMidnight: Int64

  /// What a time can be: a day less a nanosecond.
  public static let bounds: ClosedRange<Int64> = 0...86_399_999_999_999

  /// - Throws: `.valueDoesNotFit` outside of ``bounds``.
  public init(nanosecondsSinceMidnight: Int64) throws(CQLError) {
    guard Self.bounds.contains(nanosecondsSinceMidnight) else {
      throw CQLError(.valueDoesNotFit, "a time of day is 0 to 86399999999999 nanoseconds")
    }
    self.nanosecondsSinceMidnight = nanosecondsSinceMidnight
  }

  /// - Throws: `.valueDoesNotFit` for an hour outside 0 … 23, and so on.
  public init(hour: Int, minute: Int, second: Int = 0, nanosecond: Int = 0) throws(CQLError) {
    guard 0..<24 ~= hour, 0..<60 ~= minute, 0..<60 ~= second, 0..<1_000_000_000 ~= nanosecond else {
      throw CQLError(.valueDoesNotFit, "there is no such time of day")
    }
    nanosecondsSinceMidnight = Int64((hour * 60 + minute) * 60 + second) * 1_000_000_000 + Int64(nanosecond)
  }
}

extension CQLTime: Comparable, CustomStringConvertible {
  public static func < (left: CQLTime, right: CQLTime) -> Bool {
    left.nanosecondsSinceMidnight < right.nanosecondsSinceMidnight
  }

  /// `23:59:59.999999999`, always with nine decimals.
  public var description: String {
    let (seconds, nanosecond) = UInt64(nanosecondsSinceMidnight).quotientAndRemainder(dividingBy: 1_000_000_000)
    return "\(timeOfDay(seconds)).\(nanosecond.padded(to: 9))"
  }
}

/// `23:59:59`.
func timeOfDay(_ seconds: UInt64) -> String {
  "\((seconds / 3600).padded(to: 2)):\((seconds / 60 % 60).padded(to: 2)):\((seconds % 60).padded(to: 2))"
}

extension CQLTime: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .time }

  /// Reads a time.
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    guard case .time = cell.type else { throw cell.mismatch(CQLTime.self) }
    guard let nanoseconds = cell.integer(Int64.self), Self.bounds.contains(nanoseconds) else {
      throw cell.malformed(CQLTime.self, expected: "8 bytes, 0 to 86399999999999")
    }
    nanosecondsSinceMidnight = nanoseconds
  }

  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    guard case .time = type else { throw mismatch(type) }
    writer.write(nanosecondsSinceMidnight)
  }
}
