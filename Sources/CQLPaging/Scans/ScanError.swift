/// A scan that could not finish all its ranges. The others have been finished, and nothing is lost: ``checkpoint`` goes on
/// with those that failed, from where they got to.
public struct ScanError: Error, Sendable {
  /// A range that failed, and why.
  public struct Failure: Error, Sendable {
    /// Its tokens.
    public let range: TokenRange
    /// The last error of the range, most often a ``CQLError``.
    public let underlying: any Error
  }

  /// The ranges that failed, in the ring's order.
  public let failures: [Failure]
  /// Behind the last row that was handed over.
  public let checkpoint: ScanCheckpoint
  /// How far the scan got.
  public let progress: RingProgress

  /// The kind of the first failure, where the source threw a ``CQLError``.
  public var code: CQLError.Code? { (failures.first?.underlying as? CQLError)?.code }
}

extension ScanError: CustomStringConvertible {
  private static let shown = 5

  public var description: String {
    let shown = failures.prefix(Self.shown).map { "\($0.range): \($0.underlying)" }.joined(separator: "; ")
    let more = failures.count > Self.shown ? "; and \(failures.count - Self.shown) more" : ""
    return "\(failures.count) of \(progress.totalRanges) ranges failed, the others are finished: \(shown)\(more)"
  }
}
