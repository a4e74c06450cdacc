extension String: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .text }

  /// Reads text and ascii.
  ///
  /// - Throws: `.malformedValue` where the bytes are no UTF-8, or no ASCII in an ascii column: nothing is repaired.
  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    self.init(checkedUTF8: try cell.textBytes(for: String.self))
  }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> String {
    String(checkedUTF8: try cursor.nextText(for: String.self))
  }

  /// Writes text, or ascii.
  ///
  /// - Throws: `.valueDoesNotFit` for an ascii column and a text that has other characters.
  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    try encodeText(utf8, as: type, into: &writer)
  }
}

extension String {
  /// The text of bytes that are UTF-8. `String(decoding:)` would replace what is none, but is several times as fast as the
  /// initializers that refuse it.
  @usableFromInline @_effects(releasenone)
  init(checkedUTF8 bytes: UnsafeRawBufferPointer) {
    self.init(decoding: bytes.assumingMemoryBound(to: UInt8.self), as: UTF8.self)
  }
}

extension CQLEncodable {
  func encodeText(
    _ utf8: some Collection<UInt8>, as type: CQLType, into writer: inout CellWriter
  ) throws(CQLError) {
    switch type {
    case .text: break
    case .ascii:
      guard utf8.allSatisfy({ $0 < 0x80 }) else { throw doesNotFit(type, "it has characters outside ASCII") }
    default: throw mismatch(type)
    }
    writer.write(utf8)
  }
}

extension CQLCell {
  /// The bytes of a text or ascii, found to be that.
  @usableFromInline
  func textBytes(for value: Any.Type) throws(CQLError) -> UnsafeRawBufferPointer {
    switch type {
    case .text:
      guard !isNull, bytes.isUTF8 else { throw malformed(value, expected: "UTF-8") }
    case .ascii:
      guard !isNull, bytes.isASCII else { throw malformed(value, expected: "ASCII") }
    default: throw mismatch(value)
    }
    return bytes
  }
}

extension CellCursor {
  /// The bytes of the next cell, a text or ascii, found to be that. Not inlined: it is as long as it is fast.
  @usableFromInline @_effects(releasenone)
  mutating func nextText(for value: Any.Type) throws(CQLError) -> UnsafeRawBufferPointer {
    if let bytes = nextBytes(if: .text) {
      guard bytes.isUTF8 else {
        throw inColumn(column - 1, CQLError(.malformedValue, "a text: expected UTF-8"))
      }
      return bytes
    }
    let cell = try nextCell()
    do throws(CQLError) { return try cell.textBytes(for: value) } catch { throw inColumn(column - 1, error) }
  }
}
