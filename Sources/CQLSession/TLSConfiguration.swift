internal import CQLPaging

/// How connections are encrypted, and whom they trust.
///
/// By default a server must have a certificate that is valid now, that an authority of ``trustRoots`` has signed, and that
/// is for the name or address that the client asked for. TLS is part of builds with the package's trait `TLS`; in others a
/// session with this configuration is refused with `.unsupported`.
public struct TLSConfiguration: Hashable, Sendable {
  /// Whether this build has TLS.
  public static var isSupported: Bool {
    #if TLS
      true
    #else
      false
    #endif
  }

  /// Whose signatures are believed.
  public enum TrustRoots: Hashable, Sendable {
    /// The authorities that the machine's OpenSSL knows.
    case system
    /// The certificates of a file in PEM form, and no others.
    case file(String)
  }

  /// What is checked of a server's certificate.
  public enum Verification: Hashable, Sendable {
    /// That it is valid, signed by an authority that is trusted, and for this server.
    case full
    /// Nothing. Whoever sits between client and server can read and change everything: for tests, and for nothing else.
    case insecureWithoutVerification
  }

  /// A version of the TLS protocol.
  public enum Version: Hashable, Sendable {
    /// TLS 1.2
    case tls12
    /// TLS 1.3
    case tls13
  }

  /// The client's own certificate, for servers that ask for one.
  public struct Identity: Hashable, Sendable {
    /// A file in PEM form: the certificate, and behind it those that it was signed with, up to the authority.
    public var certificateFile: String
    /// A file in PEM form with the certificate's private key, without a pass phrase.
    public var keyFile: String

    /// Nothing is read before a session is opened.
    public init(certificateFile: String, keyFile: String) {
      self.certificateFile = certificateFile
      self.keyFile = keyFile
    }
  }

  /// Whose signatures are believed.
  public var trustRoots = TrustRoots.system
  /// The client's own certificate; nil for none.
  public var identity: Identity?
  /// The name, or the address, that every server's certificate must be for.
  ///
  /// Nil takes what the client connects to: a contact point's name or address, and the address of a node that the cluster
  /// told of, which its certificate must then list. Where certificates list no addresses, give the name that all have.
  public var serverName: String?
  /// What is checked of a server's certificate.
  public var verification = Verification.full
  /// No older version is spoken.
  public var minimumVersion = Version.tls12
  /// No newer version is spoken.
  public var maximumVersion = Version.tls13

  /// Full verification against the machine's authorities.
  public init() {}

  /// Full verification against the authorities of a file in PEM form.
  public init(authorityFile: String) { trustRoots = .file(authorityFile) }

  /// - Throws: `.unsupported`, `.invalidConfiguration`.
  func check() throws(CQLError) {
    guard Self.isSupported else {
      throw CQLError(
        .unsupported,
        "this build has no TLS: switch on the package's trait, as in swift build --traits TLS,LZ4 "
          + "(it needs OpenSSL 3; on Debian: apt-get install libssl-dev)")
    }
    guard minimumVersion == .tls12 || maximumVersion == .tls13 else {
      throw CQLError(.invalidConfiguration, "TLS: the minimum version is above the maximum version")
    }
    guard serverName.map({ !$0.isEmpty && !$0.utf8.contains(0) }) ?? true else {
      throw CQLError(.invalidConfiguration, "TLS: serverName is no name: give a name or address, or nil")
    }
  }
}
