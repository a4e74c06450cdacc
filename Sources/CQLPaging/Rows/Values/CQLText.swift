/// A text where it is, in the page that it came with: checked to be UTF-8, and not copied until a `String` is asked for.
///
/// ```swift
/// for try await (id, name) in rows.decode(as: (UUID, CQLText).self) where name == "Ada" {
///   print(id, String(name))
/// }
/// ```
///
/// Read texts as `String` unless a measurement says otherwise. This type is for those of which many are looked at and few
/// are kept: to compare, to count, to write on. ``utf8`` has its bytes without a copy.
///
/// The value keeps the bytes of its whole page in memory, and stays what it is when the iteration goes on. To keep a few
/// of many for long, make them Strings.
///
/// Texts are equal, and ordered, by their UTF-8, as servers compare them. A `String` is compared in the same way: `é` as
/// one character and as an `e` with an accent behind it are two texts, where two Strings are equal.
public struct CQLText: Sendable, Hashable {
  /// The text's bytes in UTF-8, not copied.
  public let utf8: CQLBytes

  /// Bytes that are UTF-8.
  @inlinable
  init(checkedUTF8 utf8: CQLBytes) { self.utf8 = utf8 }

  /// A copy of a `String`, for example to look it up in a set of texts.
  public init(_ text: some StringProtocol) { utf8 = CQLBytes(text.utf8) }

  /// Whether the text has no characters.
  @inlinable public var isEmpty: Bool { utf8.isEmpty }

  /// The text's bytes in UTF-8, for the time of the call.
  @inlinable
  public func withUTF8Buffer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try utf8.withUnsafeBytes { bytes throws(Failure) in try body(bytes.assumingMemoryBound(to: UInt8.self)) }
  }
}

extension String {
  /// The text as a `String` of its own, which keeps no page in memory.
  @inlinable
  public init(_ text: CQLText) {
    self = text.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
  }
}

extension CQLText: Comparable, CustomStringConvertible {
  @inlinable
  public static func < (left: CQLText, right: CQLText) -> Bool { left.utf8 < right.utf8 }

  /// Whether both are the same UTF-8.
  @inlinable
  public static func == (left: CQLText, right: some StringProtocol) -> Bool {
    left.utf8.withUnsafeBytes { text in
      right.utf8.withContiguousStorageIfAvailable { text.hasSameBytes(as: UnsafeRawBufferPointer($0)) }
        ?? right.utf8.elementsEqual(text)
    }
  }

  /// Whether both are the same UTF-8.
  @inlinable
  public static func == (left: some StringProtocol, right: CQLText) -> Bool { right == left }

  /// Whether they are not the same UTF-8.
  @inlinable
  public static func != (left: CQLText, right: some StringProtocol) -> Bool { !(left == right) }

  /// Whether they are not the same UTF-8.
  @inlinable
  public static func != (left: some StringProtocol, right: CQLText) -> Bool { !(right == left) }

  /// The text.
  public var description: String { String(self) }
}

extension CQLText: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .text }

  /// Reads text and ascii.
  ///
  /// - Throws: `.malformedValue` where the bytes are no UTF-8, or no ASCII in an ascii column: nothing is repaired.
  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    let bytes = try cell.textBytes(for: CQLText.self)
    self.init(checkedUTF8: CQLBytes(bytes, in: cell.page.takeUnretainedValue()))
  }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> CQLText {
    let bytes = try cursor.step().textBytes(for: CQLText.self)
    return CQLText(checkedUTF8: CQLBytes(bytes, in: cursor.buffer))
  }

  /// Writes text, or ascii.
  ///
  /// - Throws: `.valueDoesNotFit` for an ascii column and a text that has other characters.
  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    try encodeText(utf8, as: type, into: &writer)
  }
}
