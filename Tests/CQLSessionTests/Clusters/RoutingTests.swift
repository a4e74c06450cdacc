import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

#if os(Linux)
  @Suite struct RoutingTests {
    @Test("F8: prepared statements are asked of a replica of their partition", arguments: [1, 2])
    func replicas(factor: Int) async throws {
      let cluster = FakeCluster(tables: [Clustered.table()], nodes: 3, replicationFactor: factor)
      try await Clustered.withSession(cluster) { session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        for part in 0..<Clustered.partitions {
          let statement: Statement = "SELECT number FROM test.numbers WHERE part = \(part)"
          #expect(try await session.numbers(statement) == Array(0..<Clustered.rowsInEach))
        }
        let reads = cluster.requests.filter { $0.kind == .execute }.compactMap(\.read)
        #expect(reads.count >= Clustered.partitions)
        #expect(reads.allSatisfy { $0.isAtReplica })
      }
    }

    @Test("F8: where rows are can be said, for statements that do not tell")
    func routingToken() async throws {
      let cluster = FakeCluster(tables: [Clustered.table()], nodes: 3, replicationFactor: 1)
      try await Clustered.withSession(cluster) { session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        for node in cluster.nodes {
          for token in cluster.tokens(of: node) {
            var statement = Clustered.select
            statement.routingToken = token
            statement.routingKeyspace = "test"
            let page = try await session.fetchPage(PageRequest(statement, pageSize: 1))
            #expect(page.info.coordinator == cluster.contactPoints[node - 1])
          }
        }
      }
    }

    @Test("F3, F8: a statement is prepared once on each node, however many tasks run it")
    func preparations() async throws {
      try await Clustered.withSession { session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        try await withThrowingTaskGroup(of: Void.self) { group in
          for part in 0..<300 {
            group.addTask {
              let part = part % Clustered.partitions
              let statement: Statement = "SELECT number FROM test.numbers WHERE part = \(part)"
              let numbers = try await session.numbers(statement)
              #expect(numbers == Array(0..<Clustered.rowsInEach))
            }
          }
          try await group.waitForAll()
        }
        for node in cluster.nodes {
          #expect(cluster.requests(at: node).filter { $0.kind == .prepare }.count == 1)
        }
      }
    }

    @Test("F5: 10,000 queries at once over three nodes: all answered, and no stream id given twice")
    func concurrency() async throws {
      try await Clustered.withSession(configure: { $0.maximumConcurrentRequests = 64 }) {
        session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<10_000 {
            group.addTask { try await session.fetchPage(PageRequest(Clustered.select, pageSize: 1)).rows.count }
          }
          var rows = 0
          for try await count in group { rows += count }
          #expect(rows == 10_000)
        }
        let reports = cluster.nodes.flatMap { cluster.connections(of: $0) }
        #expect(reports.allSatisfy { $0.reusedStreams == 0 && $0.highestInFlight <= 65 })
        #expect(reports.allSatisfy { $0.highestInFlight > 1 })
      }
    }
  }
#endif
