/// Which streams of a connection have a request that is not answered yet.
struct StreamLedger: Sendable {
  private var inFlight: [Int16: Int] = [:]
  private var count = 0
  /// The most requests that were not answered at the same time.
  private(set) var highest = 0
  /// How often a request came on a stream that had one already, which protocol v4 forbids in section 2.3.
  private(set) var reused = 0

  mutating func began(_ stream: Int16) {
    inFlight[stream, default: 0] += 1
    count += 1
    highest = max(highest, count)
    if inFlight[stream, default: 0] > 1 { reused += 1 }
  }

  mutating func ended(_ stream: Int16) {
    guard let requests = inFlight[stream] else { return }
    inFlight[stream] = requests > 1 ? requests - 1 : nil
    count -= 1
  }
}
