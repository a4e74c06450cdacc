import CQLPaging
import CQLPagingTesting
import CQLSession
import Foundation
import Testing

#if os(Linux)
  @Suite struct ReseedingTests {
    @Test("F1: where all nodes are gone for good, the contact points are asked again, however many requests come")
    func goneForGood() async throws {
      func cluster() -> FakeCluster { FakeCluster(tables: [Clustered.table()], nodes: 1) }
      try await FakeCluster.withCluster(cluster()) { other async throws in
        let another = try ContactPoint(other.contactPoints[0])
        try await Clustered.withSession(cluster(), configure: { $0.contactPoints.append(another) }) {
          session, cluster async throws in
          cluster.stop(1)
          // Each request is a reason to try the node that is gone once more, and that fails at once.
          let deadline = ContinuousClock.now + .seconds(15)
          var coordinator: String?
          while coordinator == nil, ContinuousClock.now < deadline {
            coordinator = try? await session.execute(Clustered.select).info.coordinator
          }
          #expect(coordinator == another.description)
        }
      }
    }

    @Test("F1: a node that comes back while a contact point is still asked is kept, and the contact point let go")
    func backInTime() async throws {
      let gate = DispatchSemaphore(value: 0)
      defer { gate.signal() }
      let isAsked = Once()
      // A server that takes its time, of another cluster.
      let hesitant: Scripted.Script = { _ in
        if isAsked.take() { gate.wait() }
        return nil
      }
      try await Scripted.withServer(script: hesitant) { server async throws in
        let other = ContactPoint(host: "127.0.0.1", port: UInt16(server.port))
        let cluster = FakeCluster(tables: [Clustered.table()], nodes: 1)
        try await Clustered.withSession(
          cluster,
          configure: {
            $0.contactPoints.append(other)
            $0.connectTimeout = .seconds(60)
          }
        ) { session, cluster async throws in
          let nodes = session.nodes.map(\.hostID)
          cluster.stop(1)
          #expect(await eventually { server.acceptedConnections == 1 })
          try cluster.start(1)
          #expect(await eventually { session.nodesUp(of: cluster) == [1] })
          let isRegistered = { cluster.connections(of: 1).contains { $0.isOpen && $0.isRegistered } }
          #expect(await eventually(isRegistered))
          gate.signal()
          #expect(await eventually { server.openConnections == 0 })
          #expect(session.nodes.map(\.hostID) == nodes)
          #expect(try await Clustered.scan(session) == Clustered.everyRow)
          #expect(server.acceptedConnections == 1)
        }
      }
    }
  }
#endif
