/// Collects the bytes of bound values: `[value]` and `[bytes]` of protocol v4, section 3.
public struct CellWriter: Sendable {
  private enum Content { case bytes, null, unset }

  package private(set) var bytes: [UInt8] = []
  private var content = Content.bytes
  /// How many values the one that is being written stands in.
  private var depth = 0

  /// A writer that has written nothing.
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
  /// - Throws: what the value's encoder throws; `.valueDoesNotFit` for a part that is "not set".
  public mutating func writeCell(_ value: some CQLEncodable, as type: CQLType) throws(CQLError) {
    let start = bytes.count
    write(Int32(0))
    let length: Int32
    switch try encode(value, as: type) {
    case .bytes:
      guard let fitting = Int32(exactly: bytes.count - start - 4) else {
        throw CQLError(.valueDoesNotFit, "a value of more than 2,147,483,647 bytes")
      }
      length = fitting
    case .null: length = -1
    case .unset: length = -2
    }
    if length < 0 { bytes.removeSubrange((start + 4)...) }
    withUnsafeBytes(of: length.bigEndian) { bytes.replaceSubrange(start..<start + 4, with: $0) }
  }

  private mutating func encode(_ value: some CQLEncodable, as type: CQLType) throws(CQLError) -> Content {
    content = .bytes
    depth += 1
    defer {
      depth -= 1
      content = .bytes
    }
    try value.encode(as: type, into: &self)
    guard content != .unset || depth == 1 else {
      throw CQLError(.valueDoesNotFit, "only a whole value can be unset, not a part of one")
    }
    return content
  }
}

extension CellWriter {
  /// Appends a list's or set's elements, with their number in front.
  mutating func writeElements<Element: CQLEncodable>(
    _ elements: some Collection<Element>, as type: CQLType
  ) throws(CQLError) {
    try writeCount(elements.count)
    for element in elements { try writeCell(element, as: type) }
  }

  /// The `[int] n` in front of a collection's parts.
  mutating func writeCount(_ count: Int) throws(CQLError) {
    guard let count = Int32(exactly: count) else {
      throw CQLError(.valueDoesNotFit, "a collection of more than 2,147,483,647 elements")
    }
    write(count)
  }

  /// Appends an element of a vector: as it is where all have the same length, else with that as an unsigned vint in
  /// front.
  mutating func writeVectorElement(_ value: some CQLEncodable, as type: CQLType) throws(CQLError) {
    let start = bytes.count
    guard try encode(value, as: type) == .bytes else {
      throw CQLError(.valueDoesNotFit, "an element of a vector cannot be null")
    }
    let length = bytes.count - start
    if let width = type.fixedLength {
      guard length == width else {
        throw CQLError(.valueDoesNotFit, "an element of \(length) bytes in a vector of \(type), which have \(width)")
      }
    } else {
      bytes.insert(contentsOf: VInt.encode(UInt64(length)), at: start)
    }
  }
}
