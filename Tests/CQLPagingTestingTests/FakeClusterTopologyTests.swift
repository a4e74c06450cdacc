import CQLNativeProtocol
import CQLPaging
import Foundation
import Testing

@testable import CQLPagingTesting

#if os(Linux)
  @Suite struct FakeClusterTopologyTests {
    private let coordinator = FakeCoordinator(tables: [.numbered(rows: 10)])
    private let allEvents = ["TOPOLOGY_CHANGE", "STATUS_CHANGE", "SCHEMA_CHANGE"]

    private func withCluster<Result>(
      _ change: (inout FakeCluster.Options) -> Void = { _ in }, _ body: (FakeCluster) throws -> Result
    ) throws -> Result {
      var options = FakeCluster.Options()
      change(&options)
      let nodes = ["east", "east", "west"].enumerated().map { index, name in
        FakeCluster.Node(dataCenter: name, rack: "r\(index + 1)")
      }
      let cluster = FakeCluster(
        coordinator, nodes: nodes, replication: .network(["east": 2, "west": 1]), options: options)
      try cluster.start()
      defer { cluster.stop() }
      return try body(cluster)
    }

    /// Each node's data centre, by the end of its address, as a client sees it.
    private func places(_ client: TestClient) throws -> [Int: String] {
      var places: [Int: String] = [:]
      for table in ["system.local", "system.peers"] {
        let rows = try #require(try client.query("SELECT rpc_address, data_center, rack FROM \(table)").rows).rows()
        for row in rows {
          let (address, dataCenter, rack) = try row.decode(as: (CQLInet, String, String).self)
          places[Int(address.bytes[3])] = "\(dataCenter) \(rack)"
        }
      }
      return places
    }

    /// The next event as one line: what, and the end of the node's address or the table.
    private func event(_ client: TestClient) throws -> String {
      let (response, stream) = try client.answer()
      #expect(stream == -1)
      guard case .event(let event) = response else { return "no event" }
      switch event {
      case .topologyChange(let change, let address), .statusChange(let change, let address):
        return "\(change) \(address.address[3])"
      case .schemaChange(let change):
        switch change.target {
        case .table(let keyspace, let name): return "\(change.change) \(keyspace).\(name)"
        case .keyspace(let name): return "\(change.change) \(name)"
        default: return "another change"
        }
      case .unknown(let name): return name
      }
    }

    @Test("F1: each node tells of itself and of the others")
    func members() throws {
      try withCluster { cluster in
        for node in cluster.nodes {
          let client = try TestClient.ready(cluster, node: node)
          #expect(try places(client) == [1: "east r1", 2: "east r2", 3: "west r3"])
          let own = try #require(
            try client.query("SELECT rpc_address, tokens, release_version FROM system.local").rows
          ).rows()
          let (address, tokens, release) = try own[0].decode(as: (CQLInet, [String], String).self)
          #expect(address.description == cluster.address(of: node))
          #expect(Set(tokens) == Set(cluster.tokens(of: node).map(\.description)))
          #expect(tokens.count == 4)
          #expect(release == "3.11.19")
        }
        let client = try TestClient.ready(cluster, node: 1)
        #expect(try client.query("SELECT * FROM system.peers_v2").error?.code == .invalid)
        let peers = try #require(try client.query("SELECT host_id, tokens FROM system.peers").rows).rows()
        #expect(Set(try peers.map { try $0.decode(UUID.self, at: 0) }).count == 2)
      }
    }

    @Test("F1: a cluster of 5.0 has the other nodes' ports in peers_v2")
    func peersWithPorts() throws {
      try withCluster {
        $0.release = .cassandra5
      } _: { cluster in
        let client = try TestClient.ready(cluster, node: 2)
        let peers = try #require(
          try client.query("SELECT native_address, native_port, data_center FROM system.peers_v2").rows
        ).rows()
        let found = try peers.map { row in
          let (address, port, dataCenter) = try row.decode(as: (CQLInet, Int, String).self)
          return "\(address):\(port) \(dataCenter)"
        }
        #expect(found.sorted() == ["\(cluster.contactPoints[0]) east", "\(cluster.contactPoints[2]) west"])
        let local = try #require(try client.query("SELECT release_version, rpc_port FROM system.local").rows).rows()
        let (release, port) = try local[0].decode(as: (String, Int).self)
        #expect(release == "5.0.9")
        #expect(port == cluster.port)
        #expect(try client.query("SELECT * FROM system_virtual_schema.keyspaces").rows?.rowCount == 0)
      }
    }

    @Test("F8: the replication of each keyspace stands in system_schema.keyspaces")
    func replication() throws {
      try withCluster {
        $0.keyspaces = ["other": .simple(2)]
      } _: { cluster in
        let client = try TestClient.ready(cluster, node: 3, events: allEvents)
        func read() throws -> [String: [String: String]] {
          let rows = try #require(
            try client.query("SELECT keyspace_name, replication FROM system_schema.keyspaces").rows
          ).rows()
          return Dictionary(
            uniqueKeysWithValues: try rows.map { try $0.decode(as: (String, [String: String]).self) })
        }
        let package = "org.apache.cassandra.locator."
        let before = try read()
        #expect(before["test"] == ["class": package + "NetworkTopologyStrategy", "east": "2", "west": "1"])
        #expect(before["other"] == ["class": package + "SimpleStrategy", "replication_factor": "2"])
        #expect(before["system"] == ["class": package + "LocalStrategy"])
        cluster.setReplication(of: "test", to: .simple(3))
        #expect(try event(client) == "UPDATED test")
        #expect(try read()["test"] == ["class": package + "SimpleStrategy", "replication_factor": "3"])
      }
    }

    @Test("F1: nodes that stop, start, come and go are told of by the others, and stand in all system tables")
    func comingAndGoing() throws {
      try withCluster { cluster in
        let client = try TestClient.ready(cluster, node: 1, events: allEvents)
        let deaf = try TestClient.ready(cluster, node: 1, events: ["SCHEMA_CHANGE"])
        cluster.stop(3)
        cluster.stop(3)
        #expect(try event(client) == "DOWN 3")
        #expect(try places(client).count == 3, "a node that is down stays among the peers")
        try cluster.start(3)
        try cluster.start(3)
        #expect(try event(client) == "UP 3")
        let added = try cluster.add(FakeCluster.Node(dataCenter: "west", rack: "r9"))
        #expect(added == 4)
        #expect(try event(client) == "NEW_NODE 4")
        #expect(try event(client) == "UP 4")
        #expect(try places(client)[4] == "west r9")
        #expect(try places(TestClient.ready(cluster, node: 4)).count == 4)
        #expect(cluster.tokens(of: 4).count == 4)
        #expect(Set(cluster.nodes.flatMap { cluster.tokens(of: $0) }).count == 16)
        cluster.remove(2)
        #expect(try event(client) == "REMOVED_NODE 2")
        #expect(try places(client).keys.sorted() == [1, 3, 4])
        #expect(cluster.nodes == [1, 3, 4])
        #expect(try deaf.ask(.options) != .ready, "nothing but the answer came to who did not ask for it")
      }
    }

    @Test("F1: a node that moves is seen by who looks; that something happened is told on demand only")
    func moving() throws {
      try withCluster { cluster in
        let client = try TestClient.ready(cluster, node: 1, events: allEvents)
        cluster.move(2, toDataCenter: "west", rack: "r7")
        #expect(try places(client)[2] == "west r7", "the next frame is this answer, no event")
        cluster.move(2, toDataCenter: "north", announcing: true)
        #expect(try event(client) == "DOWN 2")
        #expect(try event(client) == "UP 2")
        #expect(try places(TestClient.ready(cluster, node: 2))[2] == "north rack1")
      }
    }

    @Test("F1: without pushed events clients hear what a test announces, and nothing else")
    func announcing() throws {
      try withCluster {
        $0.pushesEvents = false
      } _: { cluster in
        let client = try TestClient.ready(cluster, node: 1, events: allEvents)
        cluster.stop(2)
        cluster.remove(3)
        cluster.announce(.down, of: 2)
        cluster.announce(.removed, of: 3)
        #expect(try event(client) == "DOWN 2")
        #expect(try event(client) == "REMOVED_NODE 3")
      }
    }

    @Test("F1: events can come later than what they tell of")
    func lateEvents() throws {
      try withCluster {
        $0.eventDelay = .milliseconds(300)
      } _: { cluster in
        let client = try TestClient.ready(cluster, node: 1, events: allEvents)
        let start = ContinuousClock.now
        cluster.stop(2)
        guard case .supported = try client.ask(.options) else {
          Issue.record("the answer did not come before the event")
          return
        }
        #expect(try event(client) == "DOWN 2")
        #expect(.now - start >= .milliseconds(300))
      }
    }

    @Test("F4: each node tells of tables that are made, changed and dropped")
    func schemaChanges() throws {
      try withCluster { cluster in
        let clients = try cluster.nodes.map { try TestClient.ready(cluster, node: $0, events: ["SCHEMA_CHANGE"]) }
        coordinator.replaceTable(.numbered(rows: 20))
        coordinator.replaceTable(.numbered("new.numbers", partitions: 1, rowsInEach: 1))
        coordinator.dropTable("new.numbers")
        coordinator.dropTable("new.numbers")
        for client in clients {
          #expect(try event(client) == "UPDATED test.numbers")
          #expect(try event(client) == "CREATED new")
          #expect(try event(client) == "CREATED new.numbers")
          #expect(try event(client) == "DROPPED new.numbers")
          #expect(try client.query("SELECT number FROM test.numbers").rows?.rowCount == 20)
        }
      }
    }
  }
#endif
