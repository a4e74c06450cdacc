import CQLPaging
import CQLSession
import Synchronization

/// Reads a table as often as was asked for, and says what that took.
struct ScanRun {
  let options: Options
  let session: CassandraSession

  func report() async throws -> String {
    switch options.shape {
    case .narrow: try await report(of: Narrow.self)
    case .users: try await report(of: Users.self)
    case .wide: try await report(of: Wide.self)
    case .blob: try await report(of: Blob.self)
    }
  }

  private func report<Table: Shape>(of _: Table.Type) async throws -> String {
    if options.verifies {
      let (line, checksum) = try await measure(Table.self, Checksum())
      return line + " checksum=" + hexadecimal(checksum)
    }
    return try await measure(Table.self, Touch()).line
  }

  private func measure<Table: Shape, Values: Consumer>(
    _: Table.Type, _ values: Values
  ) async throws -> (line: String, result: UInt64) {
    let pages = PageCounter()
    let prefetch = options.prefetch > 0 ? Prefetch.ahead(pages: options.prefetch) : .none
    let size = PageSize(options.pageSize)
    var scan = Scan<Table, Values>(
      rows: session.rows(of: options.statement, pageSize: size).prefetching(prefetch).onProgress { _ in pages.count() },
      pages: session.pages(of: options.statement, pageSize: size).prefetching(prefetch)
        .onProgress { _ in pages.count() },
      workload: Workload(values, options))

    let start = (clock: ContinuousClock.now, usage: Usage.now)
    for _ in 0..<options.passes {
      switch options.isolation {
      case .none: scan = try await onAnyThread(scan)
      case .main: scan = try await onMainActor(scan)
      case .network: scan = try await onNetworkThread(scan)
      }
    }
    let end = (clock: ContinuousClock.now, usage: Usage.now)

    let rows = scan.workload.rows
    guard rows == options.rows * options.passes else {
      throw UsageError("\(rows) rows came in \(options.passes) passes where \(options.rows) each were expected: --rows")
    }
    let seconds = (end.clock - start.clock) / .seconds(1)
    let cpuSeconds = end.usage.cpuSeconds - start.usage.cpuSeconds
    let line = """
      client=cqlpaging shape=\(options.shape) api=\(options.api) page=\(options.pageSize) rows=\(rows) \
      pages=\(pages.value) seconds=\(fixed(seconds, 6)) rows_per_s=\(fixed(Double(rows) / seconds, 0)) \
      cpu_s=\(fixed(cpuSeconds, 6)) cpu_s_per_mrow=\(fixed(cpuSeconds / Double(rows) * 1e6, 6)) \
      rss_kib=\(end.usage.peakKiB)
      """
    return (line, scan.workload.values.result)
  }

  @concurrent
  private func onAnyThread<Table, Values>(_ scan: Scan<Table, Values>) async throws -> Scan<Table, Values> {
    var scan = scan
    try await scan.run(options.api)
    return scan
  }

  private func onNetworkThread<Table, Values>(_ scan: Scan<Table, Values>) async throws -> Scan<Table, Values> {
    try await session.onNetworkThread { try await onAnyThread(scan) }
  }

  @MainActor
  private func onMainActor<Table, Values>(_ scan: Scan<Table, Values>) async throws -> Scan<Table, Values> {
    var scan = scan
    try await scan.run(options.api)
    return scan
  }
}

/// Counts pages, in whichever task they come.
private final class PageCounter: Sendable {
  private let pages = Atomic<Int>(0)
  var value: Int { pages.load(ordering: .relaxed) }
  func count() { pages.add(1, ordering: .relaxed) }
}
