/// Reads dates and times from left to right.
struct TextScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  /// Steps over one of these ASCII characters and returns it; nil where the next one is another.
  mutating func take(_ characters: String) -> Character? {
    guard let next = rest.first, characters.utf8.contains(next) else { return nil }
    rest.removeFirst()
    return Character(UnicodeScalar(next))
  }

  /// Steps over as many decimal digits as come, which must be this many.
  mutating func digits(_ count: ClosedRange<Int>) -> Substring? {
    let digits = rest.prefix { 0x30...0x39 ~= $0 }
    guard count.contains(digits.count) else { return nil }
    rest.removeFirst(digits.count)
    return Substring(digits)
  }

  mutating func number(_ count: ClosedRange<Int>) -> Int64? { digits(count).flatMap { Int64($0) } }

  /// `2020-01-31`, with a sign where there are more than four digits of a year, or where it is below 0.
  mutating func date() -> CivilDate? {
    let sign = take("+-")
    guard
      let year = number(4...(sign == nil ? 4 : 9)), take("-") != nil,
      let month = number(2...2), take("-") != nil,
      let day = number(2...2)
    else { return nil }
    return CivilDate(year: sign == "-" ? -year : year, month: month, day: day)
  }

  /// `23:59:59.999999999` as nanoseconds; the decimals are optional, and the seconds where they are said to be.
  mutating func time(secondsRequired: Bool) -> Int64? {
    guard
      let hour = number(1...2), hour < 24, take(":") != nil,
      let minute = number(1...2), minute < 60
    else { return nil }
    let minutes = (hour * 60 + minute) * 60_000_000_000
    guard take(":") != nil else { return secondsRequired ? nil : minutes }
    guard let second = number(1...2), second < 60 else { return nil }
    guard take(".") != nil else { return minutes + second * 1_000_000_000 }
    guard let decimals = digits(1...9) else { return nil }
    let nanoseconds = (decimals + String(repeating: "0", count: 9 - decimals.count))
    return Int64(nanoseconds).map { minutes + second * 1_000_000_000 + $0 }
  }

  /// `Z`, `+02:00`, `-0130`, `+02` as minutes east of Greenwich; 0 where nothing is left.
  mutating func zone() -> Int64? {
    if isAtEnd || take("Zz") != nil { return 0 }
    guard let sign = take("+-"), let digits = digits(2...4), digits.count != 3, let hour = Int64(digits.prefix(2))
    else { return nil }
    let minuteText = digits.count == 4 ? digits.dropFirst(2) : take(":") != nil ? self.digits(2...2) ?? "x" : "0"
    guard let minute = Int64(minuteText), hour < 19, minute < 60 else { return nil }
    return (hour * 60 + minute) * (sign == "-" ? -1 : 1)
  }
}
