/// A value of type `date`: a day, without a time or a time zone (protocol v4, section 6.5).
public struct CQLDate: Hashable, Sendable {
  /// Days since 1970-01-01; negative before. Every number is a date that servers hold.
  public let daysSince1970: Int32

  /// The day so many days behind 1970-01-01, or before it.
  public init(daysSince1970: Int32) { self.daysSince1970 = daysSince1970 }

  /// A day of the Gregorian calendar, also for the time before it was used; year 0 is 1 BC.
  ///
  /// - Throws: `.valueDoesNotFit` where there is no such day, and outside of -5877641-06-23 … 5881580-07-11.
  public init(year: Int, month: Int, day: Int) throws(CQLError) {
    guard
      let date = CivilDate(year: Int64(year), month: Int64(month), day: Int64(day)),
      let days = Int32(exactly: date.daysSince1970)
    else { throw CQLError(.valueDoesNotFit, "there is no such day, or it is outside of -5877641 … 5881580") }
    daysSince1970 = days
  }

  /// The day in the Gregorian calendar; year 0 is 1 BC.
  public var components: (year: Int, month: Int, day: Int) {
    let date = CivilDate(daysSince1970: Int64(daysSince1970))
    return (Int(date.year), Int(date.month), Int(date.day))
  }
}

extension CQLDate: Comparable, CustomStringConvertible {
  public static func < (left: CQLDate, right: CQLDate) -> Bool { left.daysSince1970 < right.daysSince1970 }

  /// `2020-01-31`; years below 0 have a `-` in front, those above 9999 a `+`.
  public var description: String { CivilDate(daysSince1970: Int64(daysSince1970)).description }

  /// Reads the form that ``description`` gives.
  ///
  /// - Throws: `.valueDoesNotFit`.
  public init(_ text: String) throws(CQLError) {
    var scanner = TextScanner(text)
    guard let date = scanner.date(), scanner.isAtEnd, let days = Int32(exactly: date.daysSince1970) else {
      throw CQLError(.valueDoesNotFit, "the text is no date: expected one such as 2020-01-31")
    }
    daysSince1970 = days
  }
}

// On the wire days are unsigned, and 1970-01-01 is 2^31: the same bits but the first.
extension CQLDate: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .date }

  /// Reads a date.
  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    guard case .date = cell.type else { throw cell.mismatch(CQLDate.self) }
    guard let bits = cell.integer(UInt32.self) else { throw cell.malformed(CQLDate.self, expected: "4 bytes") }
    self.init(daysSince1970: Int32(bitPattern: bits ^ 0x8000_0000))
  }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> CQLDate {
    if let bits = cursor.next(UInt32.self, if: .date) {
      return CQLDate(daysSince1970: Int32(bitPattern: bits ^ 0x8000_0000))
    }
    return try cursor.decodeBuiltInCell(CQLDate.self)
  }

  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    guard case .date = type else { throw mismatch(type) }
    writer.write(UInt32(bitPattern: daysSince1970) ^ 0x8000_0000)
  }
}
