/// A place between two rows: a page's beginning and how many rows have been read since.
///
/// Taken from ``PagedRows/AsyncIterator/cursor`` after any row, it goes on exactly behind that row, in this process or
/// in another. Like the paging state inside it, it belongs to one statement with its values, and is shown nowhere.
public struct Cursor: Hashable, Sendable {
  /// Where the page begins; nil is the beginning of the result.
  public let state: PagingState?
  /// Rows of that page, and of those behind it, that have been read.
  public let rowsConsumed: Int

  /// A place in a result.
  ///
  /// - Parameters:
  ///   - state: where a page begins; nil is the beginning of the result.
  ///   - rowsConsumed: how many rows from there on have been read; below 0 is taken for 0.
  public init(state: PagingState?, rowsConsumed: Int = 0) {
    self.state = state
    self.rowsConsumed = max(rowsConsumed, 0)
  }

  // A version (1), flags (1 where there is a state), rows, the state's bytes.
  private static let version: UInt8 = 1

  var bytes: [UInt8] {
    var bytes: [UInt8] = [Self.version, state == nil ? 0 : 1]
    bytes.append(variable: rowsConsumed)
    return bytes + (state?.bytes ?? [])
  }

  init(bytes: ArraySlice<UInt8>) throws(CQLError) {
    var reader = PositionReader(bytes)
    let (version, flags) = (try reader.byte(), try reader.byte())
    guard version == Self.version, flags <= 1 else {
      throw CQLError(.invalidCursor, "\(bytes.count) bytes that are no cursor of this library")
    }
    rowsConsumed = try reader.variable()
    if flags == 0 { try reader.checkEnd() }
    state = flags == 1 ? PagingState(bytes: reader.rest) : nil
  }

  /// The cursor as base64url text. It is neither signed nor encrypted, and belongs to nobody: for your own files and
  /// terminals. ``CursorSeal`` makes one for the internet, ``BoundCursor`` one that knows its statement.
  public var text: String { Base64URL.encode(bytes) }

  /// Reads ``text``.
  ///
  /// - Throws: `.invalidCursor` for anything that ``text`` does not make.
  public init(text: some StringProtocol) throws(CQLError) { try self.init(bytes: try Base64URL.decode(text)[...]) }
}

extension Cursor: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// What it is, not where it stands.
  public var description: String { "cursor" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
