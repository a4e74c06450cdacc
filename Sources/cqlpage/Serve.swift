import CQLPaging

/// `cqlpage serve`.
struct Serve: Sendable {
  let command: ServeCommand

  func run() async -> ExitCode { .usage }
}
