/// Pages by number, for screens that must have them: "page 7".
///
/// ```swift
/// let pager = OffsetPager(rowsPerPage: 20, guard: .maximumPage(50))
/// let page = try await pager.page(7, of: session.rows(of: statement))
/// ```
///
/// Servers have no offsets. Page 7 is found by reading pages 1 to 6 and leaving them out, and a look at what follows
/// tells whether it is the last; so the cost grows with the number, which is why a bound has to be given. Where "next" and
/// "previous" are enough, use a ``Cursor``: it costs the same on every page.
///
/// A page behind the end is the last page, with its real number. An empty result has page 1, without elements.
public struct OffsetPager: Hashable, Sendable {
  /// How far a reader may go, because every page before theirs is read for it.
  public enum Guard: Hashable, Sendable {
    /// Pages up to this number.
    case maximumPage(Int)
    /// Pages that end within this many rows from the beginning.
    case rowBudget(Int)
  }

  /// How many rows a page has, the last one excepted.
  public let rowsPerPage: Int
  /// How far a reader may go.
  public let limit: Guard

  /// - Parameters:
  ///   - rowsPerPage: how many rows a page has, within ``PageSize/bounds``. It need not be the size of the pages that
  ///     travel: any number can be cut from pages of any size.
  ///   - limit: how far a reader may go.
  public init(rowsPerPage: Int, guard limit: Guard) {
    self.rowsPerPage = rowsPerPage
    self.limit = limit
  }

  /// The page with this number. Reads no more than that page and one element; holds one page at a time.
  ///
  /// - Parameters:
  ///   - number: the page's number, from 1 on.
  ///   - elements: the elements from the first one on, such as ``PagedRows``.
  /// - Throws: ``CQLError`` `.invalidPageNumber`, `.invalidPageSize` or `.limitExceeded` before anything is read; what
  ///   the sequence throws.
  public func page<Elements: AsyncSequence>(
    _ number: Int, of elements: Elements
  ) async throws -> OffsetPage<Elements.Element> {
    var window = OffsetWindow<Elements.Element>(try span(of: number))
    for try await element in elements {
      guard window.add(element) else { break }
    }
    return window.page
  }

  /// The page with this number of what is at hand already.
  ///
  /// - Throws: `.invalidPageNumber`, `.invalidPageSize`, `.limitExceeded`.
  public func page<Elements: Sequence>(
    _ number: Int, of elements: Elements
  ) throws(CQLError) -> OffsetPage<Elements.Element> {
    var window = OffsetWindow<Elements.Element>(try span(of: number))
    for element in elements {
      guard window.add(element) else { break }
    }
    return window.page
  }
}

extension OffsetPager {
  /// Which rows, counted from 0, are those of a page.
  ///
  /// - Throws: `.invalidPageNumber`, `.invalidPageSize`, `.limitExceeded`.
  func span(of number: Int) throws(CQLError) -> OffsetSpan {
    _ = try PageSize(rowsPerPage).checked()
    guard number >= 1 else {
      throw CQLError(.invalidPageNumber, "\(number) is no page number: pages are counted from 1")
    }
    let (end, isTooFar) = number.multipliedReportingOverflow(by: rowsPerPage)
    switch limit {
    case .maximumPage(let maximum):
      guard number <= maximum, !isTooFar else {
        throw CQLError(
          .limitExceeded,
          "page \(number) is beyond the guard of \(maximum) pages: every page before it would be read. Page by cursor, "
            + "or give the OffsetPager a higher maximumPage")
      }
    case .rowBudget(let budget):
      guard !isTooFar, end <= budget else {
        throw CQLError(
          .limitExceeded,
          "page \(number) of \(rowsPerPage) rows is beyond the guard of \(budget) rows: all of them would be read. Page "
            + "by cursor, or give the OffsetPager a higher rowBudget")
      }
    }
    return OffsetSpan(number: number, rowsPerPage: rowsPerPage)
  }
}
