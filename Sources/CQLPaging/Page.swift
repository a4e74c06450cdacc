/// One page of a result.
public struct Page<Rows: RandomAccessCollection & Sendable>: Sendable where Rows.Element: Sendable {
  /// The page's rows; there can be none, also where more pages follow.
  public let rows: Rows
  /// Where the next page begins; nil means, and alone means, that the result has ended.
  public let nextState: PagingState?
  /// What came along with the rows.
  public var info: PageInfo

  /// A page, for sources of your own.
  ///
  /// - Parameters:
  ///   - rows: the page's rows; none does not mean that the result has ended.
  ///   - nextState: where the next page begins; nil only where nothing follows.
  ///   - info: what came along with the rows.
  public init(rows: Rows, nextState: PagingState?, info: PageInfo = PageInfo()) {
    self.rows = rows
    self.nextState = nextState
    self.info = info
  }

  /// Whether the server said that nothing follows.
  public var isLast: Bool { nextState == nil }
}

/// What a server says about a page, besides its rows.
public struct PageInfo: Sendable {
  /// The page's size in bytes, decompressed and without the frame's header.
  public var byteCount: Int
  /// The server's warnings, in its words; protocol v4, section 2.2.
  public var warnings: [String]
  /// The id under which the server keeps its trace (16 bytes), where tracing was asked for.
  public var tracingID: [UInt8]?
  /// The node that answered, as `host:port`; nil for sources without nodes.
  public var coordinator: String?
  /// The custom payload of the answer; nil values are null.
  public var customPayload: [String: [UInt8]?]
  /// The page size that the source chose where the request named none; a scan keeps it for its other pages, whatever
  /// becomes of the source's default.
  public var chosenPageSize: PageSize?
  /// How often the page was asked for in vain before it came: a session counts the other nodes and the
  /// same one again, ``RetryingSource`` what came of it after that.
  public var retries = 0
  /// Whether the statement has changed the schema.
  package var changesSchema = false
  /// How long the page took, retries included; nil where no ``MeteredSource`` measures it.
  public var duration: Duration?

  public init(
    byteCount: Int = 0, warnings: [String] = [], tracingID: [UInt8]? = nil, coordinator: String? = nil,
    customPayload: [String: [UInt8]?] = [:]
  ) {
    self.byteCount = byteCount
    self.warnings = warnings
    self.tracingID = tracingID
    self.coordinator = coordinator
    self.customPayload = customPayload
  }
}

extension PageInfo: CustomStringConvertible, CustomReflectable {
  /// The figures, without the words, ids and payloads of the server.
  public var description: String {
    let node = coordinator.map { " from \($0)" } ?? ""
    return "\(byteCount) bytes\(node), \(warnings.count) warnings, \(retries) retries"
  }

  public var customMirror: Mirror { Mirror(self, children: ["description": description], displayStyle: .struct) }
}
