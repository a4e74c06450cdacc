import Foundation

/// The command-line pager.
@main
struct Cqlpage {
  static func main() async {
    SystemCalls.fillStandardDescriptors()
    SystemCalls.ignorePipeSignal()
    exit(await run(CommandLine.arguments, environment: ProcessInfo.processInfo.environment).rawValue)
  }

  /// Does what the command line asks for.
  private static func run(_ words: [String], environment: [String: String]) async -> ExitCode {
    do throws(UsageError) {
      switch try Arguments.parse(words, environment: environment) {
      case .query(let command): return try await Query(command: command, environment: environment).run()
      case .scan(let command): return try await Scan(command: command, environment: environment).run()
      case .serve(let command): return await Serve(command: command).run()
      case .help(let topic): return Help.print(topic)
      }
    } catch {
      SystemCalls.writeError("cqlpage: \(error.message)\n")
      if error.exitCode == .usage { SystemCalls.writeError("cqlpage help says what there is\n") }
      return error.exitCode
    }
  }
}
