/// A source whose pages come before a deadline, or not at all: for a whole scan, whatever each of its pages may take.
///
/// ```swift
/// for try await row in session.deadline(.seconds(60)).rows(of: statement) { … }
/// ```
///
/// The time runs from the moment when the source is made. Each page is given no more time than is left, and behind the
/// deadline nothing is asked for: `.deadlineExceeded` is thrown, which no ``RetryingSource`` tries again. The scan can go
/// on later from its last position, through a source that has time again.
public struct DeadlineSource<Base: PageSource, Timer: Clock<Duration>>: PageSource {
  public typealias Rows = Base.Rows
  public typealias Failure = any Error

  /// The source that is asked.
  public let base: Base
  /// When the time is over.
  public let deadline: Timer.Instant
  private let clock: Timer

  /// - Parameters:
  ///   - base: the source to ask. One that does not keep ``PageRequest/timeLimit`` is cancelled at the deadline, which
  ///     takes effect as soon as it heeds the cancellation.
  ///   - deadline: when the time is over.
  ///   - clock: what the deadline is measured by.
  public init(_ base: Base, until deadline: Timer.Instant, clock: Timer) {
    self.base = base
    self.deadline = deadline
    self.clock = clock
  }

  /// - Throws: `CQLError` `.deadlineExceeded`; what the source throws; `CancellationError` in a cancelled task.
  public func fetchPage(_ request: PageRequest) async throws -> Page<Rows> {
    guard let request = limited(request) else {
      try Task.checkCancellation()
      throw Self.exceeded("asked for")
    }
    // Two tasks of one scope: a source that keeps no time limit has to be cancelled from outside.
    return try await withThrowingTaskGroup(of: Page<Rows>.self) { group in
      group.addTask {
        do { return try await base.fetchPage(request) } catch { throw explained(error) }
      }
      group.addTask {
        try await clock.sleep(until: deadline, tolerance: nil)
        throw Self.exceeded("there")
      }
      // The first one to end decides, and the other is cancelled and waited for.
      defer { group.cancelAll() }
      guard let page = try await group.next() else { throw CancellationError() }
      return page
    }
  }

  /// Begins to fetch a page that has the rest of the time; behind the deadline it begins nothing.
  public func startFetching(
    _ request: PageRequest, announce: @escaping @Sendable (PagingState, _ coordinator: String?) -> Void,
    completion: @escaping @Sendable (Result<Page<Rows>, any Error>) -> Void
  ) -> FetchHandle? {
    guard let request = limited(request) else { return nil }
    return base.startFetching(request, announce: announce) { result in completion(result.mapError(explained)) }
  }

  /// The request with no more time than is left; nil where none is.
  private func limited(_ request: PageRequest) -> PageRequest? {
    let left = clock.now.duration(to: deadline)
    guard left > .zero else { return nil }
    var request = request
    request.timeLimit = min(request.timeLimit ?? left, left)
    // For sources that know of no other limit.
    if let timeout = request.statement.effectiveTimeout { request.statement.timeout = min(timeout, left) }
    return request
  }

  /// A page that ran out of time at the deadline did so because of it.
  private func explained(_ error: any Error) -> any Error {
    guard let timeout = error as? CQLError, timeout.code == .timeout, clock.now >= deadline else { return error }
    return Self.exceeded("there", cause: timeout)
  }

  private static func exceeded(_ what: String, cause: CQLError? = nil) -> CQLError {
    CQLError(
      .deadlineExceeded,
      "the scan's time was over before the page was \(what): go on from the last position, or allow more time",
      cause: cause)
  }
}

extension PageSource {
  /// The same source, for no longer than this: counted from now, whenever its pages are asked for.
  ///
  /// - Parameters:
  ///   - duration: how long; nothing and less is over at once.
  ///   - clock: what time is measured by.
  public func deadline<Timer: Clock<Duration>>(
    _ duration: Duration, clock: Timer = ContinuousClock()
  ) -> DeadlineSource<Self, Timer> {
    deadline(until: clock.now.advanced(by: min(duration, .tenYears)), clock: clock)
  }

  /// The same source, until a moment.
  ///
  /// - Parameters:
  ///   - deadline: when the time is over.
  ///   - clock: what it is measured by.
  public func deadline<Timer: Clock<Duration>>(
    until deadline: Timer.Instant, clock: Timer = ContinuousClock()
  ) -> DeadlineSource<Self, Timer> {
    DeadlineSource(self, until: deadline, clock: clock)
  }
}
