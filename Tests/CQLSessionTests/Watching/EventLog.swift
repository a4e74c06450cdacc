import CQLPaging
import CQLSession
import Synchronization

/// Keeps all events.
final class EventLog: Sendable {
  private let kept = Mutex<[SessionEvent]>([])

  var events: [SessionEvent] { kept.withLock { $0 } }
  var lines: [String] { events.map(\.description) }

  func note(_ event: SessionEvent) { kept.withLock { $0.append(event) } }

  /// How many there are whose text begins or ends with this one.
  func count(_ text: String) -> Int { lines.count { $0.hasPrefix(text) || $0.hasSuffix(text) } }
}
