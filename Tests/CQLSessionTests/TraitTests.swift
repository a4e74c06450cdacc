import CQLPaging
import CQLSession
import Testing

/// What builds without the package's traits say.
@Suite struct TraitTests {
  @Test("F10: without the trait, asking for TLS says how to switch it on", .enabled(if: !TLSConfiguration.isSupported))
  func tls() async throws {
    let configuration = Scripted.configuration(port: 1) { $0.tls = TLSConfiguration() }
    let error = try #require(await cqlError { try await CassandraSession.connect(configuration) })
    #expect(error.code == .unsupported)
    #expect(error.message.contains("swift build --traits TLS"))
  }

  @Test(
    "F11: without the trait, asking for LZ4 says how to switch it on",
    .enabled(if: !CQLCompression.lz4.isSupported))
  func lz4() async throws {
    let configuration = Scripted.configuration(port: 1) { $0.compression = .lz4 }
    let error = try #require(await cqlError { try await CassandraSession.connect(configuration) })
    #expect(error.code == .unsupported)
    #expect(error.message.contains("swift build --traits TLS,LZ4"))
  }
}
