import CQLPaging

/// Dates, times and timestamps as CQL writes them.
enum CQLMoment {
  /// `2020-01-31`, or days as CQL counts them, where 2147483648 is 1970-01-01.
  static func date(_ text: String) throws(CQLError) -> CQLDate {
    if let days = UInt32(text) { return CQLDate(daysSince1970: Int32(bitPattern: days ^ 0x8000_0000)) }
    var reader = MomentReader(text)
    guard let date = try reader.date(), reader.isAtEnd else { throw failure("date", "2020-01-31") }
    return date
  }

  /// `23:59`, `23:59:59` or `23:59:59.999999999`, or nanoseconds since midnight.
  static func time(_ text: String) throws(CQLError) -> CQLTime {
    if let nanoseconds = Int64(text) { return try CQLTime(nanosecondsSinceMidnight: nanoseconds) }
    var reader = MomentReader(text)
    guard let time = try reader.time(), reader.isAtEnd else { throw failure("time", "23:59:59.5") }
    return time
  }

  /// Milliseconds since 1970, or a date, perhaps a time behind a space or `T`, perhaps a zone: `Z`, `+0100`, `+01:00`.
  /// Without a zone it is UTC.
  static func timestamp(_ text: String) throws(CQLError) -> CQLTimestamp {
    if let milliseconds = Int64(text) { return CQLTimestamp(millisecondsSince1970: milliseconds) }
    var reader = MomentReader(text)
    let failure = failure("timestamp", "2020-01-31 23:59:59.999Z")
    guard let date = try reader.date() else { throw failure }
    var milliseconds = Int64(date.daysSince1970) * 86_400_000
    if reader.take(" ") || reader.take("T") {
      guard let time = try reader.time() else { throw failure }
      milliseconds += time.nanosecondsSinceMidnight / 1_000_000
    }
    if let minutes = reader.zone() { milliseconds -= Int64(minutes) * 60_000 }
    guard reader.isAtEnd else { throw failure }
    return CQLTimestamp(millisecondsSince1970: milliseconds)
  }

  private static func failure(_ what: String, _ example: String) -> CQLError {
    CQLError(.wrongValues, "a bound value is no \(what): write one such as \(example)")
  }
}

/// Takes pieces off the front of a text.
private struct MomentReader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  /// Digits, as many as the range allows; nil, with nothing taken, where there are fewer.
  private mutating func number(_ digits: ClosedRange<Int>) -> Int? {
    let run = rest.prefix(digits.upperBound).prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    guard run.count >= digits.lowerBound else { return nil }
    rest = rest.dropFirst(run.count)
    return run.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  mutating func date() throws(CQLError) -> CQLDate? {
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    guard let year = number(4...9), take("-"), let month = number(1...2), take("-"), let day = number(1...2) else {
      return nil
    }
    return try CQLDate(year: isNegative ? -year : year, month: month, day: day)
  }

  mutating func time() throws(CQLError) -> CQLTime? {
    guard let hour = number(1...2), take(":"), let minute = number(1...2) else { return nil }
    var second = 0
    var nanosecond = 0
    if take(":") {
      guard let seconds = number(1...2) else { return nil }
      second = seconds
      if take(".") {
        let before = rest.count
        guard let fraction = number(1...9) else { return nil }
        nanosecond = (before - rest.count..<9).reduce(fraction) { value, _ in value * 10 }
      }
    }
    return try CQLTime(hour: hour, minute: minute, second: second, nanosecond: nanosecond)
  }

  /// Minutes east of Greenwich; nil where no zone stands here.
  mutating func zone() -> Int? {
    if take("Z") || take("z") { return 0 }
    let isWest = take("-")
    guard isWest || take("+"), let hours = number(2...2) else { return nil }
    _ = take(":")
    let minutes = hours * 60 + (number(2...2) ?? 0)
    return isWest ? -minutes : minutes
  }
}
