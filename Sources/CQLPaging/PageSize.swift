/// How many rows to ask for in a page; other drivers call it the fetch size.
///
/// A hint: servers send pages that are shorter, longer or empty, and only their word ends a result (protocol v4,
/// section 8). Every size from 1 to 2,147,483,646 can be asked for. Another number can be written down, and is
/// refused with `.invalidPageSize` before anything is sent: 0 is an error on servers, and below it and at 2,147,483,647
/// they would send the whole result as one page.
public struct PageSize: Hashable, Sendable, ExpressibleByIntegerLiteral {
  /// The number of rows.
  public let rows: Int

  /// A size of so many rows. It is checked when it is used: see ``bounds``.
  public init(_ rows: Int) { self.rows = rows }
  public init(integerLiteral rows: Int) { self.rows = rows }

  /// 5000 rows, as in the Java drivers: what a session uses where nothing else is said.
  public static let `default`: PageSize = 5000

  /// 100 rows, for what a person waits for; 25 to 100 are usual.
  public static let interactive: PageSize = 100
  /// 500 rows, for dashboards and reports on a screen; 200 to 500 are usual.
  public static let dashboard: PageSize = 500
  /// 5000 rows, for exports and other scans of much; 1000 to 5000 are usual, fewer where rows are wide: a page should
  /// stay around 1 MB.
  public static let bulk: PageSize = 5000

  /// What a server takes as a page size.
  public static let bounds = 1...2_147_483_646

  /// The size as the protocol's `[int]`.
  ///
  /// - Throws: `.invalidPageSize`.
  package func checked() throws(CQLError) -> Int32 {
    guard Self.bounds.contains(rows), let size = Int32(exactly: rows) else {
      throw CQLError(
        .invalidPageSize,
        "\(rows) is no page size: use 1 to 2147483646 rows, or ask for an unpaged result by its name")
    }
    return size
  }
}

extension PageSize: CustomStringConvertible {
  public var description: String { "\(rows) rows" }
}
