import Foundation

extension CQLValue: CQLDecodable {
  /// Reads every type. Null is ``CQLValue/null``, and a value of 0 bytes ``CQLValue/empty`` where its type has no such
  /// value of its own.
  ///
  /// - Throws: `.malformedValue`.
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    guard !cell.isNull else {
      self = .null
      return
    }
    switch cell.type {
    case .ascii: self = .ascii(try String(decoding: cell))
    case .text: self = .text(try String(decoding: cell))
    case .blob: self = .blob(Array(cell.bytes))
    case .custom(let name): self = .custom(Array(cell.bytes), className: name)
    case .tuple(let elements): self = .tuple(try cell.parts(paddedTo: elements.count))
    case .udt(let type):
      let values = try cell.parts(paddedTo: type.fields.count)
      self = .udt(name: type.name, fields: zip(type.fields, values).map { Field(name: $0.name, value: $1) })
    default: self = cell.count == 0 ? .empty : try CQLValue(filled: cell)
    }
  }

  /// A cell of at least 1 byte.
  private init(filled cell: borrowing CQLCell) throws(CQLError) {
    switch cell.type {
    case .list: self = .list(try cell.parts())
    case .set: self = .set(try cell.parts())
    case .vector: self = .vector(try cell.parts())
    case .map:
      let parts = try cell.parts()
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
  fileprivate func parts(paddedTo count: Int = 0) throws(CQLError) -> [CQLValue] {
    var values: [CQLValue] = []
    values.reserveCapacity(Swift.max(count, announcedParts))
    try forEachPart { part throws(CQLError) in values.append(try CQLValue(decoding: part)) }
    while values.count < count { values.append(.null) }
    return values
  }
}
