internal import CQLNativeProtocol
internal import Foundation

// Foundation re-exports the platform's C library. This is the only file of the target that calls it for sockets, and
// the only one that differs between Linux and macOS.

/// An error number of the operating system, with the call that gave it.
package struct SystemError: Error, Sendable, CustomStringConvertible {
  package let call: String
  package let code: Int32

  /// Some calls have words of their own in place of an error number.
  package var description: String {
    code == 0 ? call : "\(call): \(String(cString: strerror(code))) (errno \(code))"
  }
}

/// What a call on a non-blocking descriptor came to.
package enum Transfer: Equatable, Sendable {
  case bytes(Int)
  /// Nothing can be moved now; poll says when.
  case wouldBlock
  /// The peer has closed its side.
  case endOfStream
}

package enum SystemCalls {
  /// A resolved address, ready for `connect`.
  package struct Address: Sendable {
    let family: Int32
    /// A `sockaddr` of the family.
    let bytes: [UInt8]

    /// The numeric address, without the port.
    var host: String {
      let part = family == AF_INET ? bytes.dropFirst(4).prefix(4) : bytes.dropFirst(8).prefix(16)
      return Inet(address: Array(part), port: 0).host
    }
  }

  #if os(Linux)
    private static let stream = Int32(SOCK_STREAM.rawValue)
    fileprivate static let noSignal = Int32(MSG_NOSIGNAL)
    private static let tcp = Int32(IPPROTO_TCP)
  #else
    private static let stream = SOCK_STREAM
    fileprivate static let noSignal: Int32 = 0
    private static let tcp = IPPROTO_TCP
  #endif

  /// Repeats a call that a signal interrupted. `errno` is read in the same expression as the call that set it.
  fileprivate static func retrying(_ name: String, _ call: () -> Int) throws(SystemError) -> Int {
    while true {
      let result = call()
      if result >= 0 { return result }
      let code = errno
      if code != EINTR { throw SystemError(call: name, code: code) }
    }
  }

  /// The addresses of a host. Blocks for as long as the system's resolver does, unless `host` is a numeric address.
  package static func resolve(host: String, port: UInt16, numericOnly: Bool) throws(SystemError) -> [Address] {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = stream
    hints.ai_flags = numericOnly ? AI_NUMERICHOST | AI_NUMERICSERV : AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &list)
    guard code == 0 else {
      throw SystemError(
        call: "getaddrinfo: \(String(cString: gai_strerror(code)))", code: code == EAI_SYSTEM ? errno : 0)
    }
    defer { freeaddrinfo(list) }
    var addresses: [Address] = []
    var next = list
    while let entry = next?.pointee {
      if let address = entry.ai_addr {
        let bytes = UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen))
        addresses.append(Address(family: entry.ai_family, bytes: Array(bytes)))
      }
      next = entry.ai_next
    }
    return addresses
  }

  /// A non-blocking TCP socket that has begun to connect.
  ///
  package static func connect(_ address: Address) throws(SystemError) -> ConnectingSocket {
    let descriptor = FileDescriptor(try Int32(retrying("socket") { Int(socket(address.family, stream, 0)) }))
    try configure(descriptor.number)
    setOption(descriptor.number, tcp, TCP_NODELAY)
    setOption(descriptor.number, SOL_SOCKET, SO_KEEPALIVE)
    do throws(SystemError) {
      let number = descriptor.number
      _ = try retrying("connect") {
        address.bytes.withUnsafeBytes { bytes in
          // getaddrinfo made these bytes as the sockaddr of their family; an array's storage is aligned for one.
          guard let start = bytes.baseAddress else { return -1 }
          return Int(Foundation.connect(number, start.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count)))
        }
      }
      return ConnectingSocket(descriptor: descriptor, isConnected: true)
    } catch  where error.code == EINPROGRESS {
      return ConnectingSocket(descriptor: descriptor, isConnected: false)
    }
  }

  /// Two connected descriptors: what is written to the second can be read from the first.
  package static func pipe() throws(SystemError) -> Pipe {
    var numbers: [Int32] = [-1, -1]
    _ = try retrying("socketpair") { Int(socketpair(AF_UNIX, stream, 0, &numbers)) }
    let reader = FileDescriptor(numbers[0])
    let writer = FileDescriptor(numbers[1])
    try configure(reader.number)
    try configure(writer.number)
    return Pipe(reader: reader, writer: writer)
  }

  /// Overwrites memory with 0 in a way that no optimizer leaves out.
  static func wipe(_ memory: UnsafeMutableRawBufferPointer) {
    guard let start = memory.baseAddress else { return }
    #if os(Linux)
      explicit_bzero(start, memory.count)
    #else
      memset_s(start, memory.count, 0, memory.count)
    #endif
  }

  /// A number that tells the threads of the process apart; never 0.
  static var currentThread: UInt {
    #if os(Linux)
      pthread_self()
    #else
      UInt(bitPattern: pthread_self())
    #endif
  }

  package static func receive(
    from number: Int32, into buffer: UnsafeMutableRawBufferPointer
  ) throws(SystemError) -> Transfer {
    do throws(SystemError) {
      let count = try retrying("recv") { recv(number, buffer.baseAddress, buffer.count, 0) }
      return count == 0 ? .endOfStream : .bytes(count)
    } catch  where error.code == EAGAIN || error.code == EWOULDBLOCK {
      return .wouldBlock
    }
  }

  package static func send(_ bytes: UnsafeRawBufferPointer, to number: Int32) throws(SystemError) -> Transfer {
    do throws(SystemError) {
      let count = try retrying("send") { Foundation.send(number, bytes.baseAddress, bytes.count, noSignal) }
      return .bytes(count)
    } catch  where error.code == EAGAIN || error.code == EWOULDBLOCK {
      return .wouldBlock
    }
  }

  /// Whether a file can be opened for reading: throws why not.
  package static func checkReadable(_ path: String) throws(SystemError) {
    close(Int32(try retrying("open") { Int(open(path, O_RDONLY | O_CLOEXEC)) }))
  }

  package static func close(_ number: Int32) {
    // Not repeated after EINTR: the descriptor is gone then, and its number may be another's.
    _ = Foundation.close(number)
  }

  /// Non-blocking, closed in child processes, and without a signal when the peer is gone.
  private static func configure(_ number: Int32) throws(SystemError) {
    let flags = try retrying("fcntl") { Int(fcntl(number, F_GETFL)) }
    _ = try retrying("fcntl") { Int(fcntl(number, F_SETFL, Int32(flags) | O_NONBLOCK)) }
    _ = try retrying("fcntl") { Int(fcntl(number, F_SETFD, FD_CLOEXEC)) }
    #if !os(Linux)
      setOption(number, SOL_SOCKET, SO_NOSIGPIPE)
    #endif
  }

  /// Options make a connection better, not possible: a system that refuses one is no error.
  private static func setOption(_ number: Int32, _ level: Int32, _ name: Int32) {
    var on: Int32 = 1
    setsockopt(number, level, name, &on, socklen_t(MemoryLayout<Int32>.size))
  }
}

