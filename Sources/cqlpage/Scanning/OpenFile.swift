/// A file that is open, and locked if it was asked for, until nobody holds it any more.
final class OpenFile: Sendable {
  let path: String
  private let descriptor: Int32

  init(_ path: String, _ access: SystemCalls.Access) throws(SystemFailure) {
    self.path = path
    descriptor = try SystemCalls.openFile(path, access)
  }

  deinit { SystemCalls.closeDescriptor(descriptor) }

  /// Lends the descriptor: it stays open for as long as `body` runs, whoever lets go of the file.
  func withDescriptor<Result, Failure: Error>(_ body: (Int32) throws(Failure) -> Result) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(descriptor)
  }

  /// Keeps other processes from locking the file.
  ///
  /// - Returns: false where another process has it.
  func lock() throws(SystemFailure) -> Bool { try withDescriptor(SystemCalls.lock) }

  func status() throws(SystemFailure) -> SystemCalls.FileStatus { try withDescriptor(SystemCalls.status(of:)) }

  /// Waits until the disk has all of it.
  func synchronize() throws(SystemFailure) { try withDescriptor(SystemCalls.synchronize) }

  /// Waits until the disk has its name.
  func synchronizeFolder() throws(SystemFailure) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    try OpenFile(folder, .folder).synchronize()
  }

  func cut(to byteCount: Int) throws(SystemFailure) {
    try withDescriptor { descriptor throws(SystemFailure) in try SystemCalls.cut(descriptor, to: byteCount) }
  }

  /// The bytes in `range`; fewer where the file ends.
  func read(_ range: Range<Int>) throws(SystemFailure) -> [UInt8] {
    try withDescriptor { descriptor throws(SystemFailure) in try SystemCalls.read(descriptor, range) }
  }

  /// Writes some of the bytes.
  func writeSome(_ bytes: UnsafeRawBufferPointer) -> SystemCalls.Written {
    withDescriptor { SystemCalls.writeSome(bytes, to: $0) }
  }

  /// Writes all of the bytes into a regular file.
  func writeAll(_ bytes: [UInt8]) throws(SystemFailure) {
    try withDescriptor { descriptor throws(SystemFailure) in try SystemCalls.writeAll(bytes, to: descriptor) }
  }
}
