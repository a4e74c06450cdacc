/// How many replicas must answer: the `[consistency]` of protocol v4, section 3.
public struct Consistency: RawRepresentable, Hashable, Sendable {
  /// The level's number on the wire. Levels that this library does not name survive as they came.
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let any = Consistency(rawValue: 0x0000)
  public static let one = Consistency(rawValue: 0x0001)
  public static let two = Consistency(rawValue: 0x0002)
  public static let three = Consistency(rawValue: 0x0003)
  public static let quorum = Consistency(rawValue: 0x0004)
  public static let all = Consistency(rawValue: 0x0005)
  public static let localQuorum = Consistency(rawValue: 0x0006)
  public static let eachQuorum = Consistency(rawValue: 0x0007)
  public static let serial = Consistency(rawValue: 0x0008)
  public static let localSerial = Consistency(rawValue: 0x0009)
  public static let localOne = Consistency(rawValue: 0x000A)

  private static let names = [
    "ANY", "ONE", "TWO", "THREE", "QUORUM", "ALL", "LOCAL_QUORUM", "EACH_QUORUM", "SERIAL", "LOCAL_SERIAL",
    "LOCAL_ONE",
  ]

  /// The level with this name (`LOCAL_QUORUM`, in any case, `-` or `_` between the words); nil where there is none.
  public init?(name: String) {
    let wanted = String(name.uppercased().map { $0 == "-" ? "_" : $0 })
    guard let index = Self.names.firstIndex(of: wanted) else { return nil }
    rawValue = UInt16(index)
  }
}

extension Consistency: CustomStringConvertible {
  public var description: String {
    Int(rawValue) < Self.names.count ? Self.names[Int(rawValue)] : "consistency \(rawValue)"
  }
}
