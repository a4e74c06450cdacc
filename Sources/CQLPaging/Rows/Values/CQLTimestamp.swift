public import Foundation

/// A value of type `timestamp`: an instant, to the millisecond (protocol v4, section 6.17).
///
/// `Date` can be read and bound in its place; it is not exact for instants more than some 285,000 years away.
public struct CQLTimestamp: Hashable, Sendable {
  /// Milliseconds since 1970-01-01 00:00 UTC; negative before. Every number is a timestamp.
  public let millisecondsSince1970: Int64

  public init(millisecondsSince1970: Int64) { self.millisecondsSince1970 = millisecondsSince1970 }

  /// The instant, rounded to the millisecond.
  ///
  /// - Throws: `.valueDoesNotFit` where 64 bits do not hold it.
  public init(_ date: Date) throws(CQLError) {
    let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
    guard let exact = Int64(exactly: milliseconds) else {
      throw CQLError(.valueDoesNotFit, "the Date is outside of what a timestamp holds")
    }
    millisecondsSince1970 = exact
  }

  /// The instant as Foundation has it.
  public var date: Date { Date(timeIntervalSince1970: Double(millisecondsSince1970) / 1000) }
}

extension CQLTimestamp: Comparable, CustomStringConvertible {
  public static func < (left: CQLTimestamp, right: CQLTimestamp) -> Bool {
    left.millisecondsSince1970 < right.millisecondsSince1970
  }

  /// `2020-01-31 23:59:59.000Z`, in UTC and the Gregorian calendar. Years below 0 have a `-` in front, those above 9999
  /// a `+`; year 0 is 1 BC. (Servers print years before 1 without their era: 1 BC as `0001`.)
  public var description: String { text { $0 } }

  /// The text as servers print it, which count years before 1 by their era, 1 BC as year 1, and lose the era; here such
  /// years carry a `-`.
  package var textByEra: String { text { $0 < 1 ? $0 - 1 : $0 } }

  private func text(year: (Int64) -> Int64) -> String {
    let (days, milliseconds) = millisecondsSince1970.flooredDivision(by: 86_400_000)
    let (seconds, millisecond) = UInt64(milliseconds).quotientAndRemainder(dividingBy: 1000)
    var date = CivilDate(daysSince1970: days)
    date.year = year(date.year)
    return "\(date) \(timeOfDay(seconds)).\(millisecond.padded(to: 3))Z"
  }

  /// Reads the form that ``description`` gives, and what servers read: a date alone, `T` between date and time, a time
  /// without seconds, up to nine decimals (those behind the third are dropped), another zone (`+02:00`; none is UTC), or
  /// milliseconds since 1970 as a number.
  ///
  /// - Throws: `.valueDoesNotFit`.
  public init(_ text: String) throws(CQLError) {
    guard let milliseconds = Int64(text) ?? Self.milliseconds(text) else {
      throw CQLError(.valueDoesNotFit, "the text is no timestamp: expected one such as 2020-01-31 23:59:59.999Z")
    }
    millisecondsSince1970 = milliseconds
  }

  private static func milliseconds(_ text: String) -> Int64? {
    var scanner = TextScanner(text)
    guard let date = scanner.date() else { return nil }
    var time: Int64 = 0
    if scanner.take(" Tt") != nil {
      guard let nanoseconds = scanner.time(secondsRequired: false), let zone = scanner.zone() else { return nil }
      time = nanoseconds / 1_000_000 - zone * 60_000
    }
    // Beyond 64 bits in between, so that the first and the last instants can be read.
    guard scanner.isAtEnd else { return nil }
    return Int64(exactly: Int128(date.daysSince1970) * 86_400_000 + Int128(time))
  }
}

extension CQLTimestamp: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .timestamp }

  /// Reads a timestamp.
  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    guard case .timestamp = cell.type else { throw cell.mismatch(CQLTimestamp.self) }
    guard let milliseconds = cell.integer(Int64.self) else {
      throw cell.malformed(CQLTimestamp.self, expected: "8 bytes")
    }
    self.init(millisecondsSince1970: milliseconds)
  }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> CQLTimestamp {
    if let milliseconds = cursor.next(Int64.self, if: .timestamp) {
      return CQLTimestamp(millisecondsSince1970: milliseconds)
    }
    return try cursor.decodeBuiltInCell(CQLTimestamp.self)
  }

  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    guard case .timestamp = type else { throw mismatch(type) }
    writer.write(millisecondsSince1970)
  }
}

extension Date: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .timestamp }

  /// Reads a timestamp.
  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    guard case .timestamp = cell.type else { throw cell.mismatch(Date.self) }
    guard let milliseconds = cell.integer(Int64.self) else { throw cell.malformed(Date.self, expected: "8 bytes") }
    self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
  }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> Date {
    if let milliseconds = cursor.next(Int64.self, if: .timestamp) {
      return Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
    return try cursor.decodeBuiltInCell(Date.self)
  }

  /// Writes a timestamp, rounded to the millisecond.
  ///
  /// - Throws: `.valueDoesNotFit` where 64 bits do not hold it.
  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    guard case .timestamp = type else { throw mismatch(type) }
    writer.write(try CQLTimestamp(self).millisecondsSince1970)
  }
}
