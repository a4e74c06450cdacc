extension CQLError.Code {
  /// Whether the cursor that was brought along is to blame: malformed, forged, expired, too long, of another statement,
  /// or refused by the server. A web service answers 400 or 410 then, not 500; the remedy is to begin at the first page.
  /// What the server refuses comes in the middle of a scan, and so as a ``PagingError``, whose code is the same.
  ///
  /// ```swift
  /// } catch let error as CQLError where error.code.concernsCursor {
  ///   return Response(status: .badRequest)
  /// }
  /// ```
  public var concernsCursor: Bool {
    switch self {
    case .invalidCursor, .cursorForged, .cursorExpired, .cursorForeign, .cursorTooLong, .cursorNoLongerValid: true
    default: false
    }
  }
}
