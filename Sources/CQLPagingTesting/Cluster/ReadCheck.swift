import CQLPaging

/// Whether enough replicas are there for a read.
///
/// Nodes that are down are known to be: `Unavailable` comes at once. That a node is frozen nobody knows, so the read
/// begins and times out. The coordinator itself always answers: it is the one that asks.
struct ReadCheck {
  let view: ClusterView
  let keyspace: String
  let consistency: Consistency

  /// What the read of these tokens fails with; nil where it succeeds.
  func failure(reading span: TokenSpan) -> ServerError? {
    if consistency == .any { return .invalid("ANY ConsistencyLevel is only supported for writes") }
    for replicas in view.topology.replicaSets(of: span, in: keyspace) {
      for need in needs {
        if let failure = failure(need, among: replicas) { return failure }
      }
    }
    return nil
  }

  private struct Need {
    var replicas: Int
    /// nil asks nodes of all data centres.
    var dataCenter: String?
  }

  private func failure(_ need: Need, among replicas: [FakeNode]) -> ServerError? {
    let asked = replicas.filter { need.dataCenter == nil || $0.dataCenter == need.dataCenter }
    let alive = asked.filter { $0.state != .down || $0.number == view.local.number }
    let answering = alive.filter { $0.state == .up || $0.number == view.local.number }
    let required = Int32(clamping: need.replicas)
    if alive.count < need.replicas {
      return ServerError(
        code: .unavailable, message: "Cannot achieve consistency level \(consistency)",
        details: .unavailable(consistency: consistency, required: required, alive: Int32(clamping: alive.count)))
    }
    guard answering.count < need.replicas else { return nil }
    return ServerError(
      code: .readTimeout, message: "Operation timed out - received only \(answering.count) responses.",
      details: .readTimeout(
        consistency: consistency, received: Int32(clamping: answering.count), blockFor: required,
        // With an answer of a replica there are data, or at least a digest of them.
        dataPresent: !answering.isEmpty))
  }

  /// How many must answer, and where.
  private var needs: [Need] {
    let replication = view.topology.replication(of: keyspace)
    let all = replication.total
    let local = view.local.dataCenter
    let localFactor = replication.factor(in: local)
    return switch consistency {
    case .two: [Need(replicas: 2)]
    case .three: [Need(replicas: 3)]
    case .quorum, .serial: [Need(replicas: all / 2 + 1)]
    case .all: [Need(replicas: all)]
    case .localQuorum, .localSerial: [Need(replicas: localFactor / 2 + 1, dataCenter: local)]
    case .localOne: [Need(replicas: 1, dataCenter: local)]
    case .eachQuorum: eachQuorum(replication)
    default: [Need(replicas: 1)]
    }
  }

  private func eachQuorum(_ replication: FakeCluster.Replication) -> [Need] {
    guard case .network(let factors) = replication else { return [Need(replicas: replication.total / 2 + 1)] }
    return factors.sorted { $0.key < $1.key }.map { Need(replicas: $0.value / 2 + 1, dataCenter: $0.key) }
  }
}
