import CQLPaging
import CQLSession
import Testing

extension LiveCluster {
  /// More at once than there are stream ids in use.
  @Suite(.enabled(if: ThreeNodes.dataCenters.isEmpty, "these nodes are in several data centres"))
  struct LoadTests {
    @Test("F5: 10,000 queries at once over three nodes are all answered, each with its own row")
    func queries() async throws {
      try await ThreeNodes.withKeyspace(replication: 3) { session, _, _ in
        try await SampleTables.makeWide(session)
        let coordinators = try await session.askForWideRows(10_000)
        #expect(coordinators == Set(ThreeNodes.addresses))
      }
    }
  }
}
