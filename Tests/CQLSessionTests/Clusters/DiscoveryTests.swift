import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

#if os(Linux)
  @Suite struct DiscoveryTests {
    @Test("F1: one contact point is enough to know them all", arguments: [FakeCluster.Release.cassandra3, .cassandra5])
    func discovery(release: FakeCluster.Release) async throws {
      var options = FakeCluster.Options()
      options.release = release
      let cluster = FakeCluster(tables: [Clustered.table()], nodes: 3, options: options)
      try await Clustered.withSession(cluster) { session, cluster async throws in
        #expect(session.nodes.count == 3)
        #expect(Set(session.nodes.map(\.id)) == Set(session.nodes.map(\.hostID)))
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        for node in session.nodes {
          let number = try #require(cluster.node(at: node.address.description))
          #expect(node.tokens == cluster.tokens(of: number))
          #expect(cluster.openConnections(of: number) == 1)
        }
        #expect(try await Clustered.scan(session) == Clustered.everyRow)
      }
    }

    @Test("F1: contact points that are down are passed over")
    func deadContactPoints() async throws {
      let cluster = FakeCluster(tables: [Clustered.table()], nodes: 3, replicationFactor: 3)
      try await FakeCluster.withCluster(cluster) { cluster async throws in
        cluster.stop(1)
        cluster.freeze(2)
        var configuration = try SessionConfiguration(contactPoints: cluster.contactPoints)
        configuration.connectTimeout = .seconds(1)
        try await CassandraSession.withSession(configuration) { session async throws in
          #expect(session.nodes.count == 3)
          #expect(try await Clustered.scan(session) == Clustered.everyRow)
          #expect(session.nodesUp(of: cluster) == [3])
        }
      }
    }

    @Test("F1: a node that joins gets requests, one that leaves gets none")
    func membership() async throws {
      try await Clustered.withSession { session, cluster async throws in
        let new = try cluster.add()
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3, new] })
        cluster.clearRequests()
        for _ in 0..<20 { _ = try await session.execute(Clustered.select) }
        #expect(!cluster.requests(at: new).isEmpty)
        cluster.remove(2)
        #expect(await eventually { session.nodes.count == 3 })
        cluster.clearRequests()
        for _ in 0..<20 { _ = try await session.execute(Clustered.select) }
        #expect(cluster.requests(at: 2).isEmpty)
      }
    }

    @Test("F1, F8: requests follow a node to another data centre, where no event says so")
    func move() async throws {
      try await Clustered.withSession(configure: {
        $0.remoteNodes = .never
        $0.topologyRefreshInterval = .milliseconds(100)
      }) { session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        cluster.move(3, toDataCenter: "elsewhere")
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2] })
        #expect(session.nodes.first { $0.dataCenter == "elsewhere" }?.state == .idle)
        cluster.clearRequests()
        for _ in 0..<20 { _ = try await session.execute(Clustered.select) }
        #expect(cluster.requests(at: 3).isEmpty)
        cluster.move(3, toDataCenter: session.nodes.first { $0.state == .up }?.dataCenter ?? "")
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
      }
    }

    @Test("F1: when the node that tells of changes dies, another one does")
    func control() async throws {
      try await Clustered.withSession { session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        for _ in 0..<3 {
          let isRegistered = { (node: Int) in cluster.connections(of: node).contains { $0.isOpen && $0.isRegistered } }
          #expect(await eventually { cluster.nodes.filter(isRegistered).count == 1 })
          let node = try #require(cluster.nodes.first(where: isRegistered))
          cluster.stop(node)
          #expect(await eventually { cluster.nodes.filter { $0 != node }.contains(where: isRegistered) })
          #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3].filter { $0 != node } })
          try cluster.start(node)
          #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        }
      }
    }

    @Test("F1: when all nodes are gone the error names them, and requests go on when one is back")
    func allGone() async throws {
      let first = FakeCluster(tables: [Clustered.table()], nodes: 1)
      try await Clustered.withSession(first) { session, cluster async throws in
        cluster.stop(1)
        #expect(await eventually { session.nodesUp(of: cluster) == [] })
        let error = await cqlError { try await Clustered.scan(session) }
        #expect(error?.code == .noHostAvailable)
        #expect(error?.message.contains(cluster.contactPoints[0]) == true)
        try cluster.start(1)
        #expect(try await Clustered.scan(session) == Clustered.everyRow)
      }
    }

    @Test("F8: where all local nodes have moved away and others are not asked, the error says where there are nodes")
    func noneLocal() async throws {
      let cluster = FakeCluster(tables: [Clustered.table()], nodes: 1)
      try await Clustered.withSession(
        cluster,
        configure: {
          $0.remoteNodes = .never
          $0.topologyRefreshInterval = .milliseconds(100)
        }
      ) { session, cluster async throws in
        #expect(try await Clustered.scan(session) == Clustered.everyRow)
        let home = try #require(session.nodes.first?.dataCenter)
        cluster.move(1, toDataCenter: "elsewhere")
        #expect(await eventually { session.nodes.map(\.state) == [.idle] })
        let error = await cqlError { try await Clustered.scan(session) }
        #expect(error?.code == .noHostAvailable)
        #expect(
          error?.message.hasSuffix(
            "no node may be asked: the local data centre is \"\(home)\", and there are nodes in elsewhere") == true,
          "\(String(describing: error))")
        cluster.move(1, toDataCenter: home)
        #expect(await eventually { session.nodesUp(of: cluster) == [1] })
        #expect(try await Clustered.scan(session) == Clustered.everyRow)
      }
    }

    @Test("F8: a data centre that no node is in is refused, with those there are")
    func unknownDataCenter() async throws {
      try await FakeCluster.withCluster(FakeCluster(tables: [], nodes: 2)) { cluster async throws in
        var configuration = try SessionConfiguration(contactPoints: cluster.contactPoints)
        configuration.localDataCenter = "nowhere"
        let error = await cqlError { try await CassandraSession.connect(configuration) }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains("no node is in the data centre \"nowhere\"") == true)
      }
    }
  }
#endif
