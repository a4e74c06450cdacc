import CQLPaging
import Foundation

/// `cqlpage "SELECT …"`.
struct Query: Sendable {
  let command: QueryCommand
  let environment: [String: String]

  /// Prints the rows to standard output, and errors and the summary to standard error.
  @concurrent
  func run() async -> ExitCode {
    let begin = ContinuousClock.now
    let interrupts = Interrupts()
    let wakeUp = WakeUp()
    let (report, cause) = await Supervision.run(
      deadline: command.deadline, isSignalled: { await interrupts.wait() }, wakeUp: wakeUp
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
      return try await Connection(command: command).withSession { session in
        var run = PrintRun(
          job, source: session, writer: format.writer(width: width), sink: StandardOutput(wakeUp: wakeUp),
          progress: progress)
        return await run.run()
      }
    } catch {
      return .notStarted(at: command.start, error)
    }
  }

  private var job: PrintJob {
    var statement = Statement(command.statement, values: command.values.isEmpty ? .none : .positional(command.values))
    statement.consistency = command.consistency
    statement.timeout = command.timeout
    return PrintJob(
      statement: statement, pageSize: command.pageSize, rowLimit: command.rowLimit, pageLimit: command.pageLimit,
      start: command.start)
  }

  private var format: RowFormat {
    command.format ?? (SystemCalls.isTerminal(SystemCalls.standardOutput) ? .table : .jsonl)
  }

  /// `COLUMNS` counts more than what the terminal says, and makes a terminal of a pipe.
  private var width: Int? {
    if let text = environment["COLUMNS"], let columns = Int(text), columns > 0 { return columns }
    return SystemCalls.terminalWidth(SystemCalls.standardOutput)
  }

  private var progress: ProgressLine {
    let isTerminal = SystemCalls.isTerminal(SystemCalls.standardError)
    return ProgressLine(isShown: command.showsProgress ?? isTerminal, isTerminal: isTerminal) {
      SystemCalls.writeError($0)
    }
  }

  /// nil where no summary is wanted: by an option, or because `head` has seen enough and no one asked for it in JSON.
  func summaryText(_ report: RunReport, _ exitCode: ExitCode, time: Duration) -> String? {
    let cursor = report.cursor.map { ResumePoint.text($0, of: command.fingerprint) }
    let summary = Summary(figures: report.summary, time: time, cursor: cursor)
    switch (command.summary, report.ending) {
    case (.none, _), (.text, .readerGone): return nil
    case (.json, _): return summary.json
    case (.text, _): return summary.text(nextCommand: nextCommand(report, exitCode, cursor))
    }
  }

  /// The line that goes on, for a run that a later one can follow: not for a wrong statement or a refused login.
  private func nextCommand(_ report: RunReport, _ exitCode: ExitCode, _ cursor: String?) -> String? {
    guard let cursor, [.success, .endedEarly, .interrupted].contains(exitCode) else { return nil }
    var rowLimit = command.rowLimit
    // What is left of the limit, or, where the limit was reached, as many rows again.
    if let limit = rowLimit, report.summary.rows < limit { rowLimit = limit - report.summary.rows }
    return command.called.resuming(at: cursor, rowLimit: rowLimit)
  }
}
