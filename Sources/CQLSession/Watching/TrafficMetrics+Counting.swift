internal import CQLNativeProtocol
internal import CQLPaging

// What a connection counts, under its lock.
extension TrafficMetrics {
  /// A request that the connection took.
  mutating func asked(_ request: Request) {
    switch request.opcode {
    case .query: queries += 1
    case .execute: executions += 1
    case .prepare: preparations += 1
    default: otherRequests += 1
    }
  }

  /// Its answer, while somebody waited for it.
  mutating func answered(_ frame: Frame, after duration: Duration) {
    answers += 1
    if frame.header.opcode == .error { errorAnswers += 1 }
    latency.record(duration)
  }
}
