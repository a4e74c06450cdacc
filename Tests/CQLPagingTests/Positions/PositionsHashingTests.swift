import CQLPaging
import Testing

private func bytes(_ hex: String) -> [UInt8] { (try? Hexadecimal.decode(hex)) ?? [] }

@Suite struct PositionsHashingTests {
  @Test(
    "C4: SHA-256 of the published messages (FIPS 180-4 and its examples)",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
    ])
  func sha256(message: String, hash: String) {
    #expect(Hexadecimal.encode(SHA256.hash(Array(message.utf8))) == hash)
    #expect(Hexadecimal.encode(SHA256.hash(message.utf8)) == hash)
  }

  @Test("C4: SHA-256 of a million times the letter a, in pieces of uneven length")
  func million() {
    var hash = SHA256()
    var rest = 1_000_000
    var size = 1
    while rest > 0 {
      let piece = min(size, rest)
      hash.update([UInt8](repeating: UInt8(ascii: "a"), count: piece))
      rest -= piece
      size = size * 3 % 10_007
    }
    #expect(
      Hexadecimal.encode(hash.finalized()) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test("C4: SHA-256 is the same however the message is cut, at every length around a block's")
  func pieces() {
    for length in 0...130 {
      let message = (0..<length).map { UInt8($0) }
      let whole = SHA256.hash(message)
      for cut in [1, 55, 56, 63, 64, 65] where cut < length {
        var hash = SHA256()
        hash.update(message[..<cut])
        #expect(hash.finalized() == SHA256.hash(message[..<cut]), "asking for a hash changes nothing")
        hash.update(message[cut...])
        #expect(hash.finalized() == whole)
      }
    }
  }

  struct Vector: Sendable {
    let key: String
    let data: String
    let code: String
  }

  // RFC 4231, sections 4.2 to 4.8.
  static let rfc4231 = [
    Vector(
      key: String(repeating: "0b", count: 20), data: "4869205468657265",
      code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    Vector(
      key: "4a656665", data: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
      code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    Vector(
      key: String(repeating: "aa", count: 20), data: String(repeating: "dd", count: 50),
      code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    Vector(
      key: "0102030405060708090a0b0c0d0e0f10111213141516171819", data: String(repeating: "cd", count: 50),
      code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    Vector(
      key: String(repeating: "0c", count: 20), data: "546573742057697468205472756e636174696f6e",
      code: "a3b6167473100ee06e0c796c2955552b"),
    Vector(
      key: String(repeating: "aa", count: 131),
      data: Hexadecimal.encode("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    Vector(
      key: String(repeating: "aa", count: 131),
      data: Hexadecimal.encode(
        ("This is a test using a larger than block-size key and a larger than block-size data. "
          + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
      code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
  ]

  @Test("C4: HMAC-SHA256 of the vectors of RFC 4231", arguments: rfc4231)
  func hmac(vector: Vector) {
    let hmac = HMAC(key: bytes(vector.key))
    let data = bytes(vector.data)
    // The fifth vector is cut to 128 bits.
    #expect(Hexadecimal.encode(hmac.code(data)).hasPrefix(vector.code))
    #expect(hmac.code(Array(data.prefix(3)), Array(data.dropFirst(3))) == hmac.code(data))
  }

  @Test("C4: codes are compared whole, and those of other lengths are not equal")
  func comparison() {
    let code = HMAC(key: [1]).code([2])
    #expect(equalInConstantTime(code, code))
    #expect(equalInConstantTime([], []))
    #expect(!equalInConstantTime(code, Array(code.dropLast())))
    for index in code.indices {
      var other = code
      other[index] ^= 0x80
      #expect(!equalInConstantTime(code, other))
    }
  }

  @Test(
    "C8: MD5 of the messages of RFC 1321",
    arguments: [
      ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
      ("abc", "900150983cd24fb0d6963f7d28e17f72"), ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
      ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
      ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f"),
      (
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
        "57edf4a22be3c955ac49da2e2107b67a"
      ),
    ])
  func md5(message: String, hash: String) {
    #expect(Hexadecimal.encode(MD5.hash(Array(message.utf8))) == hash)
  }
}
