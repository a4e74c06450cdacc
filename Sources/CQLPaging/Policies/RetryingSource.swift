/// A source that asks again for pages which failed in a way that can go away by itself.
///
/// ```swift
/// for try await row in session.retrying().rows(of: statement) { … }
/// ```
///
/// A request carries its own position, so a page that is asked for again is the same page: no row is lost or comes twice.
/// Only statements that may be run twice are tried again, see ``Statement/isIdempotent``. ``ScanSummary/retries`` counts.
public struct RetryingSource<Base: PageSource, Timer: Clock<Duration>>: PageSource {
  public typealias Rows = Base.Rows
  public typealias Failure = any Error

  /// The source that is asked.
  public let base: Base
  /// When it is asked again.
  public let policy: RetryPolicy
  private let clock: Timer

  /// - Parameters:
  ///   - base: the source to ask.
  ///   - policy: when to ask again.
  ///   - clock: what waits are measured by.
  public init(_ base: Base, policy: RetryPolicy = RetryPolicy(), clock: Timer = ContinuousClock()) {
    self.base = base
    self.policy = policy
    self.clock = clock
  }

  /// - Throws: the last error of the page, when the budget is used up or the error is not one to try again;
  ///   `CancellationError` in a cancelled task, also while waiting.
  public func fetchPage(_ request: PageRequest) async throws -> Page<Rows> {
    let budget = request.statement.mayRunTwice ? request.statement.profile?.retries ?? policy.retries : 0
    var retries = 0
    while true {
      do {
        var page = try await base.fetchPage(request)
        page.info.retries += retries
        return page
      } catch {
        try Task.checkCancellation()
        guard retries < budget, policy.isRetryable(error) else { throw Self.error(error, after: retries) }
        retries += 1
        let delay = policy.delay(beforeRetry: retries, chance: .random(in: 0...1))
        try await clock.sleep(for: delay)
      }
    }
  }

  /// A page that fails ahead of its reader is tried again by ``fetchPage(_:)``, when the reader wants it.
  public func startFetching(
    _ request: PageRequest, announce: @escaping @Sendable (PagingState, _ coordinator: String?) -> Void,
    completion: @escaping @Sendable (Result<Page<Rows>, any Error>) -> Void
  ) -> FetchHandle? {
    base.startFetching(request, announce: announce, completion: completion)
  }

  private static func error(_ error: any Error, after retries: Int) -> any Error {
    guard retries > 0, let error = error as? CQLError else { return error }
    return error.at(retries == 1 ? "tried twice" : "tried \(retries + 1) times")
  }
}

extension PageSource {
  /// The same source, but pages that fail in a way that can go away by itself are asked for again.
  ///
  /// - Parameters:
  ///   - policy: when to ask again.
  ///   - clock: what waits are measured by.
  public func retrying<Timer: Clock<Duration>>(
    _ policy: RetryPolicy = RetryPolicy(), clock: Timer = ContinuousClock()
  ) -> RetryingSource<Self, Timer> {
    RetryingSource(self, policy: policy, clock: clock)
  }
}
