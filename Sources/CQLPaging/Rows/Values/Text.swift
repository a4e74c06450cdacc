extension String: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .text }

  /// Reads text and ascii.
  ///
  /// - Throws: `.malformedValue` where the bytes are no UTF-8, or no ASCII in an ascii column: nothing is repaired.
  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    let isASCII: Bool
    switch cell.type {
    case .text: isASCII = false
    case .ascii: isASCII = true
    default: throw cell.mismatch(String.self)
    }
    guard !cell.isNull, let text = String(strictUTF8: cell.bytes), !isASCII || cell.bytes.allSatisfy({ $0 < 0x80 })
    else { throw cell.malformed(String.self, expected: isASCII ? "ASCII" : "UTF-8") }
    self = text
  }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> String {
    guard let bytes = cursor.nextBytes(if: .text) else { return try cursor.decodeCell(String.self) }
    guard let text = String(strictUTF8: bytes) else { throw cursor.notUTF8() }
    return text
  }

  /// Writes text, or ascii.
  ///
  /// - Throws: `.valueDoesNotFit` for an ascii column and a text that has other characters.
  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    switch type {
    case .text: break
    case .ascii:
      guard utf8.allSatisfy({ $0 < 0x80 }) else { throw doesNotFit(type, "it has characters outside ASCII") }
    default: throw mismatch(type)
    }
    writer.write(utf8)
  }
}

extension String {
  /// The text whose UTF-8 these bytes are, or nil.
  ///
  /// `String(decoding:)` replaces what is no UTF-8, and is several times as fast as the initializers that refuse it. A
  /// replacement is 3 bytes long and stands for 1 to 3 bytes, so the text is longer than the bytes, unless everything
  /// replaced was 3 bytes long: the beginning of a character of 4, which starts with 0xF0 or above. Only texts that have
  /// such a byte must be compared with what came.
  @inlinable
  init?(strictUTF8 bytes: UnsafeRawBufferPointer) {
    self.init(decoding: bytes, as: UTF8.self)
    guard utf8.count == bytes.count, !bytes.hasFourByteLead || utf8.elementsEqual(bytes) else { return nil }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether a byte is 0xF0 or above; eight at a time.
  @inlinable
  var hasFourByteLead: Bool {
    guard let start = baseAddress else { return false }
    var offset = 0
    while count - offset >= 8 {
      let word = (start + offset).loadUnaligned(as: UInt64.self)
      if word & (word << 1) & (word << 2) & (word << 3) & 0x8080_8080_8080_8080 != 0 { return true }
      offset += 8
    }
    while offset < count {
      if self[offset] >= 0xF0 { return true }
      offset += 1
    }
    return false
  }
}

extension CellCursor {
  @usableFromInline @inline(never)
  func notUTF8() -> CQLError {
    inColumn(column - 1, CQLError(.malformedValue, "a text: expected UTF-8"))
  }
}
