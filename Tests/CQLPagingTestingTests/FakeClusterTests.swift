import CQLNativeProtocol
import CQLPaging
import Foundation
import Testing

@testable import CQLPagingTesting

#if os(Linux)
  @Suite struct FakeClusterTests {
    private let table = FakeTable.numbered("test.numbers", partitions: 20, rowsInEach: 5)
    private let select = "SELECT part, number FROM test.numbers"

    private func withCluster<Result>(
      nodes: Int = 3, replicationFactor: Int = 3, _ change: (inout FakeCluster.Options) -> Void = { _ in },
      _ body: (FakeCluster) throws -> Result
    ) throws -> Result {
      var options = FakeCluster.Options()
      change(&options)
      let cluster = FakeCluster(
        tables: [table], nodes: nodes, replicationFactor: replicationFactor, options: options)
      try cluster.start()
      defer { cluster.stop() }
      return try body(cluster)
    }

    /// Looks again until it is so: what a client has sent needs a moment to arrive.
    private func wait(until condition: () -> Bool) throws {
      let deadline = ContinuousClock.now + .seconds(20)
      while !condition() {
        try #require(.now < deadline, "it did not happen in 20 s")
        Thread.sleep(forTimeInterval: 0.001)
      }
    }

    @Test("G2: all nodes serve the same rows, a scan goes on at another one, and the journal says who was asked")
    func sameRows() throws {
      try withCluster { cluster in
        var state: [UInt8]?
        var rows = 0
        for node in [1, 2, 3, 2, 1] {
          let page = try #require(
            try TestClient.ready(cluster, node: node).query(select, pageSize: 21, state: state).rows)
          state = page.pagingState
          rows += page.rowCount
        }
        #expect(rows == 100)
        #expect(state == nil)
        let reads = cluster.requests.filter { $0.read != nil }
        #expect(reads.map(\.node) == [1, 2, 3, 2, 1])
        #expect(reads.map { $0.read?.page } == [1, 2, 3, 4, 5])
        #expect(reads.allSatisfy { $0.text == select && $0.kind == .query && $0.consistency == .one })
        #expect(cluster.requests(at: 3).map(\.kind) == [.startup, .query])
      }
    }

    @Test("G2: a cluster that has stopped is let go, with its servers")
    func letGo() throws {
      weak var cluster: FakeCluster?
      weak var server: WireServer?
      try withCluster { running in
        _ = try TestClient.ready(running, node: 1).query(select)
        (cluster, server) = (running, running.server(1))
      }
      // A thread lets go of what it ran a moment after it has said that it ended.
      try wait { cluster == nil && server == nil }
    }

    @Test("G2: a node that was stopped refuses connections, ends those there were, and comes back at its address")
    func stopping() throws {
      try withCluster { cluster in
        let client = try TestClient.ready(cluster, node: 2)
        cluster.stop(2)
        #expect(try client.frame() == nil)
        #expect(throws: CQLError.self) { try TestClient(cluster, node: 2) }
        #expect(cluster.openConnections(of: 2) == 0)
        #expect(try TestClient.ready(cluster, node: 1).query(select).rows?.rowCount == 100)
        try cluster.start(2)
        #expect(try TestClient.ready(cluster, node: 2).query(select).rows?.rowCount == 100)
        #expect(cluster.acceptedConnections(of: 2) == 2)
      }
    }

    @Test("G2: a frozen node takes connections and requests, and answers when it thaws")
    func freezing() throws {
      try withCluster { cluster in
        let before = try TestClient.ready(cluster, node: 2)
        cluster.freeze(2)
        let after = try TestClient(cluster, node: 2)
        try after.send(.startup(Startup()))
        try before.send(.options)
        #expect(try TestClient.ready(cluster, node: 1).query(select).rows?.rowCount == 100, "the others go on")
        #expect(cluster.openConnections(of: 2) == 2)
        cluster.thaw(2)
        guard case .supported = try before.answer().response else {
          Issue.record("OPTIONS was not answered")
          return
        }
        #expect(try after.answer().response.isReady)
      }
    }

    @Test("G2: a frozen node can be stopped, and answers again when it has been started")
    func stoppingFrozen() throws {
      try withCluster { cluster in
        let client = try TestClient.ready(cluster, node: 3)
        cluster.freeze(3)
        try client.send(.options)
        try wait { cluster.requests(at: 3).last?.kind == .options }
        cluster.stop(3)
        #expect(try client.frame() == nil, "no answer came in front of the end")
        try cluster.start(3)
        #expect(try TestClient.ready(cluster, node: 3).query(select).rows?.rowCount == 100)
      }
    }

    @Test("G2: what was prepared at one node is unknown at the others, under the same id")
    func preparing() throws {
      try withCluster { cluster in
        let (first, second) = (try TestClient.ready(cluster, node: 1), try TestClient.ready(cluster, node: 2))
        let id = try #require(try first.ask(.prepare(Prepare(select))).prepared).id
        #expect(try first.execute(id).rows?.rowCount == 100)
        #expect(try second.execute(id).error?.details == .unprepared(id: id))
        #expect(try #require(try second.ask(.prepare(Prepare(select))).prepared).id == id)
        cluster.forgetPreparedStatements(of: 1)
        #expect(try first.execute(id).error?.code == .unprepared)
        #expect(try second.execute(id).rows?.rowCount == 100)
      }
    }

    @Test("G2: many clusters run side by side, and all their threads and addresses are given back")
    func sideBySide() throws {
      let clusters = (0..<10).map { _ in FakeCluster(tables: [table]) }
      for cluster in clusters { try cluster.start() }
      #expect(Set(clusters.flatMap(\.contactPoints)).count == 30)
      for cluster in clusters {
        for node in cluster.nodes {
          #expect(try TestClient.ready(cluster, node: node).query(select).rows?.rowCount == 100)
        }
      }
      for cluster in clusters { cluster.stop() }
      #expect(throws: CQLError.self) { try TestClient(clusters[0], node: 1) }
      try clusters[0].start()
      #expect(try TestClient.ready(clusters[0], node: 3).query(select).rows?.rowCount == 100)
      clusters[0].stop()
    }

    @Test("G2: the most requests in flight are counted, and streams that are used twice at once")
    func streams() throws {
      try withCluster { cluster in
        let client = try TestClient.ready(cluster, node: 1)
        cluster.freeze(1)
        for stream: Int16 in [5, 6, 7, 6] { try client.send(.options, stream: stream) }
        try wait { cluster.requests(at: 1).count { $0.kind == .options } == 4 }
        cluster.thaw(1)
        for _ in 0..<4 { _ = try client.answer() }
        for stream: Int16 in [5, 6, 7] {
          try client.send(.options, stream: stream)
          _ = try client.answer()
        }
        let report = try #require(cluster.connections(of: 1).first)
        #expect(report.highestInFlight == 4)
        #expect(report.reusedStreams == 1)
        #expect(report.isOpen)
      }
    }
  }
#endif
