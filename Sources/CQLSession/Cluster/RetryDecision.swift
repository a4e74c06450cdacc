internal import CQLPaging

/// What becomes of a page that failed on one node: what the default policy of the Java driver 4 decides.
enum RetryDecision: Hashable, Sendable {
  /// The same node is asked again.
  case sameNode
  /// The next node of the query plan is asked; where none is left, the error is thrown.
  case nextNode
  /// It is asked as if for the first time, of whoever can be asked: nothing was sent, so this counts as no retry.
  case anew
  /// The error is the caller's.
  case rethrow

  /// - Parameters:
  ///   - error: how the page failed.
  ///   - mayRunTwice: ``Statement/mayRunTwice``.
  ///   - retries: how often this page was asked for again before.
  init(after error: CQLError, mayRunTwice: Bool, retries: Int) {
    switch error.code {
    case .connectionClosed: self = error.mayHaveRun ? (mayRunTwice ? .nextNode : .rethrow) : .anew
    case .server: self = error.server.map { Self(after: $0, mayRunTwice: mayRunTwice, retries: retries) } ?? .rethrow
    // A timeout is the end of the page's whole budget. All others say that the request was wrong, or the answer.
    default: self = .rethrow
    }
  }

  private init(after error: ServerError, mayRunTwice: Bool, retries: Int) {
    switch (error.code, error.details) {
    // The node refused without running anything.
    case (.isBootstrapping, _):
      self = .nextNode
    // Nothing was run, but another coordinator may see other replicas alive. A third one would hardly.
    case (.unavailable, _):
      self = retries == 0 ? .nextNode : .rethrow
    // Replicas enough are there, and only the one that was asked for the rows themselves was late: it is known now.
    case (.readTimeout, .readTimeout(_, let received, let blockFor, dataPresent: false)) where received >= blockFor:
      self = retries == 0 ? .sameNode : .rethrow
    // The batch was not run yet: writing it to the log, which comes first, took too long.
    case (.writeTimeout, .writeTimeout(_, _, _, writeType: "BATCH_LOG")):
      self = mayRunTwice && retries == 0 ? .sameNode : .rethrow
    case (.overloaded, _), (.serverError, _), (.truncateError, _):
      self = mayRunTwice ? .nextNode : .rethrow
    default:
      self = .rethrow
    }
  }
}
