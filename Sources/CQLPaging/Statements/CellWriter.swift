/// Collects the bytes of bound values: `[value]` and `[bytes]` of protocol v4, section 3.
public struct CellWriter: Sendable {
  private enum Content { case bytes, null, unset }

  package private(set) var bytes: [UInt8] = []
  private var content = Content.bytes

  public init() {}

  /// Appends bytes to the value that is being written.
  public mutating func write(_ bytes: some Sequence<UInt8>) {
    self.bytes.append(contentsOf: bytes)
  }

  /// Appends an integer, most significant byte first.
  public mutating func write(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// Makes the value that is being written null.
  public mutating func writeNull() { content = .null }

  /// Makes the value that is being written "not set", which leaves a column as it is. Only at top level: the server has
  /// no such thing inside collections.
  public mutating func writeUnset() { content = .unset }

  /// Appends a whole value with its length in front: a part of a collection, tuple or user-defined type.
  ///
  /// - Throws: what the value's encoder throws.
  public mutating func writeCell(_ value: some CQLEncodable, as type: CQLType) throws(CQLError) {
    let start = bytes.count
    bytes.append(contentsOf: [0, 0, 0, 0])
    content = .bytes
    try value.encode(as: type, into: &self)
    let length: Int32
    switch content {
    case .bytes:
      guard let fitting = Int32(exactly: bytes.count - start - 4) else {
        throw CQLError(.valueDoesNotFit, "a value of more than 2,147,483,647 bytes")
      }
      length = fitting
    case .null, .unset:
      bytes.removeSubrange((start + 4)...)
      length = content == .null ? -1 : -2
    }
    content = .bytes
    withUnsafeBytes(of: length.bigEndian) { bytes.replaceSubrange(start..<start + 4, with: $0) }
  }
}
