import CQLPaging
import CQLSession

/// The options that say where the server is: the same for every command that asks one.
struct ServerArguments {
  private var server = ServerOptions()
  private var username: String?
  private var passwordFile: String?
  private var link = LinkArguments()

  static let options =
    ["--host", "--username", "--password-file", "--keyspace", "--consistency", "--timeout"] + LinkArguments.options

  /// Reads an option and its value.
  ///
  /// - Returns: false where it is none of these.
  mutating func read(_ option: String, _ reader: inout OptionReader) throws(UsageError) -> Bool {
    switch option {
    case "--host": server.contactPoints += try Self.contactPoints(reader.text(of: option, "an address"), option)
    case "--username": username = try reader.text(of: option, "a user's name")
    case "--password-file": passwordFile = try reader.text(of: option, "a file's path")
    case "--keyspace": server.keyspace = try reader.text(of: option, "a keyspace's name")
    case "--consistency": server.consistency = try Self.consistency(&reader)
    case "--timeout": server.timeout = try reader.seconds(of: option)
    case _ where LinkArguments.options.contains(option): try link.read(option, &reader)
    default: return false
    }
    return true
  }

  /// The options, completed from the environment.
  func finish(_ environment: [String: String]) throws(UsageError) -> ServerOptions {
    let environment = environment.filter { !$0.value.isEmpty }
    var server = server
    if server.contactPoints.isEmpty, let hosts = environment["CQLPAGE_HOST"] {
      server.contactPoints = try Self.contactPoints(hosts, "CQLPAGE_HOST")
    }
    server.credentials = try credentials(environment)
    server.link = try link.finish(hasServer: !server.contactPoints.isEmpty)
    return server
  }

  private static func contactPoints(_ text: String, _ option: String) throws(UsageError) -> [ContactPoint] {
    do throws(CQLError) {
      var points: [ContactPoint] = []
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        points.append(try ContactPoint(part))
      }
      return points
    } catch {
      throw UsageError("\(option): \(error.message); several with commas between them")
    }
  }

  private static func consistency(_ reader: inout OptionReader) throws(UsageError) -> Consistency {
    let allowed =
      "one of ANY, ONE, TWO, THREE, QUORUM, ALL, LOCAL_QUORUM, EACH_QUORUM, SERIAL, LOCAL_SERIAL, LOCAL_ONE"
    let name = try reader.value(of: "--consistency", allowed: allowed)
    guard let level = Consistency(name: name) else { throw UsageError("--consistency \(name): use \(allowed)") }
    return level
  }

  private func credentials(_ environment: [String: String]) throws(UsageError) -> Credentials? {
    let username = username ?? environment["CQLPAGE_USERNAME"]
    let password =
      passwordFile.map(Credentials.Password.file) ?? environment["CQLPAGE_PASSWORD"].map(Credentials.Password.text)
    switch (username, password) {
    case (nil, nil): return nil
    case (let username?, let password?): return Credentials(username: username, password: password)
    case (_?, nil): throw UsageError("--username needs a password: use --password-file FILE or CQLPAGE_PASSWORD")
    case (nil, _?): throw UsageError("a password needs a user: use --username U or CQLPAGE_USERNAME")
    }
  }
}
