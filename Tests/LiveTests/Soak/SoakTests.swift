import CQLPaging
import CQLSession
import Foundation
import Testing

extension LiveCluster {
  /// As long as `CQLPAGING_SOAK_SECONDS` says, on three nodes: `.ci/soak`. `CQLPAGING_SOAK_SEED` makes the same choices as
  /// an earlier soak.
  @Suite(.enabled(if: Soak.seconds != nil, "CQLPAGING_SOAK_SECONDS is not set"))
  struct SoakTests {
    @Test("B6, B9, B11, E3, F4, F5, F6: hours of faults leave every row in its place, and nothing behind")
    func soak() async throws {
      let seconds = Int(Soak.seconds ?? 0)
      let seed = Soak.givenSeed ?? .random(in: 0...0xFFFF_FFFF)
      let log = SoakLog()
      ThrownErrors.forget()
      log.say("\(seconds) s, seed \(seed)")
      let proxy = try CuttingProxy(to: ThreeNodes.configuration().contactPoints)
      try await ThreeNodes.withKeyspace(replication: 3) { maker, keyspace, nodes in
        try await eventually("the session has all nodes") { maker.nodes.count { $0.state == .up } == 3 }
        let (table, changing) = try await Soak.makeTables(maker, keyspace)
        // What is made once, by the first use of it.
        try await nodes.freeze(1)
        try await nodes.restore()
        let before = try await Self.settled()
        let filesBefore = ProcessSample.openFiles
        log.say("before: \(before)")

        var configuration = try Soak.configuration(through: nil)
        configuration.keyspace = keyspace
        let direct = try await CassandraSession.connect(configuration)
        configuration = try Soak.configuration(through: proxy)
        configuration.keyspace = keyspace
        let cut = try await CassandraSession.connect(configuration)
        let soak = Soak(
          seed: seed, end: .now + .seconds(seconds), log: log, keyspace: keyspace, table: table, changing: changing,
          nodes: nodes, proxy: proxy, direct: direct, cut: cut)
        await soak.run(maker)
        try await nodes.restore()
        for session in [direct, cut] {
          try await eventually("no request is left") {
            session.metrics.requestsUnderWay == 0 && session.metrics.requestsWaitingForConnection == 0
          }
          print("session:\n\(session.metrics)")
          log.add(session.metrics)
          await session.close()
        }

        let after = try await Self.settled(as: before)
        let (warm, last) = (log.tenths[1], log.tenths[9])
        #expect(after.descriptors == before.descriptors, "\(filesBefore), then \(ProcessSample.openFiles)")
        #expect(after.loops == before.loops)
        #expect(after.threads <= before.threads + Self.spareThreads)
        #expect(log.lives == 0)
        #expect(last.heapKiB <= warm.heapKiB + warm.heapKiB / 10 + 1024)
        #expect(last.residentKiB <= warm.residentKiB + warm.residentKiB / 10)
        print("measured: \(seconds) s, seed \(seed): \(log.summary); errors: \(log.errors)")
        print("measured: before \(before); warm \(warm); last \(last); after \(after); \(log.lives) rounds' tasks left")
        print("measured: medians of each tenth of the time: \(log.tenths.map(\.figures).joined(separator: "; "))")
        for what in Self.mustHappen where seconds >= 300 { #expect(log.number(of: what) > 0, "no \(what)") }
      }
      try await proxy.close()
    }

    /// Threads that wait for work of the system's thread pool come and go.
    private static let spareThreads = 4
    private static let mustHappen = [
      "nodes killed", "nodes frozen", "cuts of connections", "stalls of connections", "schema changes",
      "tasks cancelled", "scans interrupted", "loops left", "sessions closed", "sessions dropped", "openings cancelled",
      "reads ended by closing",
    ]

    /// What the process holds when it has come to rest: threads of closed sessions take a moment to go.
    private static func settled(as wanted: ProcessSample? = nil) async throws -> ProcessSample {
      var sample = try ProcessSample.take()
      for _ in 0..<200 {
        if let wanted, sample.descriptors == wanted.descriptors, sample.loops == wanted.loops { break }
        try await Task.sleep(for: .milliseconds(50))
        sample = try ProcessSample.take()
      }
      return sample
    }
  }
}

extension SoakLog {
  /// The medians of each tenth of the time.
  var tenths: [ProcessSample] {
    let samples = samples
    return (0..<10).map { .median(samples[samples.count * $0 / 10..<samples.count * ($0 + 1) / 10]) }
  }
}

extension Soak {
  /// All actors, until the time is over.
  ///
  /// - Parameter maker: a session that waits long enough for schema changes.
  func run(_ maker: CassandraSession) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await rounds(of: "lazy reads", 1) { try await readTable(&$0, ahead: false) } }
      group.addTask { await rounds(of: "reads ahead", 2) { try await readTable(&$0, ahead: true) } }
      group.addTask { await rounds(of: "slow reads", 3) { try await readSlowly(&$0) } }
      group.addTask { await rounds(of: "slow reads", 4) { try await readSlowly(&$0) } }
      group.addTask { await rounds(of: "reads left and resumed", 5) { try await leave(&$0) } }
      group.addTask { await rounds(of: "reads that may be cancelled", 6) { try await cancel(&$0) } }
      group.addTask { await rounds(of: "reads of a changing table", 7) { try await readChanging(&$0) } }
      group.addTask { await rounds(of: "bursts of questions", 8) { try await ask(&$0) } }
      group.addTask { await rounds(of: "scans", 9) { try await scan(&$0) } }
      group.addTask { await rounds(of: "scans by workers", 10) { try await scanWithWorkers(&$0) } }
      group.addTask { await rounds(of: "sessions", 11) { try await openAndClose(&$0) } }
      group.addTask { await rounds(of: "rounds of cuts", 12, pause: 50...3000) { cutConnections(&$0) } }
      group.addTask { await rounds(of: "broken nodes", 13, pause: 5000...20_000) { try await breakNode(&$0) } }
      group.addTask {
        await rounds(of: "rounds of schema changes", 14) { try await changeSchema(&$0, maker) }
      }
      group.addTask { await watch() }
    }
  }

  /// Samples of the process, and rounds that do not end.
  private func watch() async {
    while !isOver {
      try? await Task.sleep(for: .seconds(5))
      if let sample = try? ProcessSample.take() {
        log.add(sample)
        if log.samples.count.isMultiple(of: 12) { log.say("\(sample); \(log.summary); errors: \(log.errors)") }
      }
      for round in log.takeStuckRounds(longerThan: .seconds(300)) { Issue.record("no end of \(round)") }
    }
  }
}
