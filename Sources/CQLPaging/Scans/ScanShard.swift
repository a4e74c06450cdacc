/// One of equal parts of the ring, for scans that are spread over processes: each takes its own, and nothing else needs
/// to be agreed on.
public struct ScanShard: Hashable, Sendable {
  /// Which one, counted from 1.
  public let index: Int
  /// Of how many.
  public let count: Int

  /// The whole ring.
  public static let whole = ScanShard()

  private init() { (index, count) = (1, 1) }

  /// The third of sixteen is `ScanShard(3, of: 16)`.
  ///
  /// - Throws: `.invalidConfiguration` for an index outside 1 … count, or a count above 1,000,000.
  public init(_ index: Int, of count: Int) throws(CQLError) {
    guard count <= 1_000_000, index >= 1, index <= count else {
      throw CQLError(
        .invalidConfiguration, "\(index) of \(count) is no shard: the first of sixteen is 1, the last one 16")
    }
    self.index = index
    self.count = count
  }

  /// Its tokens.
  public var range: TokenRange { TokenRange.ring.part(index - 1, of: count) }
}

extension ScanShard: CustomStringConvertible {
  public var description: String { "\(index)/\(count)" }
}
