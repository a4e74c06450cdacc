/// A source that measures how long pages take, and reports every request.
///
/// ```swift
/// let metered = session.metered { measurement in
///   latency.record(measurement.duration)
/// }
/// ```
///
/// The time of a page comes with it, in ``PageInfo/duration``, and adds up in ``ScanSummary/duration``. Around a
/// ``RetryingSource`` it measures pages with all their tries; inside one, every try.
public struct MeteredSource<Base: PageSource, Timer: Clock<Duration>>: PageSource {
  public typealias Rows = Base.Rows
  public typealias Failure = any Error

  /// The source that is asked.
  public let base: Base
  private let clock: Timer
  private let report: @Sendable (PageMeasurement) -> Void

  /// - Parameters:
  ///   - base: the source to ask.
  ///   - clock: what time is measured by.
  ///   - report: told of every request when it has ended, from any thread.
  public init(
    _ base: Base, clock: Timer = ContinuousClock(), report: @escaping @Sendable (PageMeasurement) -> Void = { _ in }
  ) {
    self.base = base
    self.clock = clock
    self.report = report
  }

  public func fetchPage(_ request: PageRequest) async throws -> Page<Rows> {
    let start = clock.now
    let result: Result<Page<Rows>, any Error>
    do { result = .success(try await base.fetchPage(request)) } catch { result = .failure(error) }
    return try measured(result, of: request, since: start).get()
  }

  public func startFetching(
    _ request: PageRequest, announce: @escaping @Sendable (PagingState, _ coordinator: String?) -> Void,
    completion: @escaping @Sendable (Result<Page<Rows>, any Error>) -> Void
  ) -> FetchHandle? {
    let start = clock.now
    return base.startFetching(request, announce: announce) { completion(measured($0, of: request, since: start)) }
  }

  private func measured(
    _ result: Result<Page<Rows>, any Error>, of request: PageRequest, since start: Timer.Instant
  ) -> Result<Page<Rows>, any Error> {
    let duration = start.duration(to: clock.now)
    switch result {
    case .success(var page):
      page.info.duration = duration
      report(
        PageMeasurement(
          request: request, duration: duration,
          outcome: .page(rows: page.rows.count, info: page.info, isLast: page.isLast)))
      return .success(page)
    case .failure(let error):
      report(PageMeasurement(request: request, duration: duration, outcome: .failure(error)))
      return result
    }
  }
}

extension PageSource {
  /// The same source, with the time that pages take, and a report of every request.
  ///
  /// - Parameters:
  ///   - clock: what time is measured by.
  ///   - report: told of every request when it has ended, from any thread.
  public func metered<Timer: Clock<Duration>>(
    clock: Timer = ContinuousClock(), report: @escaping @Sendable (PageMeasurement) -> Void = { _ in }
  ) -> MeteredSource<Self, Timer> {
    MeteredSource(self, clock: clock, report: report)
  }
}
