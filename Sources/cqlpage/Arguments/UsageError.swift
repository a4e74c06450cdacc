/// A command line that cannot be followed; the message names the option and what is allowed.
struct UsageError: Error, Equatable, CustomStringConvertible {
  let message: String
  let exitCode: ExitCode

  init(_ message: String, exitCode: ExitCode = .usage) {
    self.message = message
    self.exitCode = exitCode
  }

  var description: String { message }
}
