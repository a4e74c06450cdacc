internal import CQLPaging

extension CQLError {
  /// What requests end with that are in flight when their session is closed, or come later.
  static let sessionClosed = CQLError(.sessionClosed, "the session has been closed: open another one")
}
