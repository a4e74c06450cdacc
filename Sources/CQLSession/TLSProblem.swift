/// What was wrong with an encrypted connection, or with the attempt to make one: the `cause` of its `CQLError`.
///
/// More can come with a new release, so a `switch` needs a `default`.
public struct TLSProblem: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
  /// Whether one side does not trust the other's certificate: then the error's code is `.certificateNotTrusted`.
  public let concernsCertificate: Bool

  private init(_ name: String, concernsCertificate: Bool = false) {
    description = name
    self.concernsCertificate = concernsCertificate
  }

  // The server's certificate.

  /// Its time is over, or that of one it was signed with.
  public static let certificateExpired = TLSProblem("certificateExpired", concernsCertificate: true)
  /// Its time has not begun, or this machine's clock is wrong.
  public static let certificateNotYetValid = TLSProblem("certificateNotYetValid", concernsCertificate: true)
  /// It is for other names and addresses than the one that was asked for.
  public static let wrongName = TLSProblem("wrongName", concernsCertificate: true)
  /// It is signed with its own key, and not itself trusted.
  public static let selfSigned = TLSProblem("selfSigned", concernsCertificate: true)
  /// None of the authorities that are trusted has signed it.
  public static let unknownAuthority = TLSProblem("unknownAuthority", concernsCertificate: true)
  /// It is not to be trusted for another reason, which the error's message says.
  public static let certificateInvalid = TLSProblem("certificateInvalid", concernsCertificate: true)

  // The client's certificate.

  /// The server wants one, and the configuration has none.
  public static let clientCertificateMissing = TLSProblem("clientCertificateMissing", concernsCertificate: true)
  /// The server does not accept the one it was given.
  public static let clientCertificateRefused = TLSProblem("clientCertificateRefused", concernsCertificate: true)

  // The connection.

  /// The server's first bytes are not TLS.
  public static let notTLS = TLSProblem("notTLS")
  /// Client and server found no common ground, such as a version that both speak.
  public static let handshakeFailed = TLSProblem("handshakeFailed")
  /// The connection ended without the word that TLS has for it: someone may have cut it.
  public static let truncated = TLSProblem("truncated")
  /// What came is not what the other side has encrypted, or the other side has ended the connection with an alert.
  public static let corrupted = TLSProblem("corrupted")
}
