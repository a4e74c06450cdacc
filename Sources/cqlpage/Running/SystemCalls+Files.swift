import Foundation

/// What the operating system says about a file.
struct SystemFailure: Error, Equatable {
  let code: Int32

  var reason: String { String(cString: strerror(code)) }
}

// Files: opened, locked, cut, made sure of.
extension SystemCalls {
  struct FileStatus {
    let isRegular: Bool
    let byteCount: Int
    /// Which file it is, whatever its name.
    let identity: FileIdentity
  }

  struct FileIdentity: Equatable {
    let device: UInt64
    let number: UInt64
  }

  enum Access {
    /// Is made where there is none.
    case readWrite(mode: mode_t)
    /// Is made where there is none; what is written goes to its end.
    case append
    /// Must not be there.
    case new(mode: mode_t)
    case folder
    case write
  }

  static func openFile(_ path: String, _ access: Access) throws(SystemFailure) -> Int32 {
    let (flags, mode): (Int32, mode_t) =
      switch access {
      case .readWrite(let mode): (O_RDWR | O_CREAT, mode)
      case .append: (O_RDWR | O_CREAT | O_APPEND, 0o666)
      case .new(let mode): (O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
      case .folder: (O_RDONLY, 0)
      case .write: (O_WRONLY, 0)
      }
    while true {
      let descriptor = open(path, flags | O_CLOEXEC, mode)
      let code = errno
      if descriptor >= 0 { return descriptor }
      if code != EINTR { throw SystemFailure(code: code) }
    }
  }

  static func status(of descriptor: Int32) throws(SystemFailure) -> FileStatus {
    var status = stat()
    try check(fstat(descriptor, &status))
    return FileStatus(status)
  }

  /// nil where there is no such file.
  static func status(ofPath path: String) throws(SystemFailure) -> FileStatus? {
    var status = stat()
    let result = stat(path, &status)
    let code = errno
    if result == 0 { return FileStatus(status) }
    if code == ENOENT { return nil }
    throw SystemFailure(code: code)
  }

  /// - Returns: false where another process has the lock; it loses it when it closes the file, or ends.
  static func lock(_ descriptor: Int32) throws(SystemFailure) -> Bool {
    let result = flock(descriptor, LOCK_EX | LOCK_NB)
    let code = errno
    if result == 0 { return true }
    if code == EWOULDBLOCK { return false }
    throw SystemFailure(code: code)
  }

  static func cut(_ descriptor: Int32, to byteCount: Int) throws(SystemFailure) {
    try check(ftruncate(descriptor, off_t(byteCount)))
  }

  static func synchronize(_ descriptor: Int32) throws(SystemFailure) { try check(fsync(descriptor)) }

  static func rename(_ path: String, to other: String) throws(SystemFailure) {
    try check(Foundation.rename(path, other))
  }

  /// Whether there was one or not.
  static func remove(_ path: String) { unlink(path) }

  static func read(_ descriptor: Int32, _ range: Range<Int>) throws(SystemFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var count = 0
    while count < bytes.count {
      let offset = off_t(range.lowerBound + count)
      let result = bytes.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count, offset)
      }
      let code = errno
      if result == 0 { break }
      if result > 0 { count += result } else if code != EINTR { throw SystemFailure(code: code) }
    }
    return Array(bytes.prefix(count))
  }

  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SystemFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let result = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      let code = errno
      if result >= 0 { rest = rest.dropFirst(result) } else if code != EINTR { throw SystemFailure(code: code) }
    }
  }

  private static func check(_ result: Int32) throws(SystemFailure) {
    let code = errno
    if result != 0 { throw SystemFailure(code: code) }
  }
}

extension SystemCalls.FileStatus {
  fileprivate init(_ status: stat) {
    isRegular = status.st_mode & S_IFMT == S_IFREG
    byteCount = Int(status.st_size)
    identity = SystemCalls.FileIdentity(
      device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(truncatingIfNeeded: status.st_ino))
  }
}
