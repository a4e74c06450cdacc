#if TLS
  internal import COpenSSL

  /// The errors that OpenSSL has noted for this thread since they were last cleared.
  enum OpenSSLErrors {
    /// A number of TLS's own for what a peer complains of: RFC 8446, section 6.
    struct Alert: Equatable {
      let number: Int32

      static let handshakeFailure = Alert(number: SSL_AD_HANDSHAKE_FAILURE)
      static let protocolVersion = Alert(number: SSL_AD_PROTOCOL_VERSION)

      /// Whether the peer complains of a certificate, or of the lack of one.
      var concernsCertificate: Bool {
        [
          SSL_AD_BAD_CERTIFICATE, SSL_AD_UNSUPPORTED_CERTIFICATE, SSL_AD_CERTIFICATE_REVOKED,
          SSL_AD_CERTIFICATE_EXPIRED, SSL_AD_CERTIFICATE_UNKNOWN, SSL_AD_UNKNOWN_CA, SSL_AD_ACCESS_DENIED,
          SSL_AD_CERTIFICATE_REQUIRED,
        ].contains(number)
      }
    }

    /// The alert that came from the peer, if that is what happened.
    static var alert: Alert? {
      let error = ERR_peek_error()
      guard library(of: error) == ERR_LIB_SSL, reason(of: error) > SSL_AD_REASON_OFFSET else { return nil }
      return Alert(number: reason(of: error) - SSL_AD_REASON_OFFSET)
    }

    /// OpenSSL's words for the first error; nil where there is none.
    static var words: String? {
      ERR_reason_error_string(ERR_peek_error()).map { String(cString: $0) }
    }

    /// Whether the last error is this one.
    static func isLast(library: Int32, reason: Int32) -> Bool {
      let error = ERR_peek_last_error()
      return self.library(of: error) == library && self.reason(of: error) == reason
    }

    private static func library(of error: UInt) -> Int32 { ERR_GET_LIB(error) }
    private static func reason(of error: UInt) -> Int32 { ERR_GET_REASON(error) }
  }
#endif
