public import CQLPaging

/// A server's address: a host name or numeric address, and a port.
public struct ContactPoint: Hashable, Sendable, CustomStringConvertible {
  /// The port of the native protocol where nothing else is said.
  public static let defaultPort: UInt16 = 9042

  /// A name, or a numeric address.
  public let host: String
  /// The port of the native protocol.
  public let port: UInt16

  /// An address in parts; nothing is looked up.
  public init(host: String, port: UInt16 = ContactPoint.defaultPort) {
    self.host = host
    self.port = port
  }

  /// Reads `host`, `host:port`, `[IPv6]:port` or a bare IPv6 address.
  ///
  /// International names are written in their ASCII form, `xn--…`.
  ///
  /// - Throws: `.invalidConfiguration` where there is no host, or the port is not a number from 1 to 65,535.
  public init(_ text: some StringProtocol) throws(CQLError) {
    let text = String(text)
    // Printable ASCII: what else could stand in a name, marks that join a colon for one, has no address.
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw Self.malformed(text) }
    var host = Substring(text)
    var port: Substring?
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { throw Self.malformed(text) }
      host = text[text.index(after: text.startIndex)..<end]
      let rest = text[text.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { throw Self.malformed(text) }
      port = rest.isEmpty ? nil : rest.dropFirst()
    } else if text.filter({ $0 == ":" }).count == 1, let colon = text.firstIndex(of: ":") {
      host = text[..<colon]
      port = text[text.index(after: colon)...]
    }
    guard !host.isEmpty, !host.contains(where: { $0 == "[" || $0 == "]" }) else {
      throw Self.malformed(text)
    }
    self.host = String(host)
    guard let port else {
      self.port = Self.defaultPort
      return
    }
    guard let number = UInt16(port), number > 0 else { throw Self.malformed(text) }
    self.port = number
  }

  private static func malformed(_ text: String) -> CQLError {
    CQLError(
      .invalidConfiguration,
      "\"\(text)\" is no contact point: write host, host:port or [IPv6]:port with a port from 1 to 65535")
  }

  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
