#if TLS
  internal import COpenSSL

  /// One encrypted connection, guarded by its connection's lock.
  ///
  /// OpenSSL's memory for it is given back in `deinit`, and nowhere else.
  final class TLSStream: SecureStream {
    private let ssl: OpaquePointer
    private let socket: TLSSocket
    /// The name or address that the certificate must be for.
    private let peer: String
    private let verifies: Bool
    private let hasIdentity: Bool
    private let request = CertificateRequest()
    private var isEstablished = false
    private var hasReceived = false
    /// After an error nothing may be said any more, not even farewell.
    private var isBroken = false
    private(set) var wantsWrite = false

    /// Whether the server has asked for the client's certificate; OpenSSL tells by a pointer.
    private final class CertificateRequest {
      var hasCome = false
    }

    /// Takes `ssl` over, and frees it even where this throws.
    init(
      _ ssl: OpaquePointer, socket: TLSSocket, method: OpaquePointer, peer: String, verifies: Bool, hasIdentity: Bool
    ) throws(TransportError) {
      self.ssl = ssl
      self.socket = socket
      self.peer = peer
      self.verifies = verifies
      self.hasIdentity = hasIdentity
      SSL_set_cert_cb(
        ssl,
        { _, request in
          if let request { Unmanaged<CertificateRequest>.fromOpaque(request).takeUnretainedValue().hasCome = true }
          return 1
        }, Unmanaged.passUnretained(request).toOpaque())
      defer { ERR_clear_error() }
      guard socket.attach(to: ssl, method: method) else { throw .tls(.handshakeFailed, "there is no memory for TLS") }
      try expectPeer()
      SSL_set_connect_state(ssl)
    }

    deinit { SSL_free(ssl) }

    /// The name is told to the server, which may have certificates for several; addresses are not (RFC 6066, section 3).
    private func expectPeer() throws(TransportError) {
      let rules = SSL_get0_param(ssl)
      // The zone of an IPv6 address, as in fe80::1%eth0, is this machine's own affair.
      let address = String(peer.prefix { $0 != "%" })
      if X509_VERIFY_PARAM_set1_ip_asc(rules, address) == 1 { return }
      X509_VERIFY_PARAM_set_hostflags(
        rules, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT))
      let name = peer.hasSuffix(".") ? String(peer.dropLast()) : peer
      guard X509_VERIFY_PARAM_set1_host(rules, name, 0) == 1, cql_SSL_set_tlsext_host_name(ssl, name) == 1 else {
        throw .tls(.handshakeFailed, "no certificate can be for the name \"\(peer)\"")
      }
    }

    func handshake() throws(TransportError) -> Bool {
      ERR_clear_error()
      let result = SSL_do_handshake(ssl)
      if result == 1 {
        isEstablished = true
        wantsWrite = false
        return true
      }
      // A farewell in the middle of the handshake is none.
      if try outcome(result) == .endOfStream { throw failure() }
      return false
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TransportError) -> Transfer {
      guard !isBroken else { return .endOfStream }
      ERR_clear_error()
      var count = 0
      let result = SSL_read_ex(ssl, buffer.baseAddress, buffer.count, &count)
      guard result == 1 else { return try outcome(result) }
      hasReceived = true
      wantsWrite = false
      return .bytes(count)
    }

    func write(_ bytes: ArraySlice<UInt8>) throws(TransportError) -> Transfer {
      guard !isBroken else { return .wouldBlock }
      ERR_clear_error()
      var count = 0
      let result = bytes.withUnsafeBytes { SSL_write_ex(ssl, $0.baseAddress, $0.count, &count) }
      if result == 1 { return .bytes(count) }
      return try outcomeOfWrite(result)
    }

    /// Best effort: whoever does not read now is not waited for.
    func close() {
      guard isEstablished, !isBroken else { return }
      ERR_clear_error()
      SSL_shutdown(ssl)
      ERR_clear_error()
      isBroken = true
    }
  }

  // What did not succeed.
  extension TLSStream {
    private func outcome(_ result: Int32) throws(TransportError) -> Transfer {
      switch SSL_get_error(ssl, result) {
      case SSL_ERROR_WANT_READ:
        wantsWrite = false
        return .wouldBlock
      case SSL_ERROR_WANT_WRITE:
        wantsWrite = true
        return .wouldBlock
      case SSL_ERROR_ZERO_RETURN:
        return .endOfStream
      default:
        isBroken = true
        throw failure()
      }
    }

    /// A server that refuses a client's certificate says why, and closes: then the first thing that fails may be a write,
    /// with the reason waiting to be read.
    private func outcomeOfWrite(_ result: Int32) throws(TransportError) -> Transfer {
      switch SSL_get_error(ssl, result) {
      case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wouldBlock
      case SSL_ERROR_SYSCALL where !hasReceived:
        var byte: UInt8 = 0
        var count = 0
        ERR_clear_error()
        _ = SSL_read_ex(ssl, &byte, 1, &count)
        fallthrough
      default:
        isBroken = true
        throw failure()
      }
    }

    private func failure() -> TransportError {
      defer { ERR_clear_error() }
      if !isEstablished {
        // Alerts and the handshake are records of type 21 and 22: RFC 8446, section 5.1.
        if let byte = socket.firstByte, byte != 21, byte != 22 {
          return .tls(.notTLS, "the server answers without TLS: connect without it, or to its port for TLS")
        }
        let verification = SSL_get_verify_result(ssl)
        if verifies, verification != X509_V_OK { return distrust(Int32(verification)) }
      }
      if let alert = OpenSSLErrors.alert { return refusal(alert) }
      if socket.hasEnded || socket.error != nil { return interruption() }
      let words = OpenSSLErrors.words ?? "no reason is known"
      return isEstablished
        ? .tls(.corrupted, "what came cannot be decrypted: \(words)")
        : .tls(.handshakeFailed, "the TLS handshake failed: \(words)")
    }

    /// The server's certificate was looked at, and found wanting.
    private func distrust(_ code: Int32) -> TransportError {
      switch code {
      case X509_V_ERR_CERT_HAS_EXPIRED:
        .tls(
          .certificateExpired,
          "the server's certificate, or one it was signed with, has expired: the server needs another")
      case X509_V_ERR_CERT_NOT_YET_VALID:
        .tls(
          .certificateNotYetValid,
          "the server's certificate, or one it was signed with, is not valid yet: is this machine's clock right?")
      case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
        .tls(
          .wrongName,
          "the server's certificate is not for \"\(peer)\": connect by a name that it is for, or say which one is expected "
            + "(serverName)")
      case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        .tls(.selfSigned, "the server's certificate is signed with its own key, and not among those that are trusted")
      case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
        X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        .tls(
          .unknownAuthority,
          "the server's certificate is signed by an authority that is not trusted: name the file with the right one")
      default:
        .tls(
          .certificateInvalid,
          "the server's certificate is not to be trusted: \(String(cString: X509_verify_cert_error_string(Int(code))))")
      }
    }

    /// The server has said what it does not like.
    private func refusal(_ alert: OpenSSLErrors.Alert) -> TransportError {
      let words = OpenSSLErrors.words ?? "alert \(alert.number)"
      if request.hasCome, alert.concernsCertificate || alert == .handshakeFailure {
        return hasIdentity
          ? .tls(.clientCertificateRefused, "the server does not accept the client's certificate: \(words)")
          : .tls(
            .clientCertificateMissing,
            "the server wants a client's certificate, and none is configured: give it one and its key")
      }
      return .tls(
        isEstablished ? .corrupted : .handshakeFailed, "the server refused to go on with TLS: \(words)")
    }

    /// The connection is gone.
    private func interruption() -> TransportError {
      // Some servers only close; others say why, and a reset of the connection swallows it.
      if request.hasCome, !hasIdentity, !hasReceived {
        return .tls(
          .clientCertificateMissing,
          "it seems that the server wants a client's certificate: it asked for one, got none, and the connection ended")
      }
      if let error = socket.error { return .system(error) }
      return isEstablished
        ? .tls(.truncated, "the connection was cut: it ended without TLS's word for that")
        : .tls(.handshakeFailed, "the server closed the connection in the TLS handshake")
    }
  }
#endif
