/// What can be fuzzed. Each reads any bytes and must neither crash, nor hang, nor take much memory; what it can read, it
/// must read in the same way again.
enum FuzzTarget: String, CaseIterable {
  /// Bytes in pieces to frames.
  case frames
  /// The body of every response.
  case responses
  /// The body of every request.
  case requests
  /// The cells of a page, as every Swift type.
  case cells
  /// A page as JSON lines, CSV and a table.
  case output
  /// Cursors of all kinds, keys, and the Java drivers' form.
  case cursors
  /// Checkpoints of scans.
  case checkpoints
  /// The text of statements.
  case statements
  /// `host:port`.
  case contactpoints

  func run(_ bytes: UnsafeRawBufferPointer) {
    switch self {
    case .frames: fuzzFrames(bytes)
    case .responses: fuzzResponses(bytes)
    case .requests: fuzzRequests(bytes)
    case .cells: fuzzCells(bytes)
    case .output: fuzzOutput(bytes)
    case .cursors: fuzzCursors(bytes)
    case .checkpoints: fuzzCheckpoints(bytes)
    case .statements: fuzzStatements(bytes)
    case .contactpoints: fuzzContactPoints(bytes)
    }
  }
}

/// Ends the process with a message, which a precondition has none of in a release build; libFuzzer keeps the input.
func require(_ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String) {
  if !condition() { fatalError(message()) }
}
