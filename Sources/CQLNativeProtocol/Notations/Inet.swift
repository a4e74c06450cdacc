/// A node's address and port: the `[inet]` of protocol v4, section 3.
package struct Inet: Hashable, Sendable {
  /// 4 bytes (IPv4) or 16 (IPv6), most significant first.
  package let address: [UInt8]
  package let port: Int32

  package init(address: [UInt8], port: Int32) {
    self.address = address
    self.port = port
  }

  /// The address alone, as RFC 5952 writes it: lowercase, the longest run of zero groups as `::`.
  package var host: String {
    guard address.count == 16 else { return address.map(String.init).joined(separator: ".") }
    if address.prefix(10).allSatisfy({ $0 == 0 }), address[10] == 0xFF, address[11] == 0xFF {
      return "::ffff:" + address.suffix(4).map(String.init).joined(separator: ".")
    }
    let groups = stride(from: 0, to: 16, by: 2).map { UInt16(address[$0]) << 8 | UInt16(address[$0 + 1]) }
    func text(_ range: Range<Int>) -> String { groups[range].map { String($0, radix: 16) }.joined(separator: ":") }
    let zeros = longestRunOfZeros(groups)
    guard zeros.count > 1 else { return text(0..<8) }
    return text(0..<zeros.lowerBound) + "::" + text(zeros.upperBound..<8)
  }

  /// The first of the longest.
  private func longestRunOfZeros(_ groups: [UInt16]) -> Range<Int> {
    var longest = 0..<0
    var start = 0
    for (index, group) in groups.enumerated() {
      if group != 0 { start = index + 1 }
      if index + 1 - start > longest.count { longest = start..<index + 1 }
    }
    return longest
  }
}

extension Inet: CustomStringConvertible {
  /// `127.0.0.1:9042`, `[::1]:9042`.
  package var description: String { address.count == 16 ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
