/// A value of type `inet`: an IPv4 or IPv6 address (protocol v4, section 6.9).
///
/// An IPv4 address in IPv6's form (`::ffff:1.2.3.4`) is taken for the IPv4 address that it is, as servers do.
public struct CQLInet: Hashable, Sendable {
  private let bits: UInt128
  /// Whether the address is one of IPv4, of 4 bytes.
  public let isIPv4: Bool

  /// The address of these 4 or 16 bytes.
  ///
  /// - Throws: `.valueDoesNotFit` for another number of bytes.
  public init(bytes: some Collection<UInt8>) throws(CQLError) {
    guard bytes.count == 4 || bytes.count == 16 else {
      throw CQLError(.valueDoesNotFit, "an address has 4 or 16 bytes")
    }
    let bits = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    isIPv4 = bytes.count == 4 || bits >> 32 == 0xFFFF
    self.bits = isIPv4 ? bits & 0xFFFF_FFFF : bits
  }

  /// The address: 4 or 16 bytes.
  public var bytes: [UInt8] {
    withUnsafeBytes(of: bits.bigEndian) { Array($0.suffix(isIPv4 ? 4 : 16)) }
  }
}

extension CQLInet: CustomStringConvertible {
  /// In Java's form: `127.0.0.1`, `fe80:0:0:0:0:0:0:1`.
  public var description: String {
    if isIPv4 { return bytes.map { String($0) }.joined(separator: ".") }
    return stride(from: 112, through: 0, by: -16)
      .map { String(UInt16(truncatingIfNeeded: bits >> $0), radix: 16) }.joined(separator: ":")
  }

  /// Reads an IPv4 address as four numbers with dots, or an IPv6 address in any form of RFC 4291 (`::1`), without a zone.
  ///
  /// - Throws: `.valueDoesNotFit`.
  public init(_ text: String) throws(CQLError) {
    guard let bytes = text.contains(":") ? Self.sixteenBytes(text) : Self.fourBytes(text) else {
      throw CQLError(.valueDoesNotFit, "the text is no address: expected one such as 127.0.0.1 or fe80::1")
    }
    try self.init(bytes: bytes)
  }

  private static func fourBytes(_ text: some StringProtocol) -> [UInt8]? {
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count == 4 else { return nil }
    // A zero in front means octal to some readers and not to others: refused.
    let bytes = numbers.compactMap { $0.first == "+" || ($0.first == "0" && $0.count > 1) ? nil : UInt8($0) }
    return bytes.count == 4 ? bytes : nil
  }

  private static func sixteenBytes(_ text: String) -> [UInt8]? {
    let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
    guard halves.count <= 2, let head = groups(halves[0], isEnd: halves.count == 1) else { return nil }
    guard halves.count == 2 else { return head.count == 16 ? head : nil }
    guard let tail = groups(halves[1], isEnd: true), head.count + tail.count <= 14 else { return nil }
    return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
  }

  /// The bytes of groups of 16 bits in hexadecimal; the last may be an IPv4 address where the text ends with it.
  private static func groups(_ text: Substring, isEnd: Bool) -> [UInt8]? {
    if text.isEmpty { return [] }
    var bytes: [UInt8] = []
    let groups = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, group) in groups.enumerated() {
      if isEnd, index == groups.count - 1, group.contains(".") {
        guard let last = fourBytes(group) else { return nil }
        bytes += last
      } else {
        guard group.count <= 4, group.first != "+", let number = UInt16(group, radix: 16) else { return nil }
        bytes += [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)]
      }
    }
    return bytes
  }
}

extension CQLInet: CQLDecodable, CQLEncodable {
  public var naturalType: CQLType { .inet }

  /// Reads an inet.
  public init(decoding cell: borrowing CQLCell) throws(CQLError) {
    guard case .inet = cell.type else { throw cell.mismatch(CQLInet.self) }
    guard let address = try? CQLInet(bytes: cell.bytes) else {
      throw cell.malformed(CQLInet.self, expected: "4 or 16 bytes")
    }
    self = address
  }

  public func encode(as type: CQLType, into writer: inout CellWriter) throws(CQLError) {
    guard case .inet = type else { throw mismatch(type) }
    writer.write(bytes)
  }
}
