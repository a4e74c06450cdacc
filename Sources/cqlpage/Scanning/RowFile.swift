/// Where the rows of a scan are kept, and cut back to where a checkpoint says that they are good.
protocol RowFile: ByteSink, AnyObject {
  /// Waits until the disk has every row.
  func synchronize() throws(OutputFailure)
  /// Forgets what is behind so many bytes.
  func cut(to byteCount: Int) throws(OutputFailure)
  /// The bytes in `range`; fewer where the file ends.
  func read(_ range: Range<Int>) throws(OutputFailure) -> [UInt8]
}

/// `--out FILE`.
final class DiskRowFile: RowFile, Sendable {
  private let file: OpenFile
  /// How long it was when it was opened.
  let byteCount: Int

  /// A regular file, locked; it is made where there is none.
  ///
  /// - Throws: a ``UsageError``: with the exit code of a run that ended early where another process writes to it.
  init(_ path: String) throws(UsageError) {
    do {
      file = try OpenFile(path, .append)
      guard try file.lock() else {
        throw UsageError("--out \(path): another process writes to it", exitCode: .endedEarly)
      }
      byteCount = try file.status().byteCount
      // It may be new.
      if byteCount == 0 { try file.synchronizeFolder() }
    } catch let error as UsageError {
      throw error
    } catch {
      throw UsageError("--out \(path): \((error as? SystemFailure)?.reason ?? "it cannot be opened")")
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputFailure) -> Int {
    switch file.writeSome(bytes) {
    case .bytes(let count): return count
    case .closed: throw .readerGone
    case .failed(let reason): throw .failed("--out \(file.path): \(reason)")
    }
  }

  func synchronize() throws(OutputFailure) {
    try named { () throws(SystemFailure) in try file.synchronize() }
  }

  func cut(to byteCount: Int) throws(OutputFailure) {
    try named { () throws(SystemFailure) in try file.cut(to: byteCount) }
  }

  func read(_ range: Range<Int>) throws(OutputFailure) -> [UInt8] {
    try named { () throws(SystemFailure) in try file.read(range) }
  }

  private func named<Result>(_ body: () throws(SystemFailure) -> Result) throws(OutputFailure) -> Result {
    do throws(SystemFailure) { return try body() } catch { throw .failed("--out \(file.path): \(error.reason)") }
  }
}
