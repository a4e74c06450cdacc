import Foundation

/// Holds back a node's answers while the node is frozen.
///
/// `@unchecked Sendable`: the flag is touched only while the condition is locked.
final class FreezeGate: @unchecked Sendable {
  private let condition = NSCondition()
  private var closed = false

  var isClosed: Bool {
    get {
      condition.lock()
      defer { condition.unlock() }
      return closed
    }
    set {
      condition.lock()
      closed = newValue
      condition.broadcast()
      condition.unlock()
    }
  }

  /// Waits until the gate is open, or nobody wants to pass any more.
  func pass(unless isGivenUp: () -> Bool) {
    condition.lock()
    defer { condition.unlock() }
    while closed, !isGivenUp() { condition.wait() }
  }

  /// Lets all who wait look again whether they still want to pass.
  func wake() {
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }
}
