import Foundation  // re-exports the C library, on Linux and on macOS

/// All that the command asks of the operating system itself.
enum SystemCalls {
  static let standardOutput: Int32 = 1
  static let standardError: Int32 = 2

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Whether two descriptors are one terminal.
  static func isSameTerminal(_ left: Int32, _ right: Int32) -> Bool {
    var (leftStatus, rightStatus) = (stat(), stat())
    guard isTerminal(left), isTerminal(right), fstat(left, &leftStatus) == 0, fstat(right, &rightStatus) == 0 else {
      return false
    }
    return leftStatus.st_rdev == rightStatus.st_rdev
  }

  /// The columns of the terminal; nil where `descriptor` is none.
  static func terminalWidth(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Puts something in the place of standard descriptors that the caller has closed. Otherwise the next file or socket
  /// takes their numbers, and rows go there. What is put there can only be read, so writing rows is an error.
  static func fillStandardDescriptors() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is the one that is missing.
      _ = open("/dev/null", O_RDONLY)
    }
  }

  /// A closed pipe is an error of `write`, not the end of the process.
  static func ignorePipeSignal() { signal(SIGPIPE, SIG_IGN) }

  /// Leaves a signal to whoever listens for it.
  static func ignore(_ number: Int32) { signal(number, SIG_IGN) }

  /// Both ends of a new pipe, reading end first; nil where the process has no descriptors left.
  static func makePipe() -> (Int32, Int32)? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    return (ends[0], ends[1])
  }

  static func closeDescriptor(_ descriptor: Int32) { close(descriptor) }

  /// Waits until `descriptor` takes bytes.
  ///
  /// - Parameter other: a descriptor to stop for when it has bytes to read; below 0 for none.
  /// - Returns: false where `other` has bytes and `descriptor` takes none.
  static func waitUntilWritable(_ descriptor: Int32, or other: Int32) -> Bool {
    var waiting = [
      pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0), pollfd(fd: other, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let count = poll(&waiting, 2, -1)
      let code = errno
      if count < 0 && (code == EINTR || code == EAGAIN) { continue }
      // What else can be wrong with the descriptor, write tells.
      return count < 0 || waiting[0].revents != 0
    }
  }

  enum Written {
    case bytes(Int)
    case closed
    case failed(String)
  }

  /// Writes some of the bytes.
  static func writeSome(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Written {
    while true {
      let count = write(descriptor, bytes.baseAddress, bytes.count)
      let code = errno
      if count >= 0 { return .bytes(count) }
      switch code {
      case EINTR: continue
      case EAGAIN, EWOULDBLOCK: return .bytes(0)
      case EPIPE: return .closed
      default: return .failed(String(cString: strerror(code)))
      }
    }
  }

  /// Writes text to standard error, where nobody can be told that it failed.
  static func writeError(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      guard case .bytes(let count) = bytes.withUnsafeBytes({ writeSome($0, to: standardError) }), count > 0 else {
        return
      }
      bytes = bytes.dropFirst(count)
    }
  }
}
