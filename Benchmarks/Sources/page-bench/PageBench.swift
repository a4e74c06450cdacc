import CQLPaging
import CQLSession
import Foundation

/// Reads a table, or asks many small questions at once, and prints what that took, in one line.
@main
enum PageBench {
  static func main() async {
    do {
      print(try await run(Options(CommandLine.arguments.dropFirst().map { $0 })))
    } catch let error as UsageError {
      fail("\(error)\n\n\(Options.help)", 64)
    } catch {
      fail("\(error)", 1)
    }
  }

  private static func run(_ options: Options) async throws -> String {
    try await CassandraSession.withSession(SessionConfiguration(contactPoints: [options.contactPoint])) { session in
      options.concurrency > 0
        ? try await ConcurrencyRun(options: options, session: session).report()
        : try await ScanRun(options: options, session: session).report()
    }
  }

  private static func fail(_ message: String, _ code: Int32) -> Never {
    FileHandle.standardError.write(Data("page-bench: \(message)\n".utf8))
    exit(code)
  }
}
