import CQLPaging
import CQLSession
import Foundation

/// Reads a result in one of several ways, and prints how many rows there were and the peak of the process's memory:
///
///     memory-scan HOST:PORT fast|slow|ahead|empty ARGUMENT
///
/// The argument of `fast`, `slow` and `ahead` is nothing but checked: the rows that must come. That of `empty` is how
/// many empty pages to pass over, of a server that sends no others.
@main
struct MemoryScan {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let count = Int(arguments[3]) else { throw Failure("four words are needed") }
    let seen = try await CassandraSession.withSession(contactPoints: [arguments[1]]) { session in
      switch arguments[2] {
      case "fast": try await rows(session)
      case "slow": try await rows(session, pause: .milliseconds(20))
      case "ahead": try await rows(session, prefetch: .ahead(pages: 2), pause: .milliseconds(20))
      case "empty": try await emptyPages(session, count)
      case let way: throw Failure("\(way) is none of fast, slow, ahead and empty")
      }
    }
    guard seen == count else { throw Failure("\(seen) came, not \(count)") }
    print("\(seen) \(try peak())")
  }

  /// Reads every row; with a pause, slower than any server sends.
  private static func rows(
    _ session: CassandraSession, prefetch: Prefetch = .none, pause: Duration? = nil
  ) async throws -> Int {
    var rows = 0
    for try await row in session.rows(of: query, pageSize: 5000).prefetching(prefetch) {
      _ = try row.decode(as: (String, Int64).self)
      rows += 1
      if let pause, rows.isMultiple(of: 5000) { try await Task.sleep(for: pause) }
    }
    return rows
  }

  private static func emptyPages(_ session: CassandraSession, _ count: Int) async throws -> Int {
    do {
      for try await _ in session.rows(of: query, pageSize: 5000).allowingEmptyPages(count) {
        throw Failure("a row came")
      }
    } catch let error as PagingError where error.code == .stalledPaging {
      return error.pagesDelivered
    }
    throw Failure("the result ended")
  }

  private static let query: Statement = "SELECT sensor, seq FROM sample.events"

  /// The most memory that was resident at any time, in KiB.
  private static func peak() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let peak = line.split(separator: " ").lazy.compactMap({ Int($0.drop { !$0.isNumber }) }).first
    else { throw Failure("the system does not say how much memory was used") }
    return peak
  }

  struct Failure: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }
}
