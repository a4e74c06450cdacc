import CQLNativeProtocol
import CQLPaging
import Foundation
import Testing

@testable import CQLPagingTesting

@Suite struct WireShutdownTests {
  private let coordinator = FakeCoordinator(tables: [.numbered(rows: 50)] + SampleKeyspace(rows: 20).tables)
  private let select = "SELECT number FROM test.numbers"

  @Test(
    "G2: only loopback addresses are listened on",
    arguments: ["0.0.0.0", "192.168.1.1", "::1", "127.0.0", "127.0.0.256", "localhost"])
  func addresses(_ address: String) {
    #expect(throws: CQLError.self) { try withServer(coordinator, { $0.address = address }, { _ in }) }
  }

  @Test("G2: a port that is taken is an error, and the same server can be started again on its port")
  func restart() throws {
    try withServer(coordinator) { server in
      let port = server.port
      #expect(throws: CQLError.self) { try withServer(coordinator, { $0.port = UInt16(port) }, { _ in }) }
      try server.start()
      #expect(server.port == port)
      let client = try TestClient.ready(server)
      server.stop()
      #expect(try client.frame() == nil)
      #expect(throws: CQLError.self) { try TestClient(server) }
      try server.start()
      #expect(server.port == port)
      #expect(try numbers(TestClient.ready(server).query(select)).count == 50)
    }
  }

  @Test("G2: a server in a scope is stopped when the scope is left, by an error, too")
  func scope() async throws {
    struct Left: Error {}
    var port = 0
    await #expect(throws: Left.self) {
      try await WireServer.withServer(coordinator) { server in
        _ = try TestClient.ready(server)
        port = server.port
        throw Left()
      }
    }
    #expect(port != 0)
    #expect(LoopbackSocket.connected(to: [127, 0, 0, 1], port: UInt16(port)) == nil)
  }

  @Test("G2: all connections can be cut at once, and new ones come")
  func cutAll() throws {
    try withServer(coordinator) { server in
      let clients = try (0..<5).map { _ in try TestClient.ready(server) }
      #expect(server.openConnections == 5)
      server.cutConnections()
      for client in clients { #expect(try client.frame() == nil) }
      _ = try TestClient.ready(server)
      #expect(server.acceptedConnections == 6)
    }
  }

  @Test("G2: two nodes serve the same tables at two addresses, and say who was asked")
  func twoNodes() throws {
    #if os(Linux)
      try withServer(coordinator) {
        $0.peers = ["127.0.0.2"]
      } _: { first in
        try withServer(coordinator) {
          $0.address = "127.0.0.2"
          $0.port = UInt16(first.port)
          $0.peers = ["127.0.0.1"]
        } _: { second in
          #expect(first.port == second.port)
          let state = try TestClient.ready(first).query(select, pageSize: 10).rows?.pagingState
          let client = try TestClient(second, address: [127, 0, 0, 2])
          #expect(try client.ask(.startup(Startup())).isReady)
          #expect(try numbers(client.query(select, pageSize: 10, state: state)) == Array(10..<20))
          #expect(coordinator.requests.map(\.node) == ["127.0.0.1", "127.0.0.2"])
        }
      }
    #endif
  }

  @Test("G2: servers and connections that ended have given back their descriptors")
  func descriptors() throws {
    for _ in 0..<400 {
      try withServer(coordinator) { server in
        let clients = try (0..<3).map { _ in try TestClient.ready(server) }
        withExtendedLifetime(clients) {}
      }
    }
    // A system gives the lowest number that is free. 400 servers would have kept 1,600 of them; the tests that run beside
    // this one hold some hundreds.
    let file = try #require(FileHandle(forReadingAtPath: "/dev/null"))
    #expect(file.fileDescriptor < 1500)
  }

  @Test("G2: clients that vanish with answers on the way leave nothing behind")
  func vanishingClients() throws {
    let server = WireServer(FakeCoordinator(tables: SampleKeyspace(rows: 5000).tables))
    try server.start()
    for _ in 0..<20 {
      let client = try TestClient.ready(server)
      for stream: Int16 in 0..<20 {
        try client.send(
          .query(Query("SELECT * FROM sample.events", parameters: QueryParameters(consistency: .one))), stream: stream)
      }
    }
    server.stop()
    #expect(server.openConnections == 0)
  }
}
