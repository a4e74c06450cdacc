public import CQLPaging

/// A login: the client's half of a SASL exchange (protocol v4, sections 4.1.2 and 4.2.3).
///
/// ``PasswordAuthenticator`` is the one that most servers want.
public protocol CQLAuthenticator: Sendable {
  /// The first token.
  ///
  /// - Parameter mechanism: the full class name of the server's authenticator.
  /// - Throws: `.authenticationFailed` where this login is not for such a server.
  func initialResponse(to mechanism: String) throws(CQLError) -> [UInt8]

  /// The answer to a challenge of the server.
  ///
  /// - Throws: `.authenticationFailed` for a challenge that has no answer.
  func answer(to challenge: [UInt8]) throws(CQLError) -> [UInt8]
}

/// User name and password, for Cassandra's `PasswordAuthenticator` and whatever understands SASL PLAIN (RFC 4616).
///
/// Over a connection without TLS both can be read on the way. Neither appears in a description, and the memory that
/// holds them here is overwritten when the last copy of the login is gone; the caller's own strings are the caller's.
public struct PasswordAuthenticator: CQLAuthenticator {
  private let username: Secret
  private let password: Secret

  /// A login with these.
  public init(username: String, password: String) {
    self.username = Secret(username)
    self.password = Secret(password)
  }

  public func initialResponse(to mechanism: String) throws(CQLError) -> [UInt8] {
    var token: [UInt8] = []
    token.reserveCapacity(username.count + password.count + 2)
    token.append(0)
    username.append(to: &token)
    token.append(0)
    password.append(to: &token)
    return token
  }

  /// DataStax servers ask for the mechanism first and for the token with a challenge.
  public func answer(to challenge: [UInt8]) throws(CQLError) -> [UInt8] {
    try initialResponse(to: "")
  }
}

extension PasswordAuthenticator: CustomStringConvertible, CustomReflectable {
  public var description: String { "user name and password" }
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
