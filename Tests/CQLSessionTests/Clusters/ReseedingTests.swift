import CQLPaging
import CQLPagingTesting
import CQLSession
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
  }
#endif
