import CQLPaging
import Foundation

// The only file that calls the C library.

#if canImport(Darwin)
  private let streamSocket = SOCK_STREAM
  private let sendFlags: Int32 = 0
#else
  private let streamSocket = Int32(SOCK_STREAM.rawValue)
  private let sendFlags = Int32(MSG_NOSIGNAL)
#endif

/// A blocking TCP socket of the loopback network, which no other machine can reach.
///
/// Its owner calls ``close()`` once, when no thread uses it any more; ``shutDown()`` can be called by anyone before, and
/// ends the calls in which other threads wait.
struct LoopbackSocket: Sendable {
  private let descriptor: Int32

  private init(descriptor: Int32) {
    self.descriptor = descriptor
    // A child process must not keep the port.
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    #if canImport(Darwin)
      setOption(SOL_SOCKET, SO_NOSIGPIPE)
    #endif
  }

  private func setOption(_ level: Int32, _ name: Int32) {
    var on: Int32 = 1
    _ = setsockopt(descriptor, level, name, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  /// A socket that listens.
  ///
  /// - Parameters:
  ///   - address: four bytes, the first of them 127.
  ///   - port: 0 takes any that is free.
  static func listening(at address: [UInt8], port: UInt16) throws(CQLError) -> (socket: LoopbackSocket, port: UInt16) {
    let descriptor = Foundation.socket(AF_INET, streamSocket, 0)
    guard descriptor >= 0 else { throw failure("making a socket", errno) }
    let socket = LoopbackSocket(descriptor: descriptor)
    socket.setOption(SOL_SOCKET, SO_REUSEADDR)
    var name = sockaddr_in(address, port)
    let bound = withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
          && Foundation.listen(descriptor, 128) == 0
      }
    }
    guard bound else {
      let error = failure("listening on \(address.map(String.init).joined(separator: ".")):\(port)", errno)
      socket.close()
      throw error
    }
    return (socket, socket.boundPort)
  }

  /// A connection to a socket that listens; nil where none does.
  static func connected(to address: [UInt8], port: UInt16) -> LoopbackSocket? {
    let descriptor = Foundation.socket(AF_INET, streamSocket, 0)
    guard descriptor >= 0 else { return nil }
    let socket = LoopbackSocket(descriptor: descriptor)
    var name = sockaddr_in(address, port)
    let isConnected = withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else {
      socket.close()
      return nil
    }
    return socket
  }

  private var boundPort: UInt16 {
    var name = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    return UInt16(bigEndian: name.sin_port)
  }

  /// Waits for a connection; nil when the socket can take none any more.
  func accept() -> LoopbackSocket? {
    while true {
      let accepted = Foundation.accept(descriptor, nil, nil)
      if accepted >= 0 {
        let socket = LoopbackSocket(descriptor: accepted)
        socket.setOption(Int32(IPPROTO_TCP), TCP_NODELAY)
        return socket
      }
      guard errno == EINTR || errno == ECONNABORTED else { return nil }
    }
  }

  /// Waits for bytes; returns how many came, 0 at the end of the connection.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      guard count < 0, errno == EINTR else { return max(count, 0) }
    }
  }

  /// Sends all bytes, and waits for room where there is none. Returns whether all could be sent.
  func write(_ bytes: some Collection<UInt8>) -> Bool {
    let bytes = Array(bytes)
    return bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let count = send(descriptor, part.baseAddress, part.count, sendFlags)
        if count < 0 {
          guard errno == EINTR else { return false }
        } else {
          rest = rest.dropFirst(count)
        }
      }
      return true
    }
  }

  /// Ends the connection both ways; the descriptor stays until ``close()``.
  func shutDown() { _ = Foundation.shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// Says that nothing more will be sent; what comes in can still be read.
  func shutDownWriting() { _ = Foundation.shutdown(descriptor, Int32(SHUT_WR)) }

  /// Gives the descriptor back.
  func close() { _ = Foundation.close(descriptor) }

  private static func failure(_ what: String, _ code: Int32) -> CQLError {
    let reason = String(cString: strerror(code))
    return CQLError(
      .invalidConfiguration, "\(what) failed: \(reason)", cause: POSIXError(.init(rawValue: code) ?? .EIO))
  }
}

extension sockaddr_in {
  fileprivate init(_ address: [UInt8], _ port: UInt16) {
    self.init()
    sin_family = sa_family_t(AF_INET)
    sin_port = port.bigEndian
    sin_addr.s_addr = address.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
  }
}
