/// A scan that could not go on, and where it stands.
///
/// Nothing is lost: the iterator that threw it can be asked again and asks for the same page again, and ``cursor`` goes
/// on from there later or elsewhere.
public struct PagingError: Error, Sendable {
  /// What the source threw, most often a ``CQLError``.
  public let underlying: any Error
  /// Behind the last row that was delivered; where pages are iterated, the beginning of the page that failed.
  public let cursor: Cursor
  /// Rows delivered before the error; 0 where pages are iterated.
  public let rowsDelivered: Int
  /// Pages received before the error.
  public let pagesDelivered: Int

  /// An error with its place, for iterations of your own.
  public init(underlying: any Error, cursor: Cursor, rowsDelivered: Int, pagesDelivered: Int) {
    self.underlying = underlying
    self.cursor = cursor
    self.rowsDelivered = rowsDelivered
    self.pagesDelivered = pagesDelivered
  }

  /// The kind of failure, where the source threw a ``CQLError``.
  public var code: CQLError.Code? { (underlying as? CQLError)?.code }
}

extension PagingError: CustomStringConvertible {
  public var description: String {
    "page \(pagesDelivered + 1), after \(rowsDelivered) rows: \(underlying)"
  }
}
