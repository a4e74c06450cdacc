import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

#if os(Linux)
  @Suite struct RequestSettingsTests {
    @Test("F9: what a statement says arrives with it, on every page, simple and prepared", arguments: [false, true])
    func settings(isPrepared: Bool) async throws {
      try await Clustered.withSession { session, cluster async throws in
        var statement = Clustered.select
        statement.preparation = isPrepared ? .always : .never
        statement.consistency = .quorum
        statement.serialConsistency = .localSerial
        statement.timestamp = 1_234_567_890
        statement.isTraced = true
        statement.customPayload = ["key": [1, 2, 3]]
        cluster.coordinator.replaceFaults([Fault(.warning("beware"), on: .pages(1...))])
        var tracingIDs = Set<[UInt8]>()
        var pages = 0
        for try await page in session.pages(of: statement, pageSize: 100) {
          pages += 1
          #expect(page.info.warnings == ["beware"])
          tracingIDs.insert(try #require(page.info.tracingID))
        }
        #expect(pages > 2)
        #expect(tracingIDs.count == pages)
        let requests = cluster.requests.filter { $0.read != nil }
        #expect(requests.count == pages)
        for request in requests {
          #expect(request.kind == (isPrepared ? .execute : .query))
          #expect(request.consistency == .quorum)
          #expect(request.serialConsistency == .localSerial)
          #expect(request.timestamp == 1_234_567_890)
          #expect(request.isTraced)
          #expect(request.customPayload == ["key": [1, 2, 3]])
        }
      }
    }
  }
#endif
