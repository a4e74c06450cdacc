/// When a session tries again to reach a node: at once, then after waits that double up to a longest one.
///
/// Pure: whoever waits brings the chance and the clock.
struct ReconnectionSchedule: Sendable {
  /// The longest that the second try waits.
  let base: Duration
  /// No wait is longer than this.
  let longest: Duration
  /// Tries since the node was last reached.
  private(set) var attempts = 0
  private var limit: Duration

  /// Nodes restart within a minute or so: with these, one that is back has its requests again within 30 seconds.
  init(base: Duration = .seconds(1), longest: Duration = .seconds(30)) {
    self.base = min(base, longest)
    self.longest = longest
    limit = self.base
  }

  /// How long to wait before the next try.
  ///
  /// - Parameter chance: from 0 to 1. Waits lie between half of their limit and all of it, so that clients that lost a node
  ///   together do not come back together.
  mutating func nextDelay(chance: Double) -> Duration {
    defer { attempts += 1 }
    guard attempts > 0 else { return .zero }
    defer { limit = limit > longest / 2 ? longest : limit * 2 }
    return limit / 2 + limit / 2 * min(max(chance, 0), 1)
  }

  /// Begins anew: the node was reached.
  mutating func reset() { self = ReconnectionSchedule(base: base, longest: longest) }
}