extension FileDescriptor {
  /// How a `connect` that was under way has ended: returns when it succeeded.
  package func checkConnected() throws(SystemError) {
    let number = number
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    _ = try SystemCalls.retrying("getsockopt") { Int(getsockopt(number, SOL_SOCKET, SO_ERROR, &code, &size)) }
    if code != 0 { throw SystemError(call: "connect", code: code) }
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Transfer {
    try SystemCalls.receive(from: number, into: buffer)
  }

  package func write(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> Transfer {
    let number = number
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(SystemError) in try SystemCalls.send(bytes, to: number) }
    }
    return try result.get()
  }
}

/// A socket on its way to a peer.
package struct ConnectingSocket: ~Copyable {
  package let descriptor: FileDescriptor
  /// Whether the connection stands already; otherwise the descriptor becomes writable when it is decided.
  package let isConnected: Bool
}

/// Two connected descriptors: what is written to one can be read from the other.
package struct Pipe: ~Copyable {
  package let reader: FileDescriptor
  package let writer: FileDescriptor
}

/// Descriptors to wait for together: poll(2).
package struct PollSet {
  private var entries: [pollfd] = []

  package init() {}

  package mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

  /// A descriptor below 0 is passed over.
  package mutating func add(_ number: Int32, read: Bool, write: Bool) {
    entries.append(pollfd(fd: number, events: Int16((read ? POLLIN : 0) | (write ? POLLOUT : 0)), revents: 0))
  }

  /// Waits until a descriptor is ready or the time is over; nil waits without limit.
  package mutating func wait(_ time: Duration?) throws(SystemError) {
    let milliseconds = time.map(Self.roundedUpToMilliseconds) ?? -1
    while Foundation.poll(&entries, nfds_t(entries.count), milliseconds) < 0 {
      let code = errno
      if code != EINTR { throw SystemError(call: "poll", code: code) }
    }
  }

  /// Whether the descriptor added at this position can be read, or has ended in a way that a read will tell.
  package func isReadable(_ position: Int) -> Bool {
    entries[position].revents & Int16(POLLIN | POLLHUP | POLLERR | POLLNVAL) != 0
  }

  package func isWritable(_ position: Int) -> Bool {
    entries[position].revents & Int16(POLLOUT | POLLHUP | POLLERR | POLLNVAL) != 0
  }

  /// Rounded up, so that a deadline has passed when the wait for it is over.
  private static func roundedUpToMilliseconds(_ time: Duration) -> Int32 {
    let (seconds, attoseconds) = time.components
    guard seconds < 2_000_000 else { return .max }
    return max(0, Int32(seconds) * 1000 + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
  }
}
