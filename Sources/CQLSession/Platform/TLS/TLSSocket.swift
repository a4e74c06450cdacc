#if TLS
  internal import COpenSSL

  /// The socket as OpenSSL sees it.
  ///
  /// OpenSSL's own sockets send without MSG_NOSIGNAL: a peer that is gone would end the process.
  final class TLSSocket {
    private let number: Int32
    /// The first byte that the peer has sent, ever.
    private(set) var firstByte: UInt8?
    /// Whether the peer has closed its side.
    private(set) var hasEnded = false
    private(set) var error: SystemError?

    init(_ number: Int32) { self.number = number }

    fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Transfer? {
      do throws(SystemError) {
        let transfer = try SystemCalls.receive(from: number, into: buffer)
        switch transfer {
        case .bytes: if firstByte == nil { firstByte = buffer.first }
        case .endOfStream: hasEnded = true
        case .wouldBlock: break
        }
        return transfer
      } catch {
        self.error = error
        return nil
      }
    }

    fileprivate func write(_ bytes: UnsafeRawBufferPointer) -> Transfer? {
      do throws(SystemError) { return try SystemCalls.send(bytes, to: number) } catch {
        self.error = error
        return nil
      }
    }
  }

  // OpenSSL's view.
  extension TLSSocket {
    /// The functions through which OpenSSL moves bytes; the caller frees them.
    static func makeMethod() -> OpaquePointer? {
      guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket") else { return nil }
      BIO_meth_set_read(method) { bio, buffer, count in
        guard let socket = TLSSocket.of(bio), let buffer, count > 0 else { return -1 }
        cql_BIO_clear_retry_flags(bio)
        switch socket.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(count))) {
        case .bytes(let count): return Int32(count)
        case .endOfStream: return 0
        case .wouldBlock: cql_BIO_set_retry_read(bio)
        case nil: break
        }
        return -1
      }
      BIO_meth_set_write(method) { bio, bytes, count in
        guard let socket = TLSSocket.of(bio), let bytes, count > 0 else { return -1 }
        cql_BIO_clear_retry_flags(bio)
        switch socket.write(UnsafeRawBufferPointer(start: bytes, count: Int(count))) {
        case .bytes(let count): return Int32(count)
        case .wouldBlock: cql_BIO_set_retry_write(bio)
        case .endOfStream, nil: break
        }
        return -1
      }
      BIO_meth_set_ctrl(method) { bio, command, _, _ in
        switch command {
        case BIO_CTRL_FLUSH: 1
        case BIO_CTRL_EOF: TLSSocket.of(bio)?.hasEnded == true ? 1 : 0
        default: 0
        }
      }
      return method
    }

    /// Gives the socket to a connection of OpenSSL, which does not keep it alive.
    ///
    /// - Returns: whether there was memory for that.
    func attach(to ssl: OpaquePointer, method: OpaquePointer) -> Bool {
      guard let bio = BIO_new(method) else { return false }
      BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
      BIO_set_init(bio, 1)
      SSL_set_bio(ssl, bio, bio)
      return true
    }

    private static func of(_ bio: OpaquePointer?) -> TLSSocket? {
      BIO_get_data(bio).map { Unmanaged<TLSSocket>.fromOpaque($0).takeUnretainedValue() }
    }
  }
#endif
