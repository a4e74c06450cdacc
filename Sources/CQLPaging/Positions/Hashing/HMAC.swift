/// HMAC-SHA256: RFC 2104. Made once for a key, then used for many messages.
package struct HMAC: Sendable {
  package static let byteCount = SHA256.byteCount
  private static let blockSize = 64

  // Both have taken in the key's block, which is half the work for a short message.
  private var inner = SHA256()
  private var outer = SHA256()

  package init(key: some Collection<UInt8>) {
    let short = key.count > Self.blockSize ? SHA256.hash(key) : Array(key)
    let padded = short + [UInt8](repeating: 0, count: Self.blockSize - short.count)
    inner.update(padded.map { $0 ^ 0x36 })
    outer.update(padded.map { $0 ^ 0x5c })
  }

  /// The code of a message that is given in parts, one behind the other. Nothing separates them.
  package func code(_ parts: [UInt8]...) -> [UInt8] {
    var inner = inner
    for part in parts { inner.update(part) }
    var outer = outer
    outer.update(inner.finalized())
    return outer.finalized()
  }
}

/// Whether two codes are equal, in a time that does not tell where they differ.
@inline(never)
package func equalInConstantTime(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  var difference: UInt8 = 0
  for (one, other) in zip(left, right) { difference |= one ^ other }
  return difference == 0
}
