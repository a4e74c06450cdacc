/// Why no bytes can be moved any more.
enum TransportError: Error {
  case system(SystemError)
  case tls(TLSProblem, String)
}

/// What encrypts the bytes of one connection.
protocol SecureStream: AnyObject {
  /// Goes on with the handshake as far as it gets.
  ///
  /// - Returns: whether it is done.
  func handshake() throws(TransportError) -> Bool
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TransportError) -> Transfer
  func write(_ bytes: ArraySlice<UInt8>) throws(TransportError) -> Transfer
  /// Whether the call that could not go on waits for room to send, and not for bytes.
  var wantsWrite: Bool { get }
  /// Tells the peer, where that is possible at once.
  func close()
}

/// What all encrypted connections of a session share.
protocol ConnectionSecurity: Sendable {
  /// - Parameters:
  ///   - number: a descriptor that outlives the stream's use.
  ///   - host: what the peer has to prove to be.
  func stream(over number: Int32, to host: String) throws(TransportError) -> any SecureStream
}

/// A socket, and what lies between it and the connection's bytes.
struct Transport: ~Copyable {
  private let descriptor: FileDescriptor
  private var stream: (any SecureStream)?
  /// Whether decrypted bytes may be waiting in this process: poll(2) cannot tell of them.
  private(set) var hasUnread = false

  init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

  var number: Int32 { descriptor.number }

  var wantsWrite: Bool { stream?.wantsWrite ?? false }

  func checkConnected() throws(SystemError) { try descriptor.checkConnected() }

  /// From here on nothing goes over the socket in plain text.
  mutating func secure(with security: any ConnectionSecurity, as host: String) throws(TransportError) {
    stream = try security.stream(over: descriptor.number, to: host)
  }

  /// Goes on with the handshake as far as it gets.
  ///
  /// - Returns: whether it is done.
  func handshake() throws(TransportError) -> Bool { try stream?.handshake() ?? true }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(TransportError) -> Transfer {
    if let stream {
      let transfer = try stream.read(into: buffer)
      if case .bytes = transfer { hasUnread = true } else { hasUnread = false }
      return transfer
    }
    do throws(SystemError) { return try descriptor.read(into: buffer) } catch { throw .system(error) }
  }

  func write(_ bytes: ArraySlice<UInt8>) throws(TransportError) -> Transfer {
    if let stream { return try stream.write(bytes) }
    do throws(SystemError) { return try descriptor.write(bytes) } catch { throw .system(error) }
  }

  /// Says farewell where the protocol has a word for it; the descriptor is closed with the value.
  func close() { stream?.close() }
}
