public import CQLPaging

/// Something that goes wrong, or is unusual, on certain pages of every scan.
///
/// ```swift
/// let source = FakeCoordinator(
///   tables: [.numbered(rows: 100)],
///   faults: [
///     Fault(.error(ServerError(code: .overloaded, message: "busy")), on: 3),
///     Fault(.emptyPage, on: .pages(5...9)),
///     Fault(.delay(.milliseconds(20)), on: .all),
///   ])
/// ```
///
/// Pages are counted from 1 within each scan, empty ones included: the paging state knows its page's number. So a
/// request that is sent again meets the same faults again, however many scans run at once. Several faults can hit the
/// same page. Tables of the system keyspaces are spared.
public struct Fault: Sendable {
  /// What happens.
  public var kind: Kind
  /// On which pages of a scan.
  public var pages: Pages
  /// How many requests are hit in all, over all scans.
  public var times: Int

  /// - Parameters:
  ///   - kind: what happens.
  ///   - pages: on which pages of a scan.
  ///   - times: how many requests are hit in all. Where nothing is said, an error, a cut connection and a forgotten
  ///     statement happen once, so that asking again helps; all others happen every time.
  public init(_ kind: Kind, on pages: Pages, times: Int? = nil) {
    self.kind = kind
    self.pages = pages
    self.times = times ?? (kind.happensOnce ? 1 : .max)
  }
}

extension Fault {
  /// What happens to a page.
  public enum Kind: Sendable {
    /// The page is an error. `ServerError` goes over a socket as it is, any other error as a server error (0x0000).
    case error(any Error)
    /// The page takes longer: by the coordinator's clock in memory, in real time on a socket.
    case delay(Duration)
    /// No rows, and more to come: what ScyllaDB sends behind many tombstones.
    case emptyPage
    /// This many rows, whatever was asked for: a short or a long page.
    case rows(Int)
    /// This many rows at most: a server with a cap of its own.
    case rowsAtMost(Int)
    /// No rows, and the position that was asked for again: paging that does not move.
    case stuckState
    /// The page says that the result ends here, although there are rows left. No client can notice.
    case earlyEnd
    /// VOID where rows were expected.
    case void
    /// One more column behind the others, null in each row, as after `ALTER TABLE … ADD`.
    case addedColumn(String, CQLType)
    /// A column less, as after `ALTER TABLE … DROP`.
    case droppedColumn(String)
    /// The last cell of the page is missing: fewer cells than the page announces.
    case missingCell
    /// Bytes behind the rows until the page has this many: protocol v4 tells clients to ignore them.
    case paddedTo(bytes: Int)
    /// A warning comes along.
    case warning(String)
    /// The connection ends. In memory, `CQLError.Code.connectionClosed`; there ``Cut/afterwards`` does nothing.
    case connectionCut(Cut)
    /// The server has forgotten the prepared statement (0x2500). In memory it does nothing.
    case unprepared

    var happensOnce: Bool {
      switch self {
      case .error, .connectionCut, .unprepared: true
      default: false
      }
    }
  }

  /// When a connection ends.
  public enum Cut: Hashable, Sendable {
    /// Before any byte of the answer.
    case before
    /// In the middle of the answer.
    case inTheMiddle
    /// When the answer has been sent.
    case afterwards
  }

  /// Which pages of a scan.
  public struct Pages: Sendable, ExpressibleByIntegerLiteral {
    let contains: @Sendable (Int) -> Bool

    public init(integerLiteral page: Int) { contains = { $0 == page } }

    /// Every page.
    public static let all = Pages { _ in true }

    /// The page with this number, counted from 1.
    public static func page(_ number: Int) -> Pages { Pages { $0 == number } }

    /// Pages `5...9`, or from `5...` on.
    public static func pages(_ numbers: some RangeExpression<Int> & Sendable) -> Pages {
      Pages { numbers.contains($0) }
    }

    /// Every n-th page: 3 hits pages 3, 6, 9, …
    public static func every(_ count: Int) -> Pages { Pages { $0.isMultiple(of: count) } }

    private init(_ contains: @escaping @Sendable (Int) -> Bool) { self.contains = contains }
  }
}
