/// A day of the Gregorian calendar, which is taken to hold for all time; year 0 is 1 BC.
///
/// Arithmetic of its own: Foundation's calendars stop short of the days that a date column holds, and change to the
/// Julian calendar in 1582.
struct CivilDate: Hashable {
  var year: Int64
  var month: Int64
  var day: Int64

  /// Days are counted in eras of 400 years, which all have as many, and in years that begin in March, so that the leap
  /// day is the last.
  private static let daysPerEra: Int64 = 146_097
  /// From 0000-03-01 to 1970-01-01.
  private static let epoch: Int64 = 719_468

  init(daysSince1970: Int64) {
    let days = daysSince1970 + Self.epoch
    let (era, dayOfEra) = days.flooredDivision(by: Self.daysPerEra)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// nil where there is no such day, or the year is beyond ±1,000,000,000.
  init?(year: Int64, month: Int64, day: Int64) {
    guard -1_000_000_000...1_000_000_000 ~= year, 1...12 ~= month, 1...31 ~= day else { return nil }
    self.year = year
    self.month = month
    self.day = day
    guard CivilDate(daysSince1970: daysSince1970) == self else { return nil }  // the 30th of February is in March
  }

  var daysSince1970: Int64 {
    let (era, yearOfEra) = (month <= 2 ? year - 1 : year).flooredDivision(by: 400)
    let monthFromMarch = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * Self.daysPerEra + dayOfEra - Self.epoch
  }
}

extension CivilDate: CustomStringConvertible {
  /// `yyyy-MM-dd`, with a `-` in front of years below 0 and a `+` in front of those above 9999.
  var description: String {
    let sign = year < 0 ? "-" : year > 9999 ? "+" : ""
    return "\(sign)\(year.magnitude.padded(to: 4))-\(month.magnitude.padded(to: 2))-\(day.magnitude.padded(to: 2))"
  }
}

extension Int64 {
  /// The quotient rounded down, and what is left, which is never negative. `divisor` is above 0.
  func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

extension UInt64 {
  /// The decimal digits, with zeros in front up to `width`.
  func padded(to width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(width - digits.count, 0)) + digits
  }
}
