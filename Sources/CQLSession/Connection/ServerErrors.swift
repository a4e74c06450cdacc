package import CQLPaging

extension CQLError {
  /// The error for an ERROR message that answered a request.
  ///
  /// Decides by code, because texts differ between releases. The one exception is the refusal of a paging state, which
  /// has no code of its own and the same texts in all releases.
  package init(server error: ServerError, doing what: String, withState: Bool = false) {
    switch error.code {
    case .badCredentials:
      // The server's own words hold the user name.
      self.init(
        .authenticationFailed, "\(what): the server refused the user name or the password",
        server: ServerError(code: error.code, message: "bad credentials"))
    case .protocolError where withState && error.message.contains("Invalid value for the paging state"),
      .invalid where withState && error.isRefusalByDescribe:
      self.init(
        .cursorNoLongerValid,
        "\(what): the server refused the paging state; it is damaged, of another statement, or older than the schema: "
          + "begin at the first page",
        server: error)
    default:
      self.init(.server, "\(what): \(error)", server: error)
    }
  }
}

extension ServerError {
  /// DESCRIBE has paging states of its own, which end with the schema that they were made for.
  fileprivate var isRefusalByDescribe: Bool {
    message.contains("Incompatible paging state") || message.contains("schema has changed since the previous page")
  }
}
