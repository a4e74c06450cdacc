/// Standard output as a sink. A reader that takes nothing stops the paging; one that is gone ends it.
struct StandardOutput: ByteSink {
  let wakeUp: WakeUp

  /// What a pipe that has room at all takes without making the writer wait.
  private static let piece = 4096

  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(OutputFailure) -> Int {
    guard SystemCalls.waitUntilWritable(SystemCalls.standardOutput, or: wakeUp.descriptor) else { throw .interrupted }
    let piece = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.piece))
    switch SystemCalls.writeSome(piece, to: SystemCalls.standardOutput) {
    case .bytes(let count): return count
    case .closed: throw .readerGone
    case .failed(let reason): throw .failed(reason)
    }
  }
}

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
