import CQLNativeProtocol
import CQLPaging
import Testing

@testable import CQLSession

@Suite struct PasswordTests {
  @Test("F2: the token is that of SASL PLAIN, again and again")
  func token() throws {
    let login = PasswordAuthenticator(username: "üser", password: "pass wörd")
    let expected = [0] + Array("üser".utf8) + [0] + Array("pass wörd".utf8)
    for _ in 0..<3 {
      #expect(try login.initialResponse(to: "org.apache.cassandra.auth.PasswordAuthenticator") == expected)
      #expect(try login.answer(to: Array("PLAIN-START".utf8)) == expected)
    }
    #expect(try PasswordAuthenticator(username: "", password: "").initialResponse(to: "") == [0, 0])
  }

  @Test("F2: wiping overwrites in place")
  func wiping() {
    var bytes = Array("secret-password".utf8)
    let start = bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    bytes.wipe()
    #expect(bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } == start)
    #expect(bytes == [UInt8](repeating: 0, count: 15))
    var none: [UInt8] = []
    none.wipe()
    #expect(none.isEmpty)
  }

  @Test("F2: a secret is overwritten when its last holder lets go of it, and not before")
  func secret() {
    var first: Secret? = Secret("secret-password")
    var second = first
    let bytes = first?.bytes
    first = nil
    #expect(bytes?.withLock { $0 } == Array("secret-password".utf8))
    #expect(second?.count == 15)
    second = nil
    #expect(bytes?.withLock { $0 } == [UInt8](repeating: 0, count: 15))
  }

  @Test("F2: the bytes of a login are overwritten when they have been sent, or when there is nobody to send them to")
  func outbox() throws {
    for isSent in [true, false] {
      var outbox = Outbox()
      try outbox.append(
        RequestMessage(.authResponse(AuthResponse(token: Array("secret-password".utf8)))), stream: 0, compression: nil)
      let count = outbox.unsent.count
      // The outbox keeps its memory for the next request, so there is something to look at.
      let memory = outbox.unsent.withUnsafeBytes { UnsafeRawBufferPointer($0) }
      #expect(memory.contains(UInt8(ascii: "w")))
      if isSent {
        outbox.didSend(count - 3)
        #expect(memory.contains(UInt8(ascii: "w")))
        outbox.didSend(3)
        #expect(memory.allSatisfy { $0 == 0 })
      } else {
        outbox.discard()
        #expect(memory.allSatisfy { $0 == 0 })
        let isEmpty = outbox.isEmpty
        #expect(isEmpty)
      }
    }
  }
}
