// Integers read from columns that are no wider than they are, whatever the value, and from a varint where its value
// fits. So whether `Int32` can be read from a column is decided by the column's type, not by the day's data; an unsigned
// integer and a varint are the exceptions. Integers bind to every integer type that can hold the value.

extension FixedWidthInteger where Self: CQLDecodable {
  /// Reads tinyint, smallint, int, bigint, counter (where no wider than `Self`) and varint.
  ///
  /// - Throws: `.typeMismatch` for other types; `.valueDoesNotFit` where an unsigned integer meets a negative value, or
  ///   a varint is too large; `.unexpectedNull`; `.malformedValue`.
  @inlinable
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    switch cell.type {
    case .tinyint: self = try cell.integer(Int8.self, widenedTo: Self.self)
    case .smallint: self = try cell.integer(Int16.self, widenedTo: Self.self)
    case .int: self = try cell.integer(Int32.self, widenedTo: Self.self)
    case .bigint, .counter: self = try cell.integer(Int64.self, widenedTo: Self.self)
    case .varint:
      guard let value = Self(exactly: try CQLVarint(decoding: cell)) else { throw cell.doesNotFit(Self.self) }
      self = value
    default: throw cell.mismatch(Self.self)
    }
  }
}

extension FixedWidthInteger where Self: CQLEncodable {
  /// Writes tinyint, smallint, int, bigint, counter or varint.
  ///
  /// - Throws: `.valueDoesNotFit` outside the type's range, `.typeMismatch` for other types.
  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    switch type {
    case .tinyint: writer.write(try narrowed(to: Int8.self, type))
    case .smallint: writer.write(try narrowed(to: Int16.self, type))
    case .int: writer.write(try narrowed(to: Int32.self, type))
    case .bigint, .counter: writer.write(try narrowed(to: Int64.self, type))
    case .varint: writer.write(CQLVarint(self).bytes)
    default: throw mismatch(type)
    }
  }

  private func narrowed<Narrow: FixedWidthInteger>(to _: Narrow.Type, _ type: CQLType) throws(CQLError) -> Narrow {
    guard let value = Narrow(exactly: self) else {
      throw doesNotFit(type, "it holds \(Narrow.min) to \(Narrow.max)")
    }
    return value
  }
}

extension CQLCell {
  @inlinable
  func integer<Stored: FixedWidthInteger & BitwiseCopyable, Value: FixedWidthInteger>(
    _: Stored.Type, widenedTo _: Value.Type
  ) throws(CQLError) -> Value {
    guard Stored.bitWidth <= Value.bitWidth else { throw mismatch(Value.self) }
    guard let stored = integer(Stored.self) else {
      throw malformed(Value.self, expected: "\(MemoryLayout<Stored>.size) bytes")
    }
    guard let value = Value(exactly: stored) else { throw doesNotFit(Value.self) }
    return value
  }

  /// The error for a value of the right type that `Value` has no room for. It names the types, never the value.
  @usableFromInline
  func doesNotFit<Value>(_: Value.Type) -> CQLError {
    CQLError(.valueDoesNotFit, "the value of this \(type) does not fit \(Value.self)")
  }
}

extension Int8: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .tinyint }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> Int8 {
    if let value = cursor.next(Int8.self, if: .tinyint) { return value }
    return try cursor.decodeBuiltInCell(Int8.self)
  }
}

extension Int16: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .smallint }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> Int16 {
    if let value = cursor.next(Int16.self, if: .smallint) { return value }
    return try cursor.decodeBuiltInCell(Int16.self)
  }
}

extension Int32: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .int }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> Int32 {
    if let value = cursor.next(Int32.self, if: .int) { return value }
    return try cursor.decodeBuiltInCell(Int32.self)
  }
}

extension Int64: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .bigint }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> Int64 {
    if let value = cursor.next(Int64.self, if: .bigint) { return value }
    return try cursor.decodeBuiltInCell(Int64.self)
  }
}

extension Int: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .bigint }

  @inlinable
  public static func decode(from cursor: inout CellCursor) throws(CQLError) -> Int {
    if let value = cursor.next(Int64.self, if: .bigint) { return Int(value) }
    if let value = cursor.next(Int32.self, if: .int) { return Int(value) }
    return try cursor.decodeBuiltInCell(Int.self)
  }
}

// CQL has no unsigned integers; these are bound to the next wider type where none is asked for.

extension UInt8: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .smallint }
}

extension UInt16: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .int }
}

extension UInt32: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .bigint }
}

/// Bound as a bigint where no type is asked for, as most are; a value above Int64's range is an error then.
extension UInt64: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .bigint }
}

/// Bound as a bigint where no type is asked for, as most are; a value above Int64's range is an error then.
extension UInt: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .bigint }
}
