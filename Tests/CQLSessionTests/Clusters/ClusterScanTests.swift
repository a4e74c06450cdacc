import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

#if os(Linux)
  @Suite struct ClusterScanTests {
    private static func numbers(_ scan: TokenRangeScan<CassandraSession>) async throws -> [Int] {
      var numbers: [Int] = []
      for try await row in scan.rows { numbers.append(try number(row)) }
      return numbers.sorted()
    }

    private static func number(_ row: CQLRow) throws -> Int {
      let (part, number) = try row.decode(as: (Int, Int).self)
      return part * Clustered.rowsInEach + number
    }

    private static func cluster(replicationFactor: Int) -> FakeCluster {
      FakeCluster(tables: [Clustered.table()], nodes: 3, replicationFactor: replicationFactor)
    }

    @Test("E5: each range is asked of a replica, and the work is spread", arguments: [1, 2, 3])
    func replicas(factor: Int) async throws {
      try await Clustered.withSession(Self.cluster(replicationFactor: factor)) { session, cluster async throws in
        #expect(await eventually { session.nodesUp(of: cluster) == [1, 2, 3] })
        let scan = try await session.scan("test.numbers", columns: ["part", "number"], splits: 60)
        cluster.clearRequests()
        #expect(try await Self.numbers(scan) == Clustered.everyRow)
        let reads = cluster.requests.compactMap { request in request.read.map { (request.node, $0.isAtReplica) } }
        #expect(reads.count >= 60)
        #expect(reads.allSatisfy { $0.1 })
        for node in cluster.nodes {
          let share = Double(reads.count { $0.0 == node }) / Double(reads.count)
          // A single copy is where it is, and the parts of the ring are not equally wide.
          #expect((factor == 1 ? 0.1...0.6 : 0.25...0.42).contains(share), "node \(node): \(share)")
        }
      }
    }

    @Test("E2, F6: a scan during which each node dies and comes back, and each freezes: every row once, no error")
    func turmoil() async throws {
      try await Clustered.withSession(
        Self.cluster(replicationFactor: 3), configure: { $0.heartbeatTimeout = .milliseconds(300) }
      ) { session, cluster async throws in
        var table = try await ScanTable.named("test.numbers", columns: ["part", "number"], in: session)
        table.pageSize = 2
        let scan = try await session.scan(table, splits: 8)
        var numbers: [Int] = []
        var step = 0
        for try await row in scan.rows {
          numbers.append(try Self.number(row))
          guard numbers.count.isMultiple(of: 24) else { continue }
          let (round, isSecond) = step.quotientAndRemainder(dividingBy: 2)
          let node = round % 3 + 1
          switch (round < 3, isSecond == 1) {
          case (true, false): cluster.stop(node)
          case (true, true): try cluster.start(node)
          case (false, false): cluster.freeze(node)
          case (false, true): cluster.thaw(node)
          }
          step += 1
        }
        #expect(numbers.sorted() == Clustered.everyRow)
        #expect(step == 12)
      }
    }

    @Test(
      "E3, E4: one copy and a dead node: the others finish, the error names the range, the checkpoint goes on later")
    func deadOwner() async throws {
      try await Clustered.withSession(Self.cluster(replicationFactor: 1)) { session, cluster async throws in
        let options = ScanOptions(retry: RetryPolicy(retries: 1, firstDelay: .milliseconds(1)))
        let scan = try await session.scan("test.numbers", columns: ["part", "number"], splits: 24, options: options)
        cluster.stop(2)
        var rows = scan.rows.makeAsyncIterator()
        var numbers: [Int] = []
        let error = await #expect(throws: ScanError.self) {
          while let row = try await rows.next() { numbers.append(try Self.number(row)) }
        }
        let failures = try #require(error).failures
        #expect(!failures.isEmpty)
        #expect(failures.allSatisfy { cluster.replicas(of: $0.range.end, in: "test") == [2] })
        #expect(error?.description.contains("\(failures[0].range)") == true)
        #expect(error?.description.contains("Cannot achieve consistency level") == true)
        let parts = Set(numbers.map { $0 / Clustered.rowsInEach })
        #expect(parts.count > 10 && parts.count < Clustered.partitions)
        try cluster.start(2)
        let rest = try await session.scan(
          "test.numbers", columns: ["part", "number"], splits: 5, from: rows.checkpoint, options: options)
        numbers += try await Self.numbers(rest)
        #expect(numbers.sorted() == Clustered.everyRow)
      }
    }

    @Test("E5: tables that are not on the ring are refused, with what to do")
    func notOnTheRing() async throws {
      try await Clustered.withSession { session, _ async throws in
        #expect(await cqlError { try await session.scan("system.local") }?.code == .unsupported)
        #expect(await cqlError { try await session.scan("nowhere.table") }?.code == .unknownTable)
        #expect(await cqlError { try await session.ringParts(of: "nowhere") }?.code == .unknownTable)
      }
    }
  }
#endif
