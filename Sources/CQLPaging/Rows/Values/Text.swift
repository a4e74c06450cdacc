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
    String(checkedUTF8: try cursor.step().textBytes(for: String.self))
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
  /// initializers that refuse it. What needs no memory of its own is faster still when it is written in place.
  @usableFromInline @_effects(releasenone)
  init(checkedUTF8 bytes: UnsafeRawBufferPointer) {
    if bytes.count <= 15 {
      self.init(unsafeUninitializedCapacity: bytes.count) { text in
        UnsafeMutableRawBufferPointer(text).copyMemory(from: bytes)
        return bytes.count
      }
    } else {
      self.init(decoding: bytes.assumingMemoryBound(to: UInt8.self), as: UTF8.self)
    }
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

extension CellPlace {
  /// The bytes of the cell, a text or ascii, found to be that.
  @usableFromInline @_effects(releasenone)
  func textBytes(for value: Any.Type) throws(CQLError) -> UnsafeRawBufferPointer {
    let kind = CQLType.Kind.text.byte
    if page._withUnsafeGuaranteedRef({ column < $0.columnCount && $0.kinds[column] == kind }) {
      let length = Int(Int32(bigEndian: position.loadUnaligned(as: Int32.self)))
      let bytes = UnsafeRawBufferPointer(start: position + 4, count: max(length, 0))
      if length >= 0 && bytes.isUTF8 { return bytes }
    }
    return try slowTextBytes(for: value)
  }

  @inline(never)
  private func slowTextBytes(for value: Any.Type) throws(CQLError) -> UnsafeRawBufferPointer {
    let cell = try cell()
    do throws(CQLError) { return try cell.textBytes(for: value) } catch { throw inColumn(error) }
  }
}
