import Foundation

extension CQLValue: CQLDecodable {
  /// Reads every type. Null is ``CQLValue/null``, and a value of 0 bytes ``CQLValue/empty`` where its type has no such
  /// value of its own.
  ///
  /// - Throws: `.malformedValue`.
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    var absent = 0
    try self.init(decoding: cell, absent: &absent)
  }

  /// So many parts of tuples and fields of user-defined types may be absent in a cell, and are null then. Four bytes can
  /// stand for a tuple of nothing but nulls, and a list can have many of these.
  package static let maximumAbsentParts = 1 << 20

  /// - Parameter absent: counts the parts that were absent.
  fileprivate init(decoding cell: borrowing CQLCell, absent: inout Int) throws(CQLError) {
    guard !cell.isNull else {
      self = .null
      return
    }
    switch cell.type {
    case .ascii: self = .ascii(try String(decoding: cell))
    case .text: self = .text(try String(decoding: cell))
    case .blob: self = .blob(Array(cell.bytes))
    case .custom(let name): self = .custom(Array(cell.bytes), className: name)
    case .tuple(let elements): self = .tuple(try cell.parts(&absent, paddedTo: elements.count))
    case .udt(let type):
      let values = try cell.parts(&absent, paddedTo: type.fields.count)
      self = .udt(name: type.name, fields: zip(type.fields, values).map { Field(name: $0.name, value: $1) })
    default: self = cell.count == 0 ? .empty : try CQLValue(filled: cell, absent: &absent)
    }
  }

  /// A cell of at least 1 byte.
  private init(filled cell: borrowing CQLCell, absent: inout Int) throws(CQLError) {
    switch cell.type {
    case .list: self = .list(try cell.parts(&absent))
    case .set: self = .set(try cell.parts(&absent))
    case .vector: self = .vector(try cell.parts(&absent))
    case .map:
      let parts = try cell.parts(&absent)
      self = .map(stride(from: 0, to: parts.count, by: 2).map { MapEntry(key: parts[$0], value: parts[$0 + 1]) })
    default: self = try CQLValue(scalar: cell)
    }
  }

  private init(scalar cell: borrowing CQLCell) throws(CQLError) {
    switch cell.type {
    case .bigint: self = .bigint(try Int64(decoding: cell))
    case .boolean: self = .boolean(try Bool(decoding: cell))
    case .counter: self = .counter(try Int64(decoding: cell))
    case .date: self = .date(try CQLDate(decoding: cell))
    case .decimal: self = .decimal(try CQLDecimal(decoding: cell))
    case .double: self = .double(try Double(decoding: cell))
    case .duration: self = .duration(try CQLDuration(decoding: cell))
    case .float: self = .float(try Float(decoding: cell))
    case .inet: self = .inet(try CQLInet(decoding: cell))
    case .int: self = .int(try Int32(decoding: cell))
    case .smallint: self = .smallint(try Int16(decoding: cell))
    case .time: self = .time(try CQLTime(decoding: cell))
    case .timestamp: self = .timestamp(try CQLTimestamp(decoding: cell))
    case .timeuuid: self = .timeuuid(try UUID(decoding: cell))
    case .tinyint: self = .tinyint(try Int8(decoding: cell))
    case .uuid: self = .uuid(try UUID(decoding: cell))
    case .varint: self = .varint(try CQLVarint(decoding: cell))
    default: throw cell.mismatch(CQLValue.self)
    }
  }
}

extension CQLCell {
  /// The values of the parts, with nulls behind them where there are fewer than `count`.
  fileprivate func parts(_ absent: inout Int, paddedTo count: Int = 0) throws(CQLError) -> [CQLValue] {
    var values: [CQLValue] = []
    values.reserveCapacity(announcedParts)
    try forEachPart { part throws(CQLError) in values.append(try CQLValue(decoding: part, absent: &absent)) }
    let missing = max(0, count - values.count)
    absent += missing
    if absent > CQLValue.maximumAbsentParts { throw .tooManyAbsentParts }
    values.append(contentsOf: repeatElement(.null, count: missing))
    return values
  }
}

extension CQLError {
  static var tooManyAbsentParts: CQLError {
    CQLError(
      .malformedValue, "more than \(CQLValue.maximumAbsentParts) parts of tuples and user-defined types are absent")
  }
}
