/// A part of the Murmur3 ring: the tokens above `start`, up to `end` and with it.
///
/// A range runs upwards and does not wrap around: where `start` is not below `end`, there is no token in it. What a server
/// calls a range from the last token over the ring's end to the first one is two of these, see
/// ``unwrapped(start:end:)``.
public struct TokenRange: Hashable, Sendable {
  /// Below the first token. ``Token/minimum`` for a range from the ring's beginning on, where no key lies.
  public let start: Token
  /// The last token.
  public let end: Token

  /// All tokens.
  public static let ring = TokenRange(start: .minimum, end: .maximum)

  /// The tokens above `start`, up to `end` and with it.
  public init(start: Token, end: Token) {
    self.start = start
    self.end = end
  }

  /// Whether there is no token in it.
  public var isEmpty: Bool { start >= end }

  /// How many tokens there are in it: 2^64 - 1 on the whole ring.
  public var width: UInt64 { isEmpty ? 0 : UInt64(bitPattern: end.rawValue &- start.rawValue) }

  /// Whether a token lies in it.
  public func contains(_ token: Token) -> Bool { token > start && token <= end }

  /// What lies in both ranges; nil where nothing does.
  public func intersection(_ other: TokenRange) -> TokenRange? {
    let common = TokenRange(start: max(start, other.start), end: min(end, other.end))
    return common.isEmpty ? nil : common
  }

  /// The ranges of a ring on which the token behind the last one is the first: one, or two where `end` is not above
  /// `start`. Equal tokens mean the whole ring, as on a cluster of one token.
  public static func unwrapped(start: Token, end: Token) -> [TokenRange] {
    guard start >= end else { return [TokenRange(start: start, end: end)] }
    return [TokenRange(start: start, end: .maximum), TokenRange(start: .minimum, end: end)].filter { !$0.isEmpty }
  }
}

/// As two bare numbers: `[start, end]`.
extension TokenRange: Codable {
  public init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    start = try values.decode(Token.self)
    end = try values.decode(Token.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.unkeyedContainer()
    try values.encode(start)
    try values.encode(end)
  }
}

extension TokenRange: CustomStringConvertible {
  /// In the notation of half-open intervals: `(-5, 12]`.
  public var description: String { "(\(start), \(end)]" }
}
