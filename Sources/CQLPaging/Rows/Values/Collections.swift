/// Reads list, set and vector; `[UInt8]` reads the bytes of any other type as they came.
extension Array: CQLDecodable where Element: CQLDecodable {
  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    switch cell.type {
    case .list, .set, .vector:
      guard !cell.isNull else { throw cell.malformed(Self.self, expected: "elements") }
      self = []
      reserveCapacity(cell.announcedParts)
      try cell.forEachPart { part throws(CQLError) in append(try Element(decoding: part)) }
    default:
      guard Element.self == UInt8.self else { throw cell.mismatch(Self.self) }
      guard !cell.isNull else { throw cell.malformed(Self.self, expected: "bytes") }
      self = unsafeBitCast([UInt8](cell.bytes), to: Self.self)  // the same type, as the line above says
    }
  }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> Self {
    if Element.self == UInt8.self, let bytes = cursor.nextBytes(if: .blob) {
      return unsafeBitCast([UInt8](bytes), to: Self.self)  // the same type, as the line above says
    }
    return try cursor.decodeCell(Self.self)
  }
}

/// Writes list, set and vector, whose dimensions must be as many; `[UInt8]` also writes blobs and custom types.
extension Array: CQLEncodable where Element: CQLEncodable {
  public var naturalType: CQLType {
    Element.self == UInt8.self ? .blob : .list(first?.naturalType ?? .blob)
  }

  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    switch type {
    case .list(let element), .set(let element): try writer.writeElements(self, as: element)
    case .vector(let element, let dimensions):
      guard count == dimensions else {
        throw doesNotFit(type, "it has \(count) elements")
      }
      for value in self { try writer.writeVectorElement(value, as: element) }
    case .blob, .custom:
      guard Element.self == UInt8.self else { throw mismatch(type) }
      writer.write(unsafeBitCast(self, to: [UInt8].self))  // the same type, as the line above says
    default: throw mismatch(type)
    }
  }
}

/// Reads set and list.
extension Set: CQLDecodable where Element: CQLDecodable {
  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    switch cell.type {
    case .list, .set: break
    default: throw cell.mismatch(Self.self)
    }
    guard !cell.isNull else { throw cell.malformed(Self.self, expected: "elements") }
    self = []
    reserveCapacity(cell.announcedParts)
    try cell.forEachPart { part throws(CQLError) in insert(try Element(decoding: part)) }
  }
}

/// Writes set and list, in no particular order; servers sort.
extension Set: CQLEncodable where Element: CQLEncodable {
  public var naturalType: CQLType { .set(first?.naturalType ?? .blob) }

  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    switch type {
    case .list(let element), .set(let element): try writer.writeElements(self, as: element)
    default: throw mismatch(type)
    }
  }
}

/// Reads maps.
extension Dictionary: CQLDecodable where Key: CQLDecodable, Value: CQLDecodable {
  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    guard case .map = cell.type else { throw cell.mismatch(Self.self) }
    guard !cell.isNull else { throw cell.malformed(Self.self, expected: "entries") }
    self = [:]
    var key: Key?
    try cell.forEachPart { part throws(CQLError) in
      if let complete = key {
        self[complete] = try Value(decoding: part)
        key = nil
      } else {
        key = try Key(decoding: part)
      }
    }
  }
}

/// Writes maps, in no particular order; servers sort.
extension Dictionary: CQLEncodable where Key: CQLEncodable, Value: CQLEncodable {
  public var naturalType: CQLType {
    .map(key: first?.key.naturalType ?? .blob, value: first?.value.naturalType ?? .blob)
  }

  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    guard case .map(let keyType, let valueType) = type else { throw mismatch(type) }
    try writer.writeCount(count)
    for (key, value) in self {
      try writer.writeCell(key, as: keyType)
      try writer.writeCell(value, as: valueType)
    }
  }
}
