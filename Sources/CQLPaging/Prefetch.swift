/// How far to fetch ahead of the rows that are being read.
///
/// Ahead means: while rows are being read, the next page is on its way or waits. A page is asked for as soon as it is known
/// where it begins, often while the one before it is still arriving. The pages that wait are bounded, and nothing is asked
/// for ahead of the second page, so that reading the first rows costs one request. Leaving the loop ends it.
public struct Prefetch: Hashable, Sendable {
  /// Pages to hold ready, the one that is on its way included; 0 fetches nothing ahead.
  public let pages: Int
  /// No page is asked for while those that wait have this many bytes or more.
  public let bytes: Int
  /// Pages are asked for again when no more than this many wait.
  public let lowWaterMark: Int

  /// Nothing is fetched ahead: a page is asked for when its first row is wanted.
  public static let none = Prefetch(pages: 0, bytes: 0, lowWaterMark: 0)

  /// Fetches ahead.
  ///
  /// - Parameters:
  ///   - pages: pages to hold ready, at least 1; one is enough to hide the time that a server takes.
  ///   - bytes: stop asking while this many bytes wait. With the page at hand and the one on its way, memory holds this
  ///     and two pages more at the most.
  ///   - lowWaterMark: ask again when no more than this many pages wait; nil tops up after every page.
  public static func ahead(pages: Int = 1, bytes: Int = .max, lowWaterMark: Int? = nil) -> Prefetch {
    let pages = max(pages, 1)
    return Prefetch(pages: pages, bytes: max(bytes, 1), lowWaterMark: min(max(lowWaterMark ?? pages - 1, 0), pages - 1))
  }
}
