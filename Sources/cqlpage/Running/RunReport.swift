import CQLPaging

/// Why a run came to its end.
enum RunEnding: Sendable {
  /// The server said that the result has ended, and every row was printed.
  case complete
  /// As many rows or pages as asked for.
  case limitReached
  /// Nobody reads standard output any more.
  case readerGone
  /// The task was cancelled; the ``StopCause`` says by what.
  case cancelled
  case failed(any Error)
}

extension RunEnding {
  /// What an error that stopped the printing makes of a run.
  init(_ error: any Error) {
    switch error {
    case RowFailure.output(.readerGone), OutputFailure.readerGone: self = .readerGone
    case RowFailure.output(.interrupted), OutputFailure.interrupted, is CancellationError: self = .cancelled
    case RowFailure.output(let failure): self = .failed(failure)
    case RowFailure.row(let error): self = .failed(error)
    default: self = .failed(error)
    }
  }
}

/// How far a run has come.
struct RunReport: Sendable {
  /// `rows` are those that were printed.
  var summary = ScanSummary()
  /// Behind the last row that was printed; nil where the result has ended.
  var cursor: Cursor?
  var ending: RunEnding
  /// What the user should know though it is no failure.
  var remark: String?
  /// How long requests for pages took, of a scan all requests.
  var latency = LatencyHistogram()

  /// A run that ended before it could ask for a page.
  static func notStarted(at start: Cursor?, _ error: any Error) -> RunReport {
    RunReport(
      cursor: start ?? Cursor(state: nil),
      ending: error is CancellationError || Task.isCancelled ? .cancelled : .failed(error))
  }
}

extension RunReport {
  func exitCode(_ cause: StopCause?) -> ExitCode {
    switch (ending, cause) {
    case (.complete, _), (.limitReached, _), (.readerGone, _): .success
    case (_, .signal): .interrupted
    case (_, .deadline): .endedEarly
    case (.cancelled, nil): .interrupted
    case (.failed(let error), nil): ExitCode(for: error, pagesReceived: summary.pages)
    }
  }

  /// What to tell the user besides the summary; nil where there is nothing to say.
  func message(_ cause: StopCause?) -> String? {
    switch (ending, cause) {
    case (.complete, _), (.limitReached, _), (.readerGone, _): remark
    case (_, .signal): "interrupted"
    case (_, .deadline(let deadline)): "the deadline of \(deadline) has passed"
    case (.cancelled, nil): "cancelled"
    case (.failed(let error), nil): Self.words(of: error)
    }
  }

  /// An error's words without the name of its code, which are for programs.
  private static func words(of error: any Error) -> String {
    switch error {
    case let error as PagingError:
      error.pagesDelivered == 0
        ? words(of: error.underlying) : "page \(error.pagesDelivered + 1): \(words(of: error.underlying))"
    case let error as CQLError: error.message
    case OutputFailure.failed(let reason): reason
    default: "\(error)"
    }
  }
}
