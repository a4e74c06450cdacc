/// All that is needed to ask for one page, and to ask for it again.
///
/// A request carries its own position, so nothing remembers on the way where a scan has got to: sending the same request
/// twice gives the same page.
public struct PageRequest: Sendable {
  /// How much of the result to ask for.
  public enum Paging: Hashable, Sendable {
    /// A page of about this many rows; nil leaves the size to the source, whose default applies.
    case paged(PageSize?)
    /// The whole result in one answer, whatever its size. A server ignores a position then, and starts at row 0.
    case unpaged
  }

  public var statement: Statement
  public var paging: Paging
  /// Where the page begins; nil is the beginning of the result.
  public var state: PagingState?

  /// - Parameter pageSize: about how many rows; nil takes the statement's own size, then its profile's, then the
  ///   source's default.
  public init(_ statement: Statement, pageSize: PageSize? = nil, state: PagingState? = nil) {
    self.statement = statement
    self.paging = .paged(pageSize ?? statement.pageSize ?? statement.profile?.pageSize)
    self.state = state
  }

  /// A request for the whole result in one answer: only for results that are known to be small.
  public static func unpaged(_ statement: Statement) -> PageRequest {
    var request = PageRequest(statement)
    request.paging = .unpaged
    return request
  }

  /// The page size on the wire; nil asks for an unpaged result.
  ///
  /// - Throws: `.invalidPageSize` for a size outside its bounds, and where an unpaged request has a position, which a
  ///   server would ignore without a word.
  package func checkedPageSize(default size: PageSize) throws(CQLError) -> Int32? {
    switch paging {
    case .paged(let own): return try (own ?? size).checked()
    case .unpaged:
      guard state == nil else {
        throw CQLError(
          .invalidPageSize, "an unpaged request cannot go on from a paging state: servers start again at row 0")
      }
      return nil
    }
  }
}
