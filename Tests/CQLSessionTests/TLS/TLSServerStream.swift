#if TLS
  import COpenSSL
  import CQLPaging
  import Testing

  /// The server's side of one TLS connection, between buffers in memory, so that a test decides what goes over the wire.
  final class TLSServerStream: Sendable {
    private struct State: ~Copyable {
      let ssl: OpaquePointer
      let fromClient: OpaquePointer
      let toClient: OpaquePointer
      /// Whether the client has said that it does not renegotiate.
      var hasRefusal = false

      deinit { SSL_free(ssl) }
    }

    private let state: Lock<State>

    init?(_ context: TLSServerContext) {
      guard let ssl = SSL_new(context.pointer), let fromClient = BIO_new(BIO_s_mem()),
        let toClient = BIO_new(BIO_s_mem())
      else { return nil }
      SSL_set_bio(ssl, fromClient, toClient)
      SSL_set_accept_state(ssl)
      state = Lock(State(ssl: ssl, fromClient: fromClient, toClient: toClient))
    }

    /// Takes what came from the client; nil is the end of its bytes.
    ///
    /// - Returns: what it said, what to send it, and whether anything more can come.
    func received(_ bytes: [UInt8]) -> (plain: [UInt8], reply: [UInt8], isOver: Bool) {
      state.withLock { state in
        ERR_clear_error()
        _ = bytes.withUnsafeBytes { BIO_write(state.fromClient, $0.baseAddress, Int32($0.count)) }
        var plain: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
          var count = 0
          let result = SSL_read_ex(state.ssl, &buffer, buffer.count, &count)
          guard result != 1 else {
            plain += buffer[..<count]
            continue
          }
          let isOver = SSL_get_error(state.ssl, result) != SSL_ERROR_WANT_READ
          if ERR_GET_REASON(ERR_peek_error()) == SSL_R_NO_RENEGOTIATION { state.hasRefusal = true }
          return (plain, Self.pending(state.toClient), isOver)
        }
      }
    }

    /// What to send so that the client gets these bytes.
    func encrypted(_ bytes: some Collection<UInt8>) -> [UInt8] {
      let bytes = Array(bytes)
      return state.withLock { state in
        var count = 0
        ERR_clear_error()
        _ = SSL_write_ex(state.ssl, bytes, bytes.count, &count)
        return Self.pending(state.toClient)
      }
    }

    /// What to send to ask the client for another handshake, which TLS 1.2 has.
    func renegotiation() -> [UInt8] {
      state.withLock { state in
        ERR_clear_error()
        SSL_renegotiate(state.ssl)
        SSL_do_handshake(state.ssl)
        return Self.pending(state.toClient)
      }
    }

    /// What to send so that the client knows that nothing more comes.
    func farewell() -> [UInt8] {
      state.withLock { state in
        ERR_clear_error()
        SSL_shutdown(state.ssl)
        return Self.pending(state.toClient)
      }
    }

    /// Whether the handshake is done.
    var isEstablished: Bool { state.withLock { SSL_is_init_finished($0.ssl) == 1 } }

    /// Whether the client has said that it does not renegotiate.
    var hasRefusal: Bool { state.withLock { $0.hasRefusal } }

    /// Whether the client has said that nothing more comes.
    var hasFarewell: Bool { state.withLock { SSL_get_shutdown($0.ssl) & SSL_RECEIVED_SHUTDOWN != 0 } }

    /// The name that the client asked for.
    var askedName: String? {
      state.withLock { SSL_get_servername($0.ssl, TLSEXT_NAMETYPE_host_name).map { String(cString: $0) } }
    }

    private static func pending(_ bio: OpaquePointer) -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: BIO_ctrl_pending(bio))
      if !bytes.isEmpty { BIO_read(bio, &bytes, Int32(bytes.count)) }
      return bytes
    }
  }

  /// A server's certificate and rules.
  ///
  /// `@unchecked Sendable`: made in `init`, only read afterwards, and given back in `deinit`.
  final class TLSServerContext: @unchecked Sendable {
    let pointer: OpaquePointer

    /// - Parameters:
    ///   - clientAuthority: who must have signed the client's certificate; nil asks for none.
    ///   - version: the only one to speak; nil for all.
    init(certificate: String, clientAuthority: String?, version: Int32?) throws {
      pointer = try #require(SSL_CTX_new(TLS_server_method()))
      if let version { cql_SSL_CTX_set_protocol_versions(pointer, version, version) }
      try #require(SSL_CTX_use_certificate_chain_file(pointer, Certificates.path(certificate)) == 1)
      try #require(SSL_CTX_use_PrivateKey_file(pointer, Certificates.path("server.key"), SSL_FILETYPE_PEM) == 1)
      if let clientAuthority {
        SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
        try #require(SSL_CTX_load_verify_file(pointer, Certificates.path(clientAuthority)) == 1)
      }
    }

    deinit { SSL_CTX_free(pointer) }
  }
#endif
