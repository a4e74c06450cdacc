extension PageRequest {
  /// Refuses a position that a server would ignore: it would start again at row 0, and say nothing.
  ///
  /// That is so where paging is off, where the statement's LIMIT is not above the page size (however little of the LIMIT
  /// is left), in vector searches, and in statements that write. ``Pages`` and ``PagedRows`` call this, and so does every
  /// source of this library for each request with a position; a source of your own does well to call it with its own page
  /// size. A request without a position costs nothing, nor does the next page of a scan, asked for as the last one was.
  ///
  /// - Parameter defaultPageSize: the page size where the request has none of its own; nil where it is not known, and
  ///   then LIMIT is not looked at.
  /// - Throws: `.resumeIgnored`, which says what to ask for instead.
  public func checkResume(defaultPageSize: PageSize? = nil) throws(CQLError) {
    guard state != nil else { return }
    guard case .paged(let ownPageSize) = paging else {
      throw CQLError(
        .resumeIgnored, "an unpaged request cannot go on from a position: a server would start again at row 0")
    }
    guard pagingOfState != paging else { return }
    switch statement.resumeRule {
    case .always: return
    case .below(let limit):
      guard let pageSize = ownPageSize ?? defaultPageSize, pageSize.rows >= limit else { return }
      throw CQLError(
        .resumeIgnored,
        "the page size of \(pageSize.rows) is not below the statement's LIMIT: a server would ignore the position and "
          + "start again at row 0; resume with a smaller page size")
    case .never(let what):
      throw CQLError(.resumeIgnored, "\(what) cannot go on from a position: a server would start again at row 0")
    }
  }
}
