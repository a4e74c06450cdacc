import CQLPaging
import Foundation

/// The way to a server: the one that the command names, or a sample server of the process's own.
struct Connection {
  private let command: QueryCommand

  init(_ command: QueryCommand) { self.command = command }

  /// Connects, hands over the session, and closes it.
  func withSource<Report: Sendable>(
    _ body: @MainActor @Sendable (NoSource) async throws -> Report
  ) async throws -> Report {
    throw CQLError(.unsupported, "connecting is not in this build")
  }
}

/// What stands for a session until there is one.
struct NoSource: PageSource {
  func fetchPage(_ request: PageRequest) async throws(CQLError) -> Page<CQLRows> {
    throw CQLError(.unsupported, "connecting is not in this build")
  }
}
