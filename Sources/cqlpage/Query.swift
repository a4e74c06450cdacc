import CQLPaging
import Foundation

/// `cqlpage "SELECT …"`.
struct Query: Sendable {
  let command: QueryCommand
  let environment: [String: String]
  private let cursors: CursorTexts
  private let job: PrintJob

  /// A page that ran out of time or whose connection died is asked for again before the run ends; the deadline bounds
  /// all of it.
  static let retryPolicy = RetryPolicy(retries: 2)

  /// Looks at everything that can be looked at before there is a server.
  ///
  /// - Throws: a ``UsageError`` for keys that are none, for a cursor that is none or another statement's, and for one
  ///   that a server would ignore.
  init(command: QueryCommand, environment: [String: String]) throws(UsageError) {
    self.command = command
    self.environment = environment
    cursors = try CursorTexts(of: command)
    job = PrintJob(command, from: try command.resume.map(cursors.cursor))
    try job.checkResume()
  }

  /// Prints the rows to standard output, and errors and the summary to standard error.
  @concurrent
  func run() async -> ExitCode {
    let begin = ContinuousClock.now
    let interrupts = Interrupts()
    let wakeUp = WakeUp()
    let (report, cause) = await Supervision.run(
      deadline: command.run.deadline, isSignalled: { await interrupts.wait() }, wakeUp: wakeUp
    ) {
      await pageThrough(wakeUp)
    }
    let exitCode = report.exitCode(cause)
    if let message = report.message(cause) { SystemCalls.writeError("cqlpage: \(message)\n") }
    if let text = summaryText(report, exitCode, time: begin.duration(to: .now)) {
      SystemCalls.writeError("\(text)\n")
    }
    return exitCode
  }

  @MainActor
  private func pageThrough(_ wakeUp: WakeUp) async -> RunReport {
    do {
      return try await Connection(server: command.server).withSession { session in
        await print(session, to: StreamSink(wakeUp: wakeUp))
      }
    } catch {
      return .notStarted(at: job.start, error)
    }
  }

  /// Pages through what a source has, and asks it again for pages that fail.
  func print<Source: PageSource>(
    _ source: Source, to sink: any ByteSink
  ) async -> RunReport where Source.Rows == CQLRows {
    let tally = RetryTally()
    let source = source.metered { tally.note($0) }.retrying(Self.retryPolicy)
    let writer = format.writer(width: width)
    var report: RunReport
    if let page = command.numberedPage {
      var run = NumberedRun(page, of: job, source: source, writer: writer, sink: sink, progress: progress)
      report = await run.run()
    } else {
      var run = PrintRun(job, source: source, writer: writer, sink: sink, progress: progress)
      report = await run.run()
    }
    report.summary.retries = tally.count
    report.latency = tally.latency
    return report
  }

  private var format: RowFormat {
    command.run.format ?? (SystemCalls.isTerminal(SystemCalls.standardOutput) ? .table : .jsonl)
  }

  /// `COLUMNS` counts more than what the terminal says, and makes a terminal of a pipe.
  private var width: Int? {
    if let text = environment["COLUMNS"], let columns = Int(text), columns > 0 { return columns }
    return SystemCalls.terminalWidth(SystemCalls.standardOutput)
  }

  private var progress: ProgressLine {
    let isTerminal = SystemCalls.isTerminal(SystemCalls.standardError)
    // Rows and a line that is written over do not go together.
    let isAlone = isTerminal && !SystemCalls.isSameTerminal(SystemCalls.standardOutput, SystemCalls.standardError)
    return ProgressLine(isShown: command.run.showsProgress ?? isAlone, isTerminal: isTerminal) {
      SystemCalls.writeError($0)
    }
  }

  /// nil where no summary is wanted: by an option, or because `head` has seen enough and no one asked for it in JSON.
  func summaryText(_ report: RunReport, _ exitCode: ExitCode, time: Duration) -> String? {
    let cursor = report.cursor.flatMap { try? cursors.text($0) }
    let summary = Summary(figures: report.summary, time: time, cursor: cursor, latency: report.latency)
    switch (command.run.summary, report.ending) {
    case (.none, _), (.text, .readerGone): return nil
    case (.json, _): return summary.json
    case (.text, _): return summary.text(nextCommand: nextCommand(report, exitCode, cursor))
    }
  }

  /// The line that goes on, for a run that a later one can follow: not for a wrong statement or a refused login.
  private func nextCommand(_ report: RunReport, _ exitCode: ExitCode, _ cursor: String?) -> String? {
    guard let cursor, [.success, .endedEarly, .interrupted].contains(exitCode) else { return nil }
    var rowLimit = command.rowLimit ?? command.numberedPage?.rowsPerPage
    // What is left of the limit, or, where the limit was reached, as many rows again.
    if let limit = rowLimit, report.summary.rows < limit { rowLimit = limit - report.summary.rows }
    return command.called.resuming(at: cursor, rowLimit: rowLimit)
  }
}

extension PrintJob {
  init(_ command: QueryCommand, from start: Cursor?) {
    statement = Statement(command.statement, values: command.values.isEmpty ? .none : .positional(command.values))
    statement.consistency = command.server.consistency
    statement.timeout = command.server.timeout
    pageSize = command.pageSize
    targetPageBytes = command.targetPageBytes
    // One page ahead hides the server's time; who wants so many pages wants no more of them.
    prefetch = command.prefetch ?? (command.pageLimit == nil ? 1 : 0)
    rowLimit = command.rowLimit
    pageLimit = command.pageLimit
    self.start = start
  }
}
