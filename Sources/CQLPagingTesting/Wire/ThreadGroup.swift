import Foundation

/// Threads that can be waited for.
///
/// `@unchecked Sendable`: the count is touched only while the condition is locked.
final class ThreadGroup: @unchecked Sendable {
  private let condition = NSCondition()
  private var running = 0

  /// Starts a thread.
  func run(_ name: String, _ body: @escaping @Sendable () -> Void) {
    condition.lock()
    running += 1
    condition.unlock()
    let thread = Thread { [self] in
      body()
      condition.lock()
      running -= 1
      condition.broadcast()
      condition.unlock()
    }
    thread.name = name
    thread.start()
  }

  /// Waits until all threads have ended.
  func wait() {
    condition.lock()
    defer { condition.unlock() }
    while running > 0 { condition.wait() }
  }
}
