/// A file that is open, and locked if it was asked for, until nobody holds it any more.
final class OpenFile: Sendable {
  let path: String
  let descriptor: Int32

  init(_ path: String, _ access: SystemCalls.Access) throws(SystemFailure) {
    self.path = path
    descriptor = try SystemCalls.openFile(path, access)
  }

  deinit { SystemCalls.closeDescriptor(descriptor) }

  /// Makes sure of the file's name: that the folder it stands in is on the disk.
  func synchronizeFolder() throws(SystemFailure) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    try SystemCalls.synchronize(try OpenFile(folder, .folder).descriptor)
  }

  func write(_ bytes: [UInt8]) throws(SystemFailure) { try SystemCalls.writeAll(bytes, to: descriptor) }
}
