import CQLPaging
import Testing

@testable import CQLSession

@Suite struct ContactPointTests {
  @Test(
    "F1: contact points as people write them",
    arguments: [
      ("db1", "db1", 9042), ("db1:9043", "db1", 9043), ("127.0.0.1:1", "127.0.0.1", 1), ("::1", "::1", 9042),
      ("[::1]", "::1", 9042), ("[fe80::1]:65535", "fe80::1", 65535),
    ] as [(String, String, UInt16)])
  func wellFormed(text: String, host: String, port: UInt16) throws {
    #expect(try ContactPoint(text) == ContactPoint(host: host, port: port))
  }

  @Test("F1: an address that was looked up is known by its number", arguments: ["127.0.0.1", "::1", "fe80::1"])
  func numeric(host: String) throws {
    #expect(try SystemCalls.resolve(host: host, port: 9042, numericOnly: true).map(\.host) == [host])
  }

  @Test(
    "F1: what is no contact point is an error that shows how to write one",
    arguments: [
      "", ":9042", "db1:", "db1:0", "db1:65536", "db1:x", "db 1", "[::1]9042", "[]:1", "[::1", "::1]:9042", ":::[1",
      "b\u{FC}ro.example", ":\u{331}1:9042", "\u{329}+:\u{331}1", "db\u{0}1", "db1\n",
    ])
  func malformed(text: String) {
    let error = #expect(throws: CQLError.self) { try ContactPoint(text) }
    #expect(error?.code == .invalidConfiguration)
  }

  @Test("F1: a session without a contact point is refused before anything is started")
  func none() async {
    let error = await #expect(throws: CQLError.self) {
      try await CassandraSession.withSession(contactPoints: []) { _ in }
    }
    #expect(error?.code == .invalidConfiguration)
  }
}
