import CQLPaging
import CQLSession

/// How connections are encrypted and compressed: options of every command that connects to a server.
struct LinkArguments {
  static let options = ["--tls", "--ca", "--cert", "--key", "--tls-name", "--compression"]

  private var usesTLS = false
  private var authorityFile: String?
  private var certificateFile: String?
  private var keyFile: String?
  private var serverName: String?
  private var compression: CQLCompression?

  mutating func read(_ option: String, _ reader: inout OptionReader) throws(UsageError) {
    switch option {
    case "--tls": usesTLS = true
    case "--ca": authorityFile = try reader.text(of: option, "a file's path")
    case "--cert": certificateFile = try reader.text(of: option, "a file's path")
    case "--key": keyFile = try reader.text(of: option, "a file's path")
    case "--tls-name": serverName = try reader.text(of: option, "a name or an address")
    default:
      let name = try reader.text(of: option, "lz4")
      guard name == CQLCompression.lz4.description else { throw UsageError("\(option) \(name): use lz4") }
      compression = .lz4
    }
  }

  /// What can be said only when every option has been read.
  ///
  /// - Parameter hasServer: whether there is a server other than the sample server, which is on the same machine, and has
  ///   neither.
  func finish(hasServer: Bool) throws(UsageError) -> Link {
    let link = Link(tls: try tls(), compression: compression)
    if usesTLS, !TLSConfiguration.isSupported { throw Self.missing("--tls", trait: "TLS") }
    if let compression, !compression.isSupported { throw Self.missing("--compression lz4", trait: "LZ4") }
    if usesTLS || compression != nil, !hasServer {
      throw UsageError("the sample server speaks plain text, without compression: name a server with --host")
    }
    return link
  }

  private func tls() throws(UsageError) -> TLSConfiguration? {
    guard usesTLS else {
      let others = [
        ("--ca", authorityFile), ("--cert", certificateFile), ("--key", keyFile), ("--tls-name", serverName),
      ]
      if let (option, _) = others.first(where: { $0.1 != nil }) {
        throw UsageError("\(option) is for encrypted connections: ask for them with --tls")
      }
      return nil
    }
    var tls = TLSConfiguration()
    if let authorityFile { tls.trustRoots = .file(authorityFile) }
    tls.serverName = serverName
    switch (certificateFile, keyFile) {
    case (nil, nil): break
    case (let certificate?, let key?): tls.identity = .init(certificateFile: certificate, keyFile: key)
    case (_?, nil): throw UsageError("--cert needs the certificate's private key: --key FILE")
    case (nil, _?): throw UsageError("--key needs the key's certificate: --cert FILE")
    }
    return tls
  }

  private static func missing(_ option: String, trait: String) -> UsageError {
    UsageError(
      "\(option) is not part of this build: switch it on with swift run --traits \(trait) cqlpage …, "
        + "or swift build --traits TLS,LZ4")
  }
}

/// How connections are encrypted and compressed.
struct Link: Sendable {
  var tls: TLSConfiguration?
  var compression: CQLCompression?
}
