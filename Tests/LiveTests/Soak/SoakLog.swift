import CQLPaging
import CQLSession
import Foundation
import Testing

/// What has happened in a soak so far. All actors write into one.
final class SoakLog: Sendable {
  private struct Notes {
    var counts: [String: Int] = [:]
    var errors: [String: Int] = [:]
    var underWay: [String: ContinuousClock.Instant] = [:]
    var samples: [ProcessSample] = []
    var pages = 0
    var retries = 0
    var failovers = 0
    var repreparations = 0
    var connections = 0
    var missedHeartbeats = 0
    var lives = 0
  }

  let began = ContinuousClock.now
  private let notes = Lock(Notes())

  /// Adds to what is counted under a name.
  func count(_ what: String, _ number: Int = 1) { notes.withLock { $0.counts[what, default: 0] += number } }

  func number(of what: String) -> Int { notes.withLock { $0.counts[what] ?? 0 } }

  /// An error that has reached a consumer.
  ///
  /// - Parameter isExpected: whether what was done leads to it; any other one is an issue.
  func failed(_ what: String, _ error: any Error, isExpected: Bool = false) {
    let code = Self.code(of: error)
    notes.withLock { $0.errors["\(what) \(code)\(isExpected ? "" : " (unexpected)")", default: 0] += 1 }
    say("\(what): \(isExpected ? "as expected: " : "")\(error)")
    if !isExpected { Issue.record("\(what): \(error)") }
  }

  private static func code(of error: any Error) -> String {
    let error = (error as? PagingError)?.underlying ?? (error as? ScanError)?.failures.first?.underlying ?? error
    guard let error = error as? CQLError else { return "\(type(of: error))" }
    return error.server.map { "\(error.code) \($0.code)" } ?? "\(error.code)"
  }

  /// Errors that reached consumers, by who met them and their code.
  var errors: String {
    let errors = notes.withLock { $0.errors }
    return errors.isEmpty ? "none" : errors.map { "\($0.key): \($0.value)" }.sorted().joined(separator: ", ")
  }

  /// A line at once, for whoever waits.
  func say(_ line: String) {
    let seconds = (ContinuousClock.now - began).components.seconds
    FileHandle.standardError.write(Data("soak: +\(seconds) s \(line)\n".utf8))
  }

  // Who is at what.

  func roundBegan(_ round: String) { notes.withLock { $0.underWay[round] = .now } }
  func roundEnded(_ round: String) { notes.withLock { $0.underWay[round] = nil } }

  /// Rounds that have taken longer than this, each told of once.
  func takeStuckRounds(longerThan limit: Duration) -> [String] {
    notes.withLock { notes in
      let stuck = notes.underWay.filter { .now - $0.value > limit }.keys.sorted()
      for round in stuck { notes.underWay[round] = nil }
      return stuck
    }
  }

  // What the process holds.

  func add(_ sample: ProcessSample) { notes.withLock { $0.samples.append(sample) } }
  var samples: [ProcessSample] { notes.withLock { $0.samples } }

  // Tasks.

  func lifeBegan() { notes.withLock { $0.lives += 1 } }
  func lifeEnded() { notes.withLock { $0.lives -= 1 } }
  /// Rounds of which a task is left.
  var lives: Int { notes.withLock { $0.lives } }

  // What sessions have done.

  /// Takes down what a session says at its end, and holds it to having nothing left to do.
  func add(_ metrics: SessionMetrics) {
    notes.withLock { notes in
      notes.pages += metrics.pages
      notes.retries += metrics.retries
      notes.failovers += metrics.failovers
      notes.repreparations += metrics.repreparations
      notes.connections += metrics.nodes.map(\.connectionsOpened).reduce(0, +)
      notes.missedHeartbeats += metrics.traffic.heartbeatsMissed
    }
  }

  /// Everything that was counted.
  var summary: String {
    notes.withLock { notes in
      let counts = notes.counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
      return "\(counts); sessions: \(notes.pages) pages, \(notes.retries) retries, \(notes.failovers) of another node, "
        + "\(notes.repreparations) prepared again, \(notes.connections) connections, "
        + "\(notes.missedHeartbeats) heartbeats missed"
    }
  }
}

/// Lives as long as any task that a round has started, the library's included: tasks hand their task-local values on to
/// those that they start.
final class TaskLife: Sendable {
  @TaskLocal static var current: TaskLife?
  private let log: SoakLog

  init(_ log: SoakLog) {
    self.log = log
    log.lifeBegan()
  }

  deinit { log.lifeEnded() }
}
