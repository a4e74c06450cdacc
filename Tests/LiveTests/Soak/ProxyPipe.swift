import CQLSession
import Foundation

/// A connection through a proxy: two sockets, and the bytes that are between them.
struct ProxyPipe {
  /// Bytes that came from one side and wait for the other.
  private struct Way {
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    var held = 0..<0
  }

  /// The index of the target that it leads to.
  let target: Int
  private let client: Int32
  private let server: Int32
  private var up = Way()
  private var down = Way()
  /// Until then nothing passes.
  var stalledUntil: ContinuousClock.Instant?
  private(set) var isClosed = false

  /// Takes a connection, and begins one to the target. Nil where either cannot be had; the client is told by a reset.
  init?(accepting listener: Int32, target: Int, at address: ContactPoint) {
    client = accept(listener, nil, nil)
    guard client >= 0 else { return nil }
    self.target = target
    server = ProxySocket.connect(to: address)
    ProxySocket.makeReady(client)
    if server < 0 {
      ProxySocket.reset(client)
      return nil
    }
  }

  /// What to wait for at the client and at the server.
  func interest(now: ContinuousClock.Instant) -> [pollfd] {
    if let stalledUntil, now < stalledUntil {
      return Array(repeating: pollfd(fd: -1, events: 0, revents: 0), count: 2)
    }
    func events(reading: Way, writing: Way) -> Int16 {
      Int16((reading.held.isEmpty ? POLLIN : 0) | (writing.held.isEmpty ? 0 : POLLOUT))
    }
    return [
      pollfd(fd: client, events: events(reading: up, writing: down), revents: 0),
      pollfd(fd: server, events: events(reading: down, writing: up), revents: 0),
    ]
  }

  /// Moves what can be moved.
  mutating func move(client clientEvents: Int16, server serverEvents: Int16) {
    if clientEvents == 0, serverEvents == 0 { return }
    Self.pass(from: client, clientEvents, to: server, &up, &isClosed)
    if !isClosed { Self.pass(from: server, serverEvents, to: client, &down, &isClosed) }
    if isClosed {
      isClosed = false
      close(withReset: false)
    }
  }

  private static func pass(
    from source: Int32, _ events: Int16, to sink: Int32, _ way: inout Way, _ hasEnded: inout Bool
  ) {
    if way.held.isEmpty, events & Int16(POLLIN | POLLHUP | POLLERR) != 0 {
      let count = recv(source, &way.bytes, way.bytes.count, 0)
      if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { hasEnded = true }
      way.held = 0..<max(count, 0)
    }
    guard !way.held.isEmpty else { return }
    let held = way.held
    let count = way.bytes.withUnsafeBytes { bytes in
      send(sink, bytes.baseAddress.map { $0 + held.lowerBound }, held.count, Int32(MSG_NOSIGNAL))
    }
    if count < 0, errno != EAGAIN, errno != EINTR { hasEnded = true }
    way.held = held.lowerBound + max(count, 0)..<held.upperBound
  }

  mutating func close(withReset isReset: Bool) {
    guard !isClosed else { return }
    isClosed = true
    for socket in [client, server] {
      if isReset { ProxySocket.reset(socket) } else { Foundation.close(socket) }
    }
  }
}

/// The system's calls that a proxy needs.
enum ProxySocket {
  /// A socket on a port of 127.0.0.1 that the system chooses.
  static func listen() throws -> Int32 {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let bound = withAddress("127.0.0.1", 0) { bind(number, $0, $1) }
    guard number >= 0, bound == 0, Foundation.listen(number, 128) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    makeReady(number)
    return number
  }

  static func port(of number: Int32) -> UInt16 {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutableBytes(of: &address) { bytes in
      guard let start = bytes.baseAddress else { return }
      getsockname(number, start.assumingMemoryBound(to: sockaddr.self), &size)
    }
    return UInt16(bigEndian: address.sin_port)
  }

  /// A socket that has begun to connect; below 0 where there is none to be had, or the target refuses at once.
  static func connect(to target: ContactPoint) -> Int32 {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard number >= 0 else { return -1 }
    makeReady(number)
    let code = withAddress(target.host, target.port) { Foundation.connect(number, $0, $1) }
    if code == 0 || errno == EINPROGRESS { return number }
    Foundation.close(number)
    return -1
  }

  /// Non-blocking, without a wait for more bytes, and closed in child processes.
  static func makeReady(_ number: Int32) {
    var on: Int32 = 1
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    setsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Closes it with RST.
  static func reset(_ number: Int32) {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(number, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    Foundation.close(number)
  }

  private static func withAddress(
    _ host: String, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    inet_pton(AF_INET, host, &address.sin_addr)
    return withUnsafeBytes(of: address) { bytes in
      guard let start = bytes.baseAddress else { return -1 }
      return body(start.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
    }
  }
}
