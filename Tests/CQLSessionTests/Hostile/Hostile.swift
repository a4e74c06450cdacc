import CQLPaging
import CQLPagingTesting
import CQLSession
import Foundation
import Testing

/// Cases with a server that does harm: a seeded sample of them, or all where the environment has `CQLPAGING_HOSTILE=all`.
enum Hostile {
  static let isExhaustive = ProcessInfo.processInfo.environment["CQLPAGING_HOSTILE"] == "all"

  /// All of them, or so many that a run of the tests stays short.
  static func sample<Case>(_ cases: [Case], _ count: Int, seed: UInt64) -> [Case] {
    guard !isExhaustive, cases.count > count else { return cases }
    var generator = SeededGenerator(seed: seed)
    return Array(cases.shuffled(using: &generator).prefix(count))
  }

  /// So many at once: most of the time of a case is waiting.
  private static let width = 24

  /// Runs cases side by side, and says how many there were and how they ended.
  static func run<Case: Sendable>(
    _ title: String, _ cases: [Case], _ body: @escaping @Sendable (Case) async throws -> Outcome
  ) async throws -> [Outcome: Int] {
    let began = ContinuousClock.now
    var outcomes: [Outcome: Int] = [:]
    try await withThrowingTaskGroup(of: Outcome.self) { group in
      var rest = cases[...]
      for one in rest.prefix(width) { group.addTask { try await body(one) } }
      rest = rest.dropFirst(width)
      while let outcome = try await group.next() {
        outcomes[outcome, default: 0] += 1
        if let next = rest.popFirst() { group.addTask { try await body(next) } }
      }
    }
    let ends = outcomes.sorted { $0.value > $1.value }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    print("hostile: \(title): \(cases.count) cases in \(ContinuousClock.now - began): \(ends)")
    #expect(outcomes.values.reduce(0, +) == cases.count)
    return outcomes
  }

  /// How a case ended. Anything else is a failure of the test.
  enum Outcome: Hashable, CustomStringConvertible {
    case result
    /// Other rows than the server has, which say what it has said.
    case otherRows
    case error(CQLError.Code)

    var description: String {
      switch self {
      case .result: "result"
      case .otherRows: "other rows"
      case .error(let code): "\(code)"
      }
    }
  }

  /// A result or an error of this library's, within the time; everything else is an issue.
  ///
  /// - Parameter limit: the time that the session has for it, and some more for a machine that does much else.
  static func outcome(
    of name: @autoclosure () -> String, within limit: Duration, _ body: () async throws -> Outcome
  ) async -> Outcome {
    let began = ContinuousClock.now
    defer {
      let time = ContinuousClock.now - began
      if time > limit { Issue.record("\(name()) took \(time), more than \(limit)") }
    }
    do {
      return try await body()
    } catch let error as CQLError {
      return .error(error.code)
    } catch let error as PagingError {
      if let code = error.code { return .error(code) }
      Issue.record("\(name()): \(error)")
    } catch {
      Issue.record("\(name()): \(error)")
    }
    return .result
  }

  /// Checks that a session still gives every row from a server that is good again, at once or after some attempts.
  static func isUsable(_ session: CassandraSession, rows: Int, name: @autoclosure () -> String) async {
    let deadline = ContinuousClock.now + .seconds(60)
    var failure: String?
    repeat {
      failure = await Self.failure(of: session, rows: rows)
    } while failure != nil && ContinuousClock.now < deadline
    if let failure { Issue.record("\(name()): the session is of no use afterwards: \(failure)") }
  }

  private static func failure(of session: CassandraSession, rows: Int) async -> String? {
    do {
      let count = try await session.numbers("SELECT number FROM test.numbers", pageSize: 20).count
      return count == rows ? nil : "\(count) rows of \(rows)"
    } catch {
      return "\(error)"
    }
  }
}
