#if TLS
  internal import COpenSSL
  internal import CQLPaging

  /// What all encrypted connections of a session share: the certificates and the rules.
  ///
  /// `@unchecked Sendable`: OpenSSL lets several threads make connections of one context at once, as long as nobody changes
  /// it; it is changed in `init` alone, and both pointers are given back in `deinit`, after the last connection.
  final class TLSContext: ConnectionSecurity, @unchecked Sendable {
    private let context: OpaquePointer
    private let socketMethod: OpaquePointer
    private let configuration: TLSConfiguration

    /// Reads the configuration's files.
    ///
    /// - Throws: `.invalidConfiguration` for files that cannot be read or hold something else; `.unsupported` for a key
    ///   with a pass phrase.
    init(_ configuration: TLSConfiguration) throws(CQLError) {
      guard let context = SSL_CTX_new(TLS_client_method()) else { throw Self.noMemory }
      guard let method = TLSSocket.makeMethod() else {
        SSL_CTX_free(context)
        throw Self.noMemory
      }
      self.context = context
      self.socketMethod = method
      self.configuration = configuration
      cql_SSL_CTX_set_protocol_versions(
        context, configuration.minimumVersion.number, configuration.maximumVersion.number)
      cql_SSL_CTX_harden(context)
      SSL_CTX_set_verify(context, configuration.verifies ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nil)
      defer { ERR_clear_error() }
      if configuration.verifies { try trust(configuration.trustRoots) }
      if let identity = configuration.identity { try present(identity) }
    }

    deinit {
      SSL_CTX_free(context)
      BIO_meth_free(socketMethod)
    }

    func stream(over number: Int32, to host: String) throws(TransportError) -> any SecureStream {
      guard let ssl = SSL_new(context) else { throw .tls(.handshakeFailed, "there is no memory for TLS") }
      return try TLSStream(
        ssl, socket: TLSSocket(number), method: socketMethod, peer: configuration.serverName ?? host,
        verifies: configuration.verifies, hasIdentity: configuration.identity != nil)
    }

    private static let noMemory = CQLError(.connectionClosed, "there is no memory for TLS")

    private func trust(_ roots: TLSConfiguration.TrustRoots) throws(CQLError) {
      switch roots {
      case .system:
        guard SSL_CTX_set_default_verify_paths(context) == 1 else {
          throw CQLError(.invalidConfiguration, "TLS: the machine's authorities cannot be read: name a file of them")
        }
      case .file(let path):
        try Self.checkReadable(path, "trusted authorities")
        guard SSL_CTX_load_verify_file(context, path) == 1 else {
          throw CQLError(.invalidConfiguration, "TLS: \(path) holds no certificate in PEM form to trust")
        }
      }
    }

    private func present(_ identity: TLSConfiguration.Identity) throws(CQLError) {
      try Self.checkReadable(identity.certificateFile, "client certificate")
      try Self.checkReadable(identity.keyFile, "private key")
      guard SSL_CTX_use_certificate_chain_file(context, identity.certificateFile) == 1 else {
        throw CQLError(
          .invalidConfiguration, "TLS: \(identity.certificateFile) holds no certificate in PEM form")
      }
      try loadKey(identity)
    }

    private func loadKey(_ identity: TLSConfiguration.Identity) throws(CQLError) {
      ERR_clear_error()
      // Without a function of ours OpenSSL would ask for the pass phrase on the terminal.
      var isEncrypted = false
      let isLoaded = withUnsafeMutablePointer(to: &isEncrypted) { flag in
        SSL_CTX_set_default_passwd_cb(context) { _, _, _, flag in
          flag?.assumingMemoryBound(to: Bool.self).pointee = true
          return -1
        }
        SSL_CTX_set_default_passwd_cb_userdata(context, flag)
        defer {
          SSL_CTX_set_default_passwd_cb(context, nil)
          SSL_CTX_set_default_passwd_cb_userdata(context, nil)
        }
        return SSL_CTX_use_PrivateKey_file(context, identity.keyFile, SSL_FILETYPE_PEM) == 1
      }
      if isEncrypted {
        throw CQLError(
          .unsupported,
          "TLS: the key in \(identity.keyFile) is locked with a pass phrase, which is not supported: "
            + "give a file that only this program's user can read, with the key unlocked")
      }
      let isMismatch = OpenSSLErrors.isLast(library: ERR_LIB_X509, reason: X509_R_KEY_VALUES_MISMATCH)
      let isOtherKind = OpenSSLErrors.isLast(library: ERR_LIB_X509, reason: X509_R_KEY_TYPE_MISMATCH)
      guard isLoaded || isMismatch || isOtherKind else {
        throw CQLError(.invalidConfiguration, "TLS: \(identity.keyFile) holds no private key in PEM form")
      }
      guard isLoaded, SSL_CTX_check_private_key(context) == 1 else {
        throw CQLError(
          .invalidConfiguration,
          "TLS: the key in \(identity.keyFile) is not that of the certificate in \(identity.certificateFile)")
      }
    }

    private static func checkReadable(_ path: String, _ what: String) throws(CQLError) {
      do throws(SystemError) { try SystemCalls.checkReadable(path) } catch {
        throw CQLError(.invalidConfiguration, "TLS: the \(what) in \(path) cannot be read: \(error)", cause: error)
      }
    }
  }

  extension TLSConfiguration {
    fileprivate var verifies: Bool { verification == .full }
  }

  extension TLSConfiguration.Version {
    fileprivate var number: Int32 {
      switch self {
      case .tls12: TLS1_2_VERSION
      case .tls13: TLS1_3_VERSION
      }
    }
  }
#endif
