import Foundation

/// What a connection still has to send, each part at its time: an answer that is delayed does not hold up the others.
///
/// `@unchecked Sendable`: everything is touched only while the condition is locked.
final class Outbox: @unchecked Sendable {
  struct Item {
    var bytes: [UInt8]
    /// Whether the connection ends when the bytes have been sent.
    var closes = false
    /// How long nothing is sent behind the bytes.
    var stall = Duration.zero
    /// The stream whose request is answered with them.
    var stream: Int16?
    /// When to send them.
    var due: ContinuousClock.Instant
  }

  /// How many answers may wait before no more requests are read.
  private static let capacity = 1024

  private let condition = NSCondition()
  /// In the order in which they are due.
  private var items: [Item] = []
  private var hasClosed = false

  var isClosed: Bool {
    condition.lock()
    defer { condition.unlock() }
    return hasClosed
  }

  /// Adds an item behind all that are due before it or with it. Waits while there are too many.
  func add(_ item: Item) {
    condition.lock()
    defer { condition.unlock() }
    while items.count >= Self.capacity, !hasClosed { condition.wait() }
    guard !hasClosed else { return }
    let place = items.lastIndex { $0.due <= item.due }.map { $0 + 1 } ?? 0
    items.insert(item, at: place)
    condition.broadcast()
  }

  /// Waits for the next item that is due; nil when the outbox is closed.
  func next() -> Item? {
    condition.lock()
    defer { condition.unlock() }
    while !hasClosed {
      guard let first = items.first else {
        condition.wait()
        continue
      }
      let wait = first.due - .now
      guard wait > .zero else {
        condition.broadcast()
        return items.removeFirst()
      }
      _ = condition.wait(until: Date(timeIntervalSinceNow: wait / .seconds(1)))
    }
    return nil
  }

  /// Waits for as long, or until the outbox is closed.
  func wait(_ duration: Duration) {
    let end = Date(timeIntervalSinceNow: duration / .seconds(1))
    condition.lock()
    defer { condition.unlock() }
    while !hasClosed, condition.wait(until: end) {}
  }

  /// Drops what was not sent, and ends all waiting.
  func close() {
    condition.lock()
    defer { condition.unlock() }
    hasClosed = true
    items = []
    condition.broadcast()
  }
}
