import CQLSession
import Foundation
import Testing

/// The files that the script `Certificates/make` makes.
enum Certificates {
  static func path(_ name: String) throws -> String {
    try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Certificates")).path
  }

  /// Trusts the authority of the tests.
  static func trusting(_ authority: String = "authority.pem") throws -> TLSConfiguration {
    TLSConfiguration(authorityFile: try path(authority))
  }

  static func identity(_ certificate: String = "client.pem", key: String = "client.key") throws
    -> TLSConfiguration.Identity
  {
    TLSConfiguration.Identity(certificateFile: try path(certificate), keyFile: try path(key))
  }
}
