import Synchronization

/// Where a scan's standing is kept. What was there before is there until the new one is, as a whole.
protocol CheckpointStore: AnyObject {
  func replace(with bytes: [UInt8]) throws(OutputFailure)
}

/// `--checkpoint FILE`: for its owner alone, because positions hold keys of the table, and for one process at a time.
///
/// Who holds the lock of the file that has the name, holds the checkpoint. A new version is locked before it gets the
/// name, so there is no moment at which another process could take it, and nothing is left behind by a process that was
/// killed: the system forgets its locks.
final class CheckpointFile: CheckpointStore, Sendable {
  private let path: String
  /// The version that has the name, and its lock.
  private let current: Mutex<OpenFile>

  /// More cannot be a checkpoint.
  private static let maximumLength = 1 << 26

  /// Opens the file, or makes an empty one: a scan that has not begun.
  ///
  /// - Throws: a ``UsageError``: with the exit code of a run that ended early where another process has the checkpoint.
  init(_ path: String) throws(UsageError) {
    self.path = path
    do {
      current = Mutex(try Self.openLocked(path))
    } catch let error as UsageError {
      throw error
    } catch {
      throw UsageError("--checkpoint \(path): \((error as? SystemFailure)?.reason ?? "it cannot be opened")")
    }
  }

  private static func openLocked(_ path: String) throws -> OpenFile {
    while true {
      let file = try OpenFile(path, .readWrite(mode: 0o600))
      let status = try file.status()
      guard status.isRegular else { throw UsageError("--checkpoint \(path): this is no file") }
      guard try file.lock() else {
        throw UsageError("--checkpoint \(path): another process is at this scan", exitCode: .endedEarly)
      }
      // Before it was locked, it may have been replaced by a process that has ended since.
      if try SystemCalls.status(ofPath: path)?.identity == status.identity { return file }
    }
  }

  /// What is in it; nothing where the scan has not begun.
  func read() throws(UsageError) -> [UInt8] {
    do throws(SystemFailure) {
      return try current.withLock { file throws(SystemFailure) in
        try file.read(0..<min(try file.status().byteCount, Self.maximumLength))
      }
    } catch {
      throw UsageError("--checkpoint \(path): \(error.reason)")
    }
  }

  func replace(with bytes: [UInt8]) throws(OutputFailure) {
    do throws(SystemFailure) {
      try current.withLock { current throws(SystemFailure) in
        current = try writeNext(bytes)
        try current.synchronizeFolder()
      }
    } catch {
      throw .failed("--checkpoint \(path): \(error.reason)")
    }
  }

  private func writeNext(_ bytes: [UInt8]) throws(SystemFailure) -> OpenFile {
    let nextPath = path + ".new"
    // Of a process that was killed; who holds the lock is alone here.
    SystemCalls.remove(nextPath)
    let next = try OpenFile(nextPath, .new(mode: 0o600))
    _ = try next.lock()
    try next.writeAll(bytes)
    try next.synchronize()
    try SystemCalls.rename(nextPath, to: path)
    return next
  }
}
