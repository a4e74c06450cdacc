import CQLPaging
import CQLSession
import Foundation

/// `cqlpage scan KEYSPACE.TABLE`.
struct Scan: Sendable {
  let command: ScanCommand
  let environment: [String: String]

  /// Writes the rows, and errors and the summary to standard error.
  ///
  /// - Throws: a ``UsageError`` for what is wrong with the files, before there is a server.
  @concurrent
  func run() async throws(UsageError) -> ExitCode {
    let begin = ContinuousClock.now
    let files = try ScanFiles(of: command)
    let interrupts = Interrupts()
    let wakeUp = WakeUp()
    let (report, cause) = await Supervision.run(
      deadline: command.run.deadline, isSignalled: { await interrupts.wait() }, wakeUp: wakeUp
    ) {
      await export(files, wakeUp)
    }
    let exitCode = report.run.exitCode(cause)
    if let message = report.run.message(cause) { SystemCalls.writeError("cqlpage: \(message)\n") }
    if let text = summaryText(report, exitCode, time: begin.duration(to: .now)) {
      SystemCalls.writeError("\(text)\n")
    }
    return exitCode
  }

  @MainActor
  private func export(_ files: ScanFiles, _ wakeUp: WakeUp) async -> ScanReport {
    do {
      return try await Connection(server: command.server).withSession { session in
        let scan = try await begin(in: session, from: files.saved?.scan)
        let format = format(files.saved)
        var run = ScanRun(
          scan, format: format, width: SystemCalls.terminalWidth(SystemCalls.standardOutput), from: files.saved,
          to: target(files, wakeUp), progress: progress)
        var report = await run.run()
        report.run.latency = session.metrics.traffic.latency
        return report
      }
    } catch {
      return ScanReport(run: .notStarted(at: nil, error))
    }
  }

  /// The scan of the table, as the server knows it.
  private func begin(
    in session: CassandraSession, from checkpoint: ScanCheckpoint?
  ) async throws -> TokenRangeScan<CassandraSession> {
    var table = try await ScanTable.named(command.table, columns: command.columns, in: session)
    table.pageSize = command.pageSize
    return try await session.scan(
      table, splits: command.splits, shard: command.shard, from: checkpoint,
      options: ScanOptions(concurrency: command.concurrency))
  }

  func target(_ files: ScanFiles, _ wakeUp: WakeUp) -> ScanTarget {
    let begin = ContinuousClock.now
    let now = { begin.duration(to: .now) }
    switch files.rows {
    case .file(let file, let name):
      return ScanTarget(sink: file, file: file, fileName: name, store: files.checkpoint, now: now)
    case .stream(let file):
      return ScanTarget(sink: StreamSink(wakeUp: wakeUp, file: file), store: files.checkpoint, now: now)
    }
  }

  /// A scan goes on in the format that it has begun in.
  func format(_ saved: SavedScan?) -> RowFormat {
    if let format = command.run.format ?? saved?.format { return format }
    let isForEyes = command.outputFile == nil && command.checkpointFile == nil
    return isForEyes && SystemCalls.isTerminal(SystemCalls.standardOutput) ? .table : .jsonl
  }

  private var progress: ProgressLine {
    let isTerminal = SystemCalls.isTerminal(SystemCalls.standardError)
    let isAlone =
      isTerminal
      && (command.outputFile != nil
        || !SystemCalls.isSameTerminal(SystemCalls.standardOutput, SystemCalls.standardError))
    return ProgressLine(isShown: command.run.showsProgress ?? isAlone, isTerminal: isTerminal) {
      SystemCalls.writeError($0)
    }
  }

  /// nil where no summary is wanted.
  func summaryText(_ report: ScanReport, _ exitCode: ExitCode, time: Duration) -> String? {
    let summary = Summary(figures: report.run.summary, time: time, ring: report.ring, latency: report.run.latency)
    switch (command.run.summary, report.run.ending) {
    case (.none, _), (.text, .readerGone): return nil
    case (.json, _): return summary.json
    case (.text, _): return summary.text(nextCommand: nextCommand(exitCode))
    }
  }

  /// The same line again: what has changed stands in the checkpoint.
  private func nextCommand(_ exitCode: ExitCode) -> String? {
    guard command.checkpointFile != nil, [.endedEarly, .interrupted, .noServer].contains(exitCode) else { return nil }
    return command.called.again
  }
}
