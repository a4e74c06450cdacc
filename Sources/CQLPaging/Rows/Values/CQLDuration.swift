/// A value of type `duration`: months, days and nanoseconds, none of which is a fixed number of the others.
///
/// All three are zero or more, or all are zero or less; servers take nothing else.
public struct CQLDuration: Hashable, Sendable {
  /// Whole months, from which years are made.
  public let months: Int32
  /// Whole days, which are not always of 24 hours.
  public let days: Int32
  /// Nanoseconds, beside the days.
  public let nanoseconds: Int64

  /// - Throws: `.valueDoesNotFit` where some are above and some below zero.
  public init(months: Int32 = 0, days: Int32 = 0, nanoseconds: Int64 = 0) throws(CQLError) {
    guard
      (months >= 0 && days >= 0 && nanoseconds >= 0) || (months <= 0 && days <= 0 && nanoseconds <= 0)
    else { throw CQLError(.valueDoesNotFit, "months, days and nanoseconds of a duration must have the same sign") }
    self.months = months
    self.days = days
    self.nanoseconds = nanoseconds
  }

  /// No time at all.
  public static let zero = CQLDuration()

  private init() { (months, days, nanoseconds) = (0, 0, 0) }
}

// Three vints in a row, each with its sign in its last bit.
extension CQLDuration: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .duration }

  /// Reads a duration.
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    guard case .duration = cell.type else { throw cell.mismatch(CQLDuration.self) }
    guard let duration = Self(wire: cell.bytes) else {
      throw cell.malformed(CQLDuration.self, expected: "months, days and nanoseconds, of the same sign")
    }
    self = duration
  }

  private init?(wire bytes: UnsafeRawBufferPointer) {
    var offset = 0
    guard
      let months = VInt.decode(bytes, at: &offset).flatMap({ Int32(exactly: VInt.unzigzag($0)) }),
      let days = VInt.decode(bytes, at: &offset).flatMap({ Int32(exactly: VInt.unzigzag($0)) }),
      let nanoseconds = VInt.decode(bytes, at: &offset).map(VInt.unzigzag),
      offset == bytes.count
    else { return nil }
    try? self.init(months: months, days: days, nanoseconds: nanoseconds)
  }

  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    guard case .duration = type else { throw mismatch(type) }
    for value in [Int64(months), Int64(days), nanoseconds] { writer.write(VInt.encode(VInt.zigzag(value))) }
  }
}
