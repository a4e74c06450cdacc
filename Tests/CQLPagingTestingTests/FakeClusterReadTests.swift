import CQLNativeProtocol
import CQLPaging
import Testing

@testable import CQLPagingTesting

#if os(Linux)
  @Suite struct FakeClusterReadTests {
    private let table = FakeTable.numbered("test.numbers", partitions: 40, rowsInEach: 2)

    private func withCluster<Result>(
      replicationFactor: Int = 1, _ change: (inout FakeCluster.Options) -> Void = { _ in },
      _ body: (FakeCluster) throws -> Result
    ) throws -> Result {
      var options = FakeCluster.Options()
      options.tokensPerNode = 1
      change(&options)
      let cluster = FakeCluster(tables: [table], replicationFactor: replicationFactor, options: options)
      try cluster.start()
      defer { cluster.stop() }
      return try body(cluster)
    }

    private func select(_ range: (after: Token, upTo: Token)?) throws -> String {
      let range = try #require(range)
      return "SELECT part FROM test.numbers WHERE token(part) > \(range.after) AND token(part) <= \(range.upTo)"
    }

    /// Each node's part of the ring, as a scan asks for it: that of node 1 ends at the smallest token but one.
    private func parts(_ cluster: FakeCluster) -> [Int: (after: Token, upTo: Token)] {
      let ends = cluster.nodes.map { cluster.tokens(of: $0)[0] }
      return [1: (ends[2], .maximum), 2: (ends[0], ends[1]), 3: (ends[1], ends[2])]
    }

    @Test("E5: the journal knows which tokens were asked for, and whether of a replica")
    func routes() throws {
      try withCluster { cluster in
        let client = try TestClient.ready(cluster, node: 2)
        for (node, part) in parts(cluster).sorted(by: { $0.key < $1.key }) {
          #expect(try #require(try client.query(select(part)).rows).rowCount > 0)
          let read = try #require(cluster.requests.last?.read)
          #expect(read.tokens == Token(part.after.rawValue + 1)...part.upTo)
          #expect(read.replicas == [node])
          #expect(read.isAtReplica == (node == 2))
          #expect(read.keyspace == "test")
        }
        let text = "SELECT part FROM test.numbers WHERE part = ?"
        let id = try #require(try client.ask(.prepare(Prepare(text))).prepared).id
        _ = try client.execute(id, values: [.bytes([0, 0, 0, 7])])
        let token = Token(Murmur3.token(ofKey: [0, 0, 0, 7]))
        let request = try #require(cluster.requests.last)
        #expect(request.kind == .execute)
        #expect(request.text == text)
        #expect(request.read?.tokens == token...token)
        #expect(request.read.map { Array($0.replicas) } == cluster.replicas(of: token, in: "test"))
        _ = try client.query("SELECT part FROM test.numbers")
        #expect(cluster.requests.last?.read?.tokens == .minimum ... .maximum)
        #expect(cluster.requests.last?.read?.replicas == [])
        _ = try client.query("SELECT * FROM system.local")
        #expect(cluster.requests.last?.read == nil)
      }
    }

    @Test("E3: with one copy and a dead node its part is unavailable, and all others can be read")
    func deadOwner() throws {
      try withCluster { cluster in
        cluster.stop(3)
        let client = try TestClient.ready(cluster, node: 1)
        let parts = parts(cluster)
        for node in [1, 2] {
          #expect(try client.query(select(parts[node])).rows?.rowCount ?? 0 > 0)
        }
        let part = try #require(parts[3])
        let error = try client.query(select(part)).error
        #expect(error?.code == .unavailable)
        #expect(error?.details == .unavailable(consistency: .one, required: 1, alive: 0))
        #expect(try client.query("SELECT * FROM system.peers").rows?.rowCount == 2)
        try cluster.start(3)
        #expect(try client.query(select(part)).rows?.rowCount ?? 0 > 0)
      }
    }

    @Test("E3: a scan without bounds reads on until a page comes to the dead node's part")
    func pagesUpToTheDead() throws {
      try withCluster { cluster in
        let alive = try #require(
          try TestClient.ready(cluster, node: 1).query(select(parts(cluster)[2])).rows
        ).rowCount
        cluster.stop(3)
        let client = try TestClient.ready(cluster, node: 1)
        var rows = 0
        var state: [UInt8]?
        var failure: ServerError?
        while failure == nil {
          let response = try client.query("SELECT part FROM test.numbers", pageSize: 1, state: state)
          rows += response.rows?.rowCount ?? 0
          state = response.rows?.pagingState
          failure = response.error
          try #require(rows <= 80)
        }
        #expect(failure?.code == .unavailable)
        #expect(rows == alive)
        try cluster.start(3)
        let rest = try client.query("SELECT part FROM test.numbers", state: state)
        #expect(rest.error == nil)
      }
    }

    @Test("F7: a frozen replica is a time-out, at once or after the delay that was set")
    func frozenReplica() throws {
      for delay in [Duration.zero, .milliseconds(300)] {
        try withCluster {
          $0.readTimeout = delay
        } _: { cluster in
          cluster.freeze(3)
          let client = try TestClient.ready(cluster, node: 1)
          let start = ContinuousClock.now
          let error = try client.query(select(parts(cluster)[3])).error
          #expect(error?.code == .readTimeout)
          #expect(
            error?.details == .readTimeout(consistency: .one, received: 0, blockFor: 1, dataPresent: false))
          #expect(.now - start >= delay)
          cluster.thaw(3)
          #expect(try client.query(select(parts(cluster)[3])).error == nil)
        }
      }
    }

    @Test("F7: with three copies a dead node is noticed by ALL only, and two dead ones by QUORUM")
    func threeCopies() throws {
      try withCluster(replicationFactor: 3) { cluster in
        let client = try TestClient.ready(cluster, node: 1)
        func failure(_ consistency: Consistency) throws -> ServerError.Details? {
          try client.query("SELECT part FROM test.numbers", consistency: consistency).error?.details
        }
        cluster.stop(2)
        #expect(try failure(.quorum) == nil)
        #expect(try failure(.all) == .unavailable(consistency: .all, required: 3, alive: 2))
        cluster.stop(3)
        #expect(try failure(.localOne) == nil)
        #expect(try failure(.localQuorum) == .unavailable(consistency: .localQuorum, required: 2, alive: 1))
      }
    }

    @Test("F7: faults of the coordinator hit whichever node is asked")
    func faults() throws {
      try withCluster { cluster in
        cluster.coordinator.replaceFaults([
          Fault(.error(ServerError(code: .overloaded, message: "busy")), on: 1, times: 2)
        ])
        for node in [2, 3] {
          let error = try TestClient.ready(cluster, node: node).query("SELECT part FROM test.numbers").error
          #expect(error?.code == .overloaded)
        }
        #expect(try TestClient.ready(cluster, node: 1).query("SELECT part FROM test.numbers").error == nil)
      }
    }

    @Test("F9: what else came with a request is in the journal, and a traced one has an id in its answer")
    func extras() throws {
      try withCluster { cluster in
        let client = try TestClient.ready(cluster, node: 1)
        let parameters = QueryParameters(consistency: .quorum, serialConsistency: .localSerial, timestamp: 42)
        let message = RequestMessage(
          .query(Query("SELECT part FROM test.numbers", parameters: parameters)), isTraced: true,
          customPayload: ["key": [1, 2]])
        var writer = FrameWriter()
        try message.encode(stream: 1, into: &writer)
        client.send(writer.bytes)
        let answer = try ResponseMessage(decoding: try #require(try client.frame()))
        #expect(answer.tracingID?.count == 16)
        let request = try #require(cluster.requests.last)
        #expect(request.isTraced)
        #expect(request.customPayload == ["key": [1, 2]])
        #expect(request.consistency == .quorum)
        #expect(request.serialConsistency == .localSerial)
        #expect(request.timestamp == 42)
        try client.send(.query(Query("SELECT part FROM test.numbers", parameters: parameters)))
        #expect(try ResponseMessage(decoding: try #require(try client.frame())).tracingID == nil)
      }
    }

    @Test("G2: an interceptor knows the node, and can send other bytes for it")
    func interception() throws {
      let cluster = FakeCluster(FakeCoordinator(tables: [table]), nodes: [.init(), .init()]) { node, exchange in
        node == 2 && exchange.statement != nil ? [.close] : nil
      }
      try cluster.start()
      defer { cluster.stop() }
      #expect(try TestClient.ready(cluster, node: 1).query("SELECT part FROM test.numbers").rows != nil)
      let client = try TestClient.ready(cluster, node: 2)
      #expect(throws: CQLError.self) { try client.query("SELECT part FROM test.numbers") }
    }
  }
#endif
