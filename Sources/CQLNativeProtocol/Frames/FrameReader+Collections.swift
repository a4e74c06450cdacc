package import CQLPaging

// Notations made of others.
extension FrameReader {
  package mutating func readConsistency(_ what: @autoclosure () -> String) throws(CQLError) -> Consistency {
    Consistency(rawValue: try readShort(what()))
  }

  package mutating func readInet(_ what: @autoclosure () -> String) throws(CQLError) -> Inet {
    let length = try readByte(what())
    guard length == 4 || length == 16 else {
      throw malformed(what(), "an address has 4 or 16 bytes, not \(length)")
    }
    var address: [UInt8] = []
    for _ in 0..<length { address.append(try readByte(what())) }
    return Inet(address: address, port: try readInt(what()))
  }

  package mutating func readStringList(_ what: @autoclosure () -> String) throws(CQLError) -> [String] {
    let count = try readCount(width: 2, what())
    var values: [String] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try readString(what())) }
    return values
  }

  package mutating func readStringMap(_ what: @autoclosure () -> String) throws(CQLError) -> [String: String] {
    let count = try readCount(width: 4, what())
    var values: [String: String] = [:]
    for _ in 0..<count { values[try readString(what())] = try readString(what()) }
    return values
  }

  package mutating func readStringMultimap(_ what: @autoclosure () -> String) throws(CQLError) -> [String: [String]] {
    let count = try readCount(width: 4, what())
    var values: [String: [String]] = [:]
    for _ in 0..<count { values[try readString(what())] = try readStringList(what()) }
    return values
  }

  /// nil values are null.
  package mutating func readBytesMap(_ what: @autoclosure () -> String) throws(CQLError) -> [String: [UInt8]?] {
    let count = try readCount(width: 6, what())
    var values: [String: [UInt8]?] = [:]
    for _ in 0..<count {
      let key = try readString(what())
      values.updateValue(try readBytes(what()), forKey: key)
    }
    return values
  }

  /// A `[short]` that counts elements of at least `width` bytes each.
  package mutating func readCount(width: Int, _ what: @autoclosure () -> String) throws(CQLError) -> Int {
    let count = Int(try readShort(what()))
    return try checkedCount(count, width: width, what())
  }
}
