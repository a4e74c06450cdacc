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

  /// The query and its values.
  public var statement: Statement
  /// How much of the result to ask for.
  public var paging: Paging
  /// Where the page begins; nil is the beginning of the result.
  public var state: PagingState?
  /// Which node to ask first, as `host:port`: the one that gave `state`, which has the rest of the result in its caches.
  /// A session asks another where that one is not there; nil leaves the choice to it.
  public var coordinator: String?
  /// The longest that the page may take, whatever its statement allows: what is left of a scan's time; nil for no limit.
  public var timeLimit: Duration?
  /// What was asked for when the server gave `state`, where that is known: as long as it is asked for again, the server
  /// will not ignore the position that it has just given.
  package private(set) var pagingOfState: Paging?

  /// - Parameters:
  ///   - statement: the query and its values.
  ///   - pageSize: about how many rows; nil takes the statement's own size, then its profile's, then the
  ///     source's default.
  ///   - state: where the page begins; nil is the beginning of the result.
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
  /// - Throws: `.invalidPageSize` for a size outside its bounds; `.resumeIgnored`, see ``checkResume(defaultPageSize:)``.
  package func checkedPageSize(default size: PageSize) throws(CQLError) -> Int32? {
    let pageSize: Int32? =
      switch paging {
      case .paged(let own): try (own ?? size).checked()
      case .unpaged: nil
      }
    try checkResume(defaultPageSize: size)
    return pageSize
  }

  /// How long the page may take.
  ///
  /// - Parameter duration: the source's own timeout, for statements that say nothing.
  package func timeout(default duration: Duration) -> Duration {
    let timeout = statement.effectiveTimeout ?? duration
    return timeLimit.map { min($0, timeout) } ?? timeout
  }

  /// The request for the page behind the one that this request was answered with.
  package func next(at state: PagingState, coordinator: String? = nil) -> PageRequest {
    var request = self
    request.state = state
    request.pagingOfState = paging
    request.coordinator = coordinator
    return request
  }

  /// The request in another page size, of which it is known that it is below the statement's LIMIT.
  package func resized(_ size: PageSize) -> PageRequest {
    var request = self
    request.paging = .paged(size)
    if request.pagingOfState != nil { request.pagingOfState = request.paging }
    return request
  }
}
