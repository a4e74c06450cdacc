import CQLPaging

/// A value that stands in a CQL text.
enum Literal: Equatable {
  case integer(String)
  case float(String)
  case string(String)
  case uuid([UInt8])
  case blob([UInt8])
  case boolean(Bool)
  case null

  /// The literal that a token is, or nil.
  init?(_ token: CQLToken) {
    switch token {
    case .integer(let digits): self = .integer(digits)
    case .float(let digits): self = .float(digits)
    case .string(let text): self = .string(text)
    case .uuid(let bytes): self = .uuid(bytes)
    case .blob(let bytes): self = .blob(bytes)
    case .word("true", isQuoted: false): self = .boolean(true)
    case .word("false", isQuoted: false): self = .boolean(false)
    case .word("null", isQuoted: false): self = .null
    case .word(let word, isQuoted: false) where word == "nan" || word == "infinity": self = .float(word)
    default: return nil
    }
  }

  /// The literal's bytes as a value of `type`, nil for null.
  ///
  /// - Throws: 0x2200 in the words of the server, without the value.
  func encoded(as type: CQLType, for column: String) throws(ServerError) -> [UInt8]? {
    if self == .null { return nil }
    guard let bytes = bytes(as: type) else {
      throw .invalid("Invalid \(kind) constant for \"\(column)\" of type \(type)")
    }
    return bytes
  }

  private func bytes(as type: CQLType) -> [UInt8]? {
    switch (self, type) {
    case (.integer(let digits), .tinyint): Int8(digits)?.bigEndianBytes
    case (.integer(let digits), .smallint): Int16(digits)?.bigEndianBytes
    case (.integer(let digits), .int): Int32(digits)?.bigEndianBytes
    case (.integer(let digits), .bigint), (.integer(let digits), .counter), (.integer(let digits), .timestamp):
      Int64(digits)?.bigEndianBytes
    case (.integer(let digits), .varint): Int64(digits).map(Self.shortest)
    case (.integer(let digits), .float), (.float(let digits), .float): Float(digits)?.bitPattern.bigEndianBytes
    case (.integer(let digits), .double), (.float(let digits), .double): Double(digits)?.bitPattern.bigEndianBytes
    case (.string(let text), .text): Array(text.utf8)
    case (.string(let text), .ascii): text.utf8.allSatisfy { $0 < 0x80 } ? Array(text.utf8) : nil
    case (.uuid(let bytes), .uuid): bytes
    case (.uuid(let bytes), .timeuuid): bytes[6] >> 4 == 1 ? bytes : nil
    case (.blob(let bytes), .blob): bytes
    case (.boolean(let value), .boolean): [value ? 1 : 0]
    default: nil
    }
  }

  private var kind: String {
    switch self {
    case .integer: "INTEGER"
    case .float: "FLOAT"
    case .string: "STRING"
    case .uuid: "UUID"
    case .blob: "HEX"
    case .boolean: "BOOLEAN"
    case .null: "NULL"
    }
  }

  /// A varint has no byte more than its sign needs.
  private static func shortest(_ value: Int64) -> [UInt8] {
    var bytes = value.bigEndianBytes
    while bytes.count > 1, (bytes[0] == 0 && bytes[1] < 0x80) || (bytes[0] == 0xFF && bytes[1] >= 0x80) {
      bytes.removeFirst()
    }
    return bytes
  }
}

extension FixedWidthInteger {
  /// The integer's bytes, the most significant first.
  var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}
