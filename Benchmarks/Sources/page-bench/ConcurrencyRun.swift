import CQLPaging
import CQLSession

/// Many one-page queries at once over one session: what a request costs, and how long it takes.
struct ConcurrencyRun {
  let options: Options
  let session: CassandraSession

  func report() async throws -> String {
    // As many as were asked for, shared out evenly.
    let requestsEach = max(options.requests / options.concurrency, 1)
    switch options.isolation {
    case .network: return try await session.onNetworkThread { try await measure(requestsEach: requestsEach) }
    case .none, .main: return try await measure(requestsEach: requestsEach)
    }
  }

  @concurrent
  private func measure(requestsEach: Int) async throws -> String {
    _ = try await latencies(requestsEach: 10)  // the first requests pay for what the others find ready
    let start = (clock: ContinuousClock.now, usage: Usage.now)
    let latencies = try await latencies(requestsEach: requestsEach).sorted()
    let end = (clock: ContinuousClock.now, usage: Usage.now)

    let seconds = (end.clock - start.clock) / .seconds(1)
    let cpuSeconds = end.usage.cpuSeconds - start.usage.cpuSeconds
    let count = Double(latencies.count)
    return """
      client=cqlpaging shape=\(options.shape) page=\(options.pageSize) concurrency=\(options.concurrency) \
      requests=\(latencies.count) seconds=\(fixed(seconds, 6)) requests_per_s=\(fixed(count / seconds, 0)) \
      p50_us=\(microseconds(latencies, 0.5)) p99_us=\(microseconds(latencies, 0.99)) \
      p999_us=\(microseconds(latencies, 0.999)) cpu_s=\(fixed(cpuSeconds, 6)) \
      cpu_us_per_request=\(fixed(cpuSeconds / count * 1e6, 3)) rss_kib=\(end.usage.peakKiB)
      """
  }

  @concurrent
  private func latencies(requestsEach count: Int) async throws -> [Duration] {
    let request = PageRequest(options.statement, pageSize: PageSize(options.pageSize))
    return try await withThrowingTaskGroup(of: [Duration].self) { group in
      for _ in 0..<options.concurrency {
        group.addTask { [session] in
          var latencies: [Duration] = []
          latencies.reserveCapacity(count)
          for _ in 0..<count {
            let start = ContinuousClock.now
            _ = try await session.fetchPage(request)
            latencies.append(ContinuousClock.now - start)
          }
          return latencies
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  /// The latency that this share of the requests did not exceed.
  private func microseconds(_ sorted: [Duration], _ share: Double) -> String {
    let position = min(Int(Double(sorted.count) * share), sorted.count - 1)
    return fixed(sorted[position] / .microseconds(1), 1)
  }
}
