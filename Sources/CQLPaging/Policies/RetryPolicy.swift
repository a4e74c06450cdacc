/// When a page that failed is asked for again, and after how long.
public struct RetryPolicy: Sendable {
  /// How often to ask again for one page; each page has its own budget. The statement's profile goes before this.
  public var retries: Int
  /// The longest wait before the first retry; it doubles with each one after it.
  public var firstDelay: Duration
  /// No wait is longer than this.
  public var longestDelay: Duration
  /// Which errors are worth another try, of a statement that may be tried again.
  public var isRetryable: @Sendable (any Error) -> Bool

  /// - Parameters:
  ///   - retries: how often to ask again for one page; 0 and below for never.
  ///   - firstDelay: the longest wait before the first retry.
  ///   - longestDelay: no wait is longer than this.
  ///   - isRetryable: which errors are worth another try; ``isTransient(_:)`` where nothing is said.
  public init(
    retries: Int = 3, firstDelay: Duration = .milliseconds(100), longestDelay: Duration = .seconds(5),
    isRetryable: @escaping @Sendable (any Error) -> Bool = RetryPolicy.isTransient
  ) {
    self.retries = retries
    self.firstDelay = firstDelay
    self.longestDelay = longestDelay
    self.isRetryable = isRetryable
  }

  /// Whether an error can go away by itself: time ran out, the connection broke, no node was there, or the server said
  /// that it is overloaded, starting, short of replicas, or that replicas were late or failed.
  ///
  /// Not: what the caller did wrong, what the server refused, such as a paging state, and answers that make no sense.
  @Sendable
  public static func isTransient(_ error: any Error) -> Bool {
    guard let error = error as? CQLError else { return false }
    switch error.code {
    case .timeout, .connectionClosed, .noHostAvailable: return true
    case .server:
      let codes: Set<ServerError.Code> = [.overloaded, .isBootstrapping, .unavailable, .readTimeout, .readFailure]
      return error.server.map { codes.contains($0.code) } ?? false
    default: return false
    }
  }

  /// How long to wait before a retry: between half of the longest wait and all of it, so that clients that failed
  /// together do not come back together.
  ///
  /// - Parameters:
  ///   - retry: 1 for the first.
  ///   - chance: from 0 to 1.
  func delay(beforeRetry retry: Int, chance: Double) -> Duration {
    let longestDelay = min(longestDelay, .tenYears)
    var longest = min(firstDelay, longestDelay)
    for _ in 1..<max(retry, 1) where longest < longestDelay { longest = min(longest + longest, longestDelay) }
    return longest / 2 + longest / 2 * chance
  }
}
