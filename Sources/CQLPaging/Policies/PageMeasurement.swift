/// A request for a page, and how it ended: for metrics and logs.
public struct PageMeasurement: Sendable {
  /// What came of a request.
  public enum Outcome: Sendable {
    /// A page of this many rows, and what the server said about it.
    case page(rows: Int, info: PageInfo, isLast: Bool)
    /// What was thrown instead of a page.
    case failure(any Error)
  }

  /// What was asked. Its values and its position are not for logs; its description shows neither.
  public let request: PageRequest
  /// From the request to the page or the failure.
  public let duration: Duration
  /// What came of it.
  public let outcome: Outcome
}
