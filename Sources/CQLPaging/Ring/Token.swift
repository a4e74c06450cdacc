/// A place on the ring of the Murmur3 partitioner, where each partition key lies.
public struct Token: Hashable, Comparable, Sendable, Codable {
  /// From `Int64.min + 1` on: the lowest number is the beginning of the ring, where no key lies.
  public let rawValue: Int64

  public init(_ rawValue: Int64) { self.rawValue = rawValue }

  /// The beginning of the ring, where no key lies.
  public static let minimum = Token(.min)
  /// The end of the ring.
  public static let maximum = Token(.max)

  public static func < (a: Token, b: Token) -> Bool { a.rawValue < b.rawValue }

  /// As a bare number, as `token()` gives it in CQL.
  public init(from decoder: any Decoder) throws { rawValue = try Int64(from: decoder) }

  public func encode(to encoder: any Encoder) throws { try rawValue.encode(to: encoder) }
}

extension Token: CustomStringConvertible {
  public var description: String { "\(rawValue)" }
}
