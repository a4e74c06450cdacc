import CQLPaging

/// What came to the nodes of a cluster, in the order in which it came.
final class ClusterJournal: Sendable {
  private let entries = Lock<[FakeCluster.Request]>([])

  var requests: [FakeCluster.Request] { entries.withLock { $0 } }

  /// Adds a request. The oldest are dropped where there are more than ``FakeCluster/recordedRequests``.
  func add(_ request: FakeCluster.Request) {
    entries.withLock { entries in
      if entries.count >= 2 * FakeCluster.recordedRequests { entries.removeFirst(FakeCluster.recordedRequests) }
      entries.append(request)
    }
  }

  func clear() { entries.withLock { $0 = [] } }
}
