import CQLPaging

/// What the process says to its caller: the numbers of BSD's sysexits.h where one fits.
enum ExitCode: Int32 {
  /// All rows asked for were printed.
  case success = 0
  /// An unknown option or a bad value.
  case usage = 64
  /// A cursor that is malformed, forged or expired, or that belongs to another statement; a checkpoint likewise.
  case cursor = 65
  /// The statement is wrong: the server's words say how.
  case statement = 66
  /// No server answers.
  case noServer = 69
  /// Ended early: what was printed is right, and the summary's cursor goes on from there.
  case endedEarly = 75
  /// Login refused or not authorised, or a certificate that is not trusted.
  case denied = 77
  /// SIGINT or SIGTERM; the summary's cursor goes on from there.
  case interrupted = 130
}

extension ExitCode {
  /// The code for what ended a run.
  ///
  /// - Parameter pagesReceived: pages that had come before. A server that cannot be reached at all is another matter
  ///   than one that is lost on the way.
  init(for error: any Error, pagesReceived: Int) {
    switch error {
    case let error as PagingError: self.init(for: error.underlying, pagesReceived: pagesReceived)
    case let error as CQLError: self = Self.code(for: error, pagesReceived: pagesReceived)
    case let error as ServerError: self = Self.code(for: error.code)
    case let error as UsageError: self = error.exitCode
    case let error as ScanError:
      self = error.failures.first.map { ExitCode(for: $0.underlying, pagesReceived: pagesReceived) } ?? .endedEarly
    case is CancellationError: self = .interrupted
    default: self = .endedEarly
    }
  }

  private static func code(for error: CQLError, pagesReceived: Int) -> ExitCode {
    switch error.code {
    case let code where code.concernsCursor: .cursor
    case .server: error.server.map { code(for: $0.code) } ?? .endedEarly
    case .invalidCheckpoint, .checkpointForeign: .cursor
    case .invalidStatement, .unknownTable, .unknownColumn: .statement
    case .authenticationFailed, .certificateNotTrusted: .denied
    case .noHostAvailable: pagesReceived == 0 ? .noServer : .endedEarly
    // Of a position that a server would ignore, the page size or the statement is to blame, not the cursor.
    case .invalidPageSize, .invalidPageNumber, .limitExceeded, .wrongValues, .valueDoesNotFit, .typeMismatch,
      .invalidConfiguration, .unsupported,
      .resumeIgnored:
      .usage
    default: .endedEarly
    }
  }

  private static func code(for server: ServerError.Code) -> ExitCode {
    switch server {
    case .syntaxError, .invalid, .configurationError, .alreadyExists, .functionFailure: .statement
    case .badCredentials, .unauthorized: .denied
    default: .endedEarly
    }
  }
}
