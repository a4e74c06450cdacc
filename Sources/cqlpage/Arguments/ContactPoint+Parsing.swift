extension ContactPoint {
  /// Reads `host[:port][,…]`; an IPv6 address with a port stands in brackets.
  static func list(_ text: String, option: String) throws(UsageError) -> [ContactPoint] {
    var points: [ContactPoint] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      points.append(try ContactPoint(part, option: option))
    }
    return points
  }

  private init(_ text: Substring, option: String) throws(UsageError) {
    let failure = UsageError(
      "\(option) \(text): use HOST, HOST:PORT, [IPV6] or [IPV6]:PORT, several with commas between; ports are 1 to 65535"
    )
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { throw failure }
      host = String(text[text.index(after: text.startIndex)..<end])
      let rest = text[text.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { throw failure }
      port = rest.isEmpty ? Self.defaultPort : try Self.port(rest.dropFirst(), failure)
    } else if let colon = text.firstIndex(of: ":"), text.lastIndex(of: ":") == colon {
      host = String(text[..<colon])
      port = try Self.port(text[text.index(after: colon)...], failure)
    } else {
      host = String(text)  // a name, or an IPv6 address, whose colons leave no place for a port
    }
    guard !host.isEmpty, !host.utf8.contains(where: { $0 <= 0x20 }) else { throw failure }
  }

  private static func port(_ text: Substring, _ failure: UsageError) throws(UsageError) -> Int {
    guard let port = UInt16(text), port > 0 else { throw failure }
    return Int(port)
  }
}
