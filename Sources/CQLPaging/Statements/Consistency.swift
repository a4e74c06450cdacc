/// How many replicas must answer: the `[consistency]` of protocol v4, section 3.
public struct Consistency: RawRepresentable, Hashable, Sendable {
  /// The level's number on the wire. Levels that this library does not name survive as they came.
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Writes only: any node, even one that keeps the write for a replica that is down.
  public static let any = Consistency(rawValue: 0x0000)
  /// One replica.
  public static let one = Consistency(rawValue: 0x0001)
  /// Two replicas.
  public static let two = Consistency(rawValue: 0x0002)
  /// Three replicas.
  public static let three = Consistency(rawValue: 0x0003)
  /// More than half of all replicas.
  public static let quorum = Consistency(rawValue: 0x0004)
  /// Every replica.
  public static let all = Consistency(rawValue: 0x0005)
  /// More than half of the replicas in the data centre of the node that is asked.
  public static let localQuorum = Consistency(rawValue: 0x0006)
  /// More than half of the replicas in each data centre.
  public static let eachQuorum = Consistency(rawValue: 0x0007)
  /// For conditional writes, and reads that see them: a quorum of all replicas.
  public static let serial = Consistency(rawValue: 0x0008)
  /// As ``serial``, within the data centre of the node that is asked.
  public static let localSerial = Consistency(rawValue: 0x0009)
  /// One replica in the data centre of the node that is asked; what sessions use where nothing else is said.
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
