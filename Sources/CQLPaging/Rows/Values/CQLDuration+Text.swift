extension CQLDuration: CustomStringConvertible {
  /// The units of the text form, each with how many of the smallest of its kind it has.
  private static let months: [(name: String, size: UInt64)] = [("y", 12), ("mo", 1)]
  private static let days: [(name: String, size: UInt64)] = [("d", 1)]
  private static let nanoseconds: [(name: String, size: UInt64)] = [
    ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1000), ("ns", 1),
  ]

  /// As servers print it: `1y2mo3d4h5m6s7ms8us9ns`, with one `-` in front where it is negative. No time at all is an
  /// empty text.
  public var description: String {
    let isNegative = months < 0 || days < 0 || nanoseconds < 0
    return (isNegative ? "-" : "") + Self.text(UInt64(months.magnitude), Self.months)
      + Self.text(UInt64(days.magnitude), Self.days) + Self.text(nanoseconds.magnitude, Self.nanoseconds)
  }

  private static func text(_ count: UInt64, _ units: [(name: String, size: UInt64)]) -> String {
    var rest = count
    var text = ""
    for unit in units where rest >= unit.size {
      text += "\(rest / unit.size)\(unit.name)"
      rest %= unit.size
    }
    return text
  }
}

extension CQLDuration {
  /// Reads the form that ``description`` gives, in any case: numbers with their units `y mo w d h m s ms us ns`, from
  /// large to small, each at most once. `0s` is no time at all.
  ///
  /// - Throws: `.valueDoesNotFit`.
  public init(_ text: String) throws(CQLError) {
    let wrong = CQLError(.valueDoesNotFit, "the text is no duration: expected one such as 1y2mo3d4h5m6s7ms8us9ns")
    guard let duration = Self(parsing: Substring(text.lowercased())) else { throw wrong }
    self = duration
  }

  private init?(parsing text: Substring) {
    var rest = text
    let isNegative = rest.first == "-"
    if isNegative { rest.removeFirst() }
    guard !rest.isEmpty else { return nil }
    let weeks = [(name: "w", size: UInt64(7))]
    guard
      let months = Self.take(Self.months, from: &rest), let days = Self.take(weeks + Self.days, from: &rest),
      let nanoseconds = Self.take(Self.nanoseconds, from: &rest), rest.isEmpty
    else { return nil }
    func signed<Value: FixedWidthInteger>(_ magnitude: UInt64) -> Value? {
      isNegative ? Value(exactly: -Int128(magnitude)) : Value(exactly: magnitude)
    }
    guard let months: Int32 = signed(months), let days: Int32 = signed(days),
      let nanoseconds: Int64 = signed(nanoseconds)
    else { return nil }
    try? self.init(months: months, days: days, nanoseconds: nanoseconds)
  }

  /// The sum of what the text has of these units, which it loses.
  private static func take(_ units: [(name: String, size: UInt64)], from text: inout Substring) -> UInt64? {
    var sum: UInt64 = 0
    for unit in units {
      let digits = text.prefix { $0.isASCII && $0.isNumber }
      let name = text[digits.endIndex...].prefix { !($0.isASCII && $0.isNumber) }
      guard name == unit.name || (name == "µs" && unit.name == "us") else { continue }
      guard let count = UInt64(digits) else { return nil }
      let (product, tooLarge) = count.multipliedReportingOverflow(by: unit.size)
      guard !tooLarge, case let (total, overflow) = sum.addingReportingOverflow(product), !overflow else { return nil }
      sum = total
      text = text[name.endIndex...]
    }
    return sum
  }
}
