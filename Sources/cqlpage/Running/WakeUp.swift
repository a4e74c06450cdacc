/// Wakes a writer that waits for a reader: a pipe that has something to read from the first ``signal()`` on.
final class WakeUp: Sendable {
  private let ends: (reading: Int32, writing: Int32)?

  init() { ends = SystemCalls.makePipe().map { (reading: $0.0, writing: $0.1) } }

  deinit {
    guard let ends else { return }
    SystemCalls.closeDescriptor(ends.reading)
    SystemCalls.closeDescriptor(ends.writing)
  }

  /// To be polled for reading; below 0 where there is no pipe.
  var descriptor: Int32 { ends?.reading ?? -1 }

  func signal() {
    guard let ends else { return }
    _ = withUnsafeBytes(of: UInt8(1)) { SystemCalls.writeSome($0, to: ends.writing) }
  }
}
