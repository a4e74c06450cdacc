/// A place between two rows: a page's beginning and how many rows have been read since.
///
/// Taken from ``PagedRows/AsyncIterator/cursor`` after any row, it goes on exactly behind that row, in this process or
/// in another. Like the paging state inside it, it belongs to one statement with its values, and is shown nowhere.
public struct Cursor: Hashable, Sendable {
  /// Where the page begins; nil is the beginning of the result.
  public let state: PagingState?
  /// Rows of that page, and of those behind it, that have been read.
  public let rowsConsumed: Int

  public init(state: PagingState?, rowsConsumed: Int = 0) {
    self.state = state
    self.rowsConsumed = max(rowsConsumed, 0)
  }

  // The text: a version (1), flags (1 where there is a state), rows as an unsigned LEB128, the state's bytes.
  private static let version: UInt8 = 1

  /// The cursor as base64url text. It is neither signed nor encrypted: for your own files and terminals.
  public var text: String {
    var bytes: [UInt8] = [Self.version, state == nil ? 0 : 1]
    var rows = UInt64(rowsConsumed)
    while rows >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rows) | 0x80)
      rows >>= 7
    }
    bytes.append(UInt8(rows))
    return Base64URL.encode(bytes + (state?.bytes ?? []))
  }

  /// Reads ``text``.
  ///
  /// - Throws: `.invalidCursor` for anything that ``text`` does not make.
  public init(text: some StringProtocol) throws(CQLError) {
    let bytes = try Base64URL.decode(text)
    guard bytes.count >= 3, bytes[0] == Self.version, bytes[1] <= 1 else {
      throw CQLError(.invalidCursor, "a text of \(text.utf8.count) characters is no cursor of this library")
    }
    var rows: UInt64 = 0
    var shift: UInt64 = 0
    var offset = 2
    while true {
      guard offset < bytes.count, shift < 63 else {
        throw CQLError(.invalidCursor, "the cursor is cut short: its row count does not end")
      }
      let byte = bytes[offset]
      offset += 1
      rows |= UInt64(byte & 0x7F) << shift
      shift += 7
      if byte < 0x80 {
        // A last group of zero would be a second way to write the same number.
        guard byte != 0 || shift == 7 else { throw CQLError(.invalidCursor, "the cursor's row count is not minimal") }
        break
      }
    }
    guard bytes[1] == 1 || offset == bytes.count else {
      throw CQLError(.invalidCursor, "the cursor has \(bytes.count - offset) bytes too many")
    }
    state = bytes[1] == 1 ? PagingState(bytes: bytes[offset...]) : nil
    rowsConsumed = Int(rows)
  }
}

extension Cursor: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// What it is, not where it stands.
  public var description: String { "cursor" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
