import CQLPaging
import Testing

@Suite struct MeteredSourceTests {
  let statement: Statement = "SELECT n FROM numbers"

  /// Numbers whose n-th request takes n × 10 ms, the first one 10 ms.
  private func source(_ clock: InstantClock, failing: Int? = nil) -> NumberSource {
    NumberSource(count: 25) { request, _ in
      clock.advance(by: .milliseconds(10 * (request + 1)))
      return request == failing ? .failure(CQLError(.timeout, "late")) : .page
    }
  }

  @Test("B17: the summary knows how long the pages took, and the slowest of them")
  func summary() async throws {
    let clock = InstantClock()
    var iterator = source(clock).metered(clock: clock).rows(of: statement).makeAsyncIterator()
    while try await iterator.next() != nil {}
    #expect(iterator.summary.duration == .milliseconds(60))
    #expect(iterator.summary.slowestPage == .milliseconds(30))
  }

  @Test("B17: progress has the time of its page")
  func progress() async throws {
    let clock = InstantClock()
    let durations = Lock<[Duration?]>([])
    let rows = source(clock).metered(clock: clock).rows(of: statement).onProgress { progress in
      durations.withLock { $0.append(progress.info.duration) }
    }
    _ = try await rows.collect(max: 25)
    #expect(durations.withLock { $0 } == [.milliseconds(10), .milliseconds(20), .milliseconds(30)])
  }

  @Test("F13: every request is reported, the failed ones too")
  func reports() async throws {
    let clock = InstantClock()
    let lines = Lock<[String]>([])
    let metered = source(clock, failing: 1).metered(clock: clock) { measurement in
      let outcome =
        switch measurement.outcome {
        case .page(let rows, let info, let isLast): "\(rows) rows, \(info.byteCount) bytes\(isLast ? ", last" : "")"
        case .failure(let error): "\((error as? CQLError)?.code.description ?? "?")"
        }
      lines.withLock { $0.append("\(measurement.duration): \(outcome)") }
    }
    let rows = try await metered.retrying(RetryPolicy(firstDelay: .zero), clock: clock).rows(of: statement)
      .collect(max: 25)
    #expect(rows.count == 25)
    #expect(
      lines.withLock { $0 } == [
        "0.01 seconds: 10 rows, 80 bytes", "0.02 seconds: timeout", "0.03 seconds: 10 rows, 80 bytes",
        "0.04 seconds: 5 rows, 40 bytes, last",
      ])
  }

  @Test("B17: around a source that tries again, a page takes as long as all its tries and the waits between them")
  func aroundRetries() async throws {
    let clock = InstantClock()
    let policy = RetryPolicy(firstDelay: .seconds(1), longestDelay: .seconds(1))
    var iterator = source(clock, failing: 0).retrying(policy, clock: clock).metered(clock: clock).rows(of: statement)
      .makeAsyncIterator()
    _ = try await iterator.next()
    #expect(iterator.summary.retries == 1)
    #expect(iterator.summary.duration == .milliseconds(30) + (clock.sleeps.first ?? .zero))
  }

  @Test("B9: pages are fetched ahead through sources around sources, and measured")
  func prefetching() async throws {
    let source = LoopSource(NumberSource(count: 50), isManual: false)
    let clock = InstantClock()
    let reports = Lock(0)
    let metered = source.retrying(clock: clock).metered(clock: clock) { _ in reports.withLock { $0 += 1 } }
    let rows = try await metered.rows(of: statement).prefetching(.ahead()).collect(max: 50)
    #expect(rows == Array(0..<50))
    #expect(source.beginCount == 3, "the pages behind the second one are fetched ahead")
    #expect(reports.withLock { $0 } == 5)
  }
}
