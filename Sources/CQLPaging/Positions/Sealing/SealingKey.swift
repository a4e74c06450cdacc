/// One key of the ring, and what it does: authenticated encryption, built on HMAC-SHA256 alone.
///
/// The construction is SIV (Rogaway and Shrimpton, "Deterministic Authenticated-Encryption", 2006): a code of the
/// content that is the nonce of its encryption too, so that nothing random is needed and no nonce can come twice by
/// mistake. With K the key and ‖ for one behind the other:
///
///     id  = HMAC(K, "cql-paging cursor 1 id"), the first 4 bytes
///     Km  = HMAC(K, "cql-paging cursor 1 authenticate")
///     Ke  = HMAC(K, "cql-paging cursor 1 encrypt")
///     tag = HMAC(Km, version ‖ id ‖ content)
///     sealed = version (1 byte) ‖ id (4) ‖ tag (32) ‖ content xor (HMAC(Ke, tag ‖ 0) ‖ HMAC(Ke, tag ‖ 1) ‖ …)
///
/// with the blocks' numbers as 4 bytes, big-endian. What it does not hide: how long the content is, and that two sealed
/// texts have the same content.
package struct SealingKey: Sendable {
  /// Not that of a cursor alone (1) or of a bound one (2), so that none is taken for another.
  package static let version: UInt8 = 3
  package static let idLength = 4
  /// What sealing adds to the content's length.
  package static let overhead = 1 + idLength + HMAC.byteCount

  package let id: [UInt8]
  private let authentication: HMAC
  private let encryption: HMAC

  package init(_ key: [UInt8]) {
    let hmac = HMAC(key: key)
    id = Array(hmac.code(Array("cql-paging cursor 1 id".utf8)).prefix(Self.idLength))
    authentication = HMAC(key: hmac.code(Array("cql-paging cursor 1 authenticate".utf8)))
    encryption = HMAC(key: hmac.code(Array("cql-paging cursor 1 encrypt".utf8)))
  }

  package func seal(_ content: [UInt8]) -> [UInt8] {
    let tag = tag(of: content)
    return [Self.version] + id + tag + masked(content, with: tag)
  }

  /// The content; nil unless this key sealed exactly these bytes.
  package func open(tag: [UInt8], sealed: [UInt8]) -> [UInt8]? {
    let content = masked(sealed, with: tag)
    return equalInConstantTime(self.tag(of: content), tag) ? content : nil
  }

  private func tag(of content: [UInt8]) -> [UInt8] { authentication.code([Self.version], id, content) }

  private func masked(_ content: [UInt8], with tag: [UInt8]) -> [UInt8] {
    var masked = content
    for (block, start) in stride(from: 0, to: content.count, by: HMAC.byteCount).enumerated() {
      var number: [UInt8] = []
      number.append(bigEndian: UInt32(truncatingIfNeeded: block))
      for (offset, byte) in zip(start..<content.count, encryption.code(tag, number)) { masked[offset] ^= byte }
    }
    return masked
  }
}

extension SealingKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "cursor key" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
