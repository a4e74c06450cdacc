import CQLPaging
import CQLSession

/// How rows are read.
enum API: String, CaseIterable {
  /// `for try await row in rows`, and `row.decode(as:)` in the loop: what one writes first.
  case rows
  /// `rows.decode(as:)`: a sequence of tuples.
  case tuple
  /// The same with texts and bytes that stay in their page, taken apart in the loop.
  case text
  /// `rows.decode(with:)`: texts and bytes are looked at where they are, and what was seen is handed on.
  case lent
  /// `rows.decode { cells in … }`: a sequence of what the closure makes.
  case closure
  /// `for try await row in rows`, and `row.decode { cells in … }` in the loop.
  case cursor
  /// `rows.decode(User.self)`: a sequence of `Decodable` values.
  case decodable
  /// `for try await page in pages`, and a loop over its rows.
  case pages
  /// The `Decodable` values again, by way of a dictionary for each row: what `decodable` is compared with.
  case dictionary
}

/// Where the loop over the rows runs.
enum Isolation: String, CaseIterable {
  case none
  case main
  /// On the thread that waits for the sockets.
  case network
}

/// What the command line asks for.
struct Options {
  var host = "127.0.0.1"
  var port = 9042
  var keyspace = "bench"
  var shape = ShapeName.narrow
  var pageSize = 5000
  /// How many rows the table has; another number is an error.
  var rows = 1_000_000
  var api = API.rows
  var isolation = Isolation.none
  /// Pages to fetch ahead.
  var prefetch = 0
  /// How long to be busy after each page's worth of rows.
  var consumerMicroseconds = 0
  /// How often to read the table.
  var passes = 1
  /// Whether to compute a checksum of all values.
  var verifies = false
  /// Where above 0: so many one-page queries at once in place of a scan.
  var concurrency = 0
  /// How many queries in all, where they are many at once.
  var requests = 100_000

  static let help = """
    page-bench [--host H] [--port P] [--keyspace K] [--shape narrow|users|wide|blob] [--page N] [--rows N]
               [--api rows|tuple|text|lent|closure|cursor|decodable|pages|dictionary]
               [--isolation none|main|network]
               [--prefetch PAGES] [--consumer-us N] [--repeat N] [--verify]
    page-bench --concurrency N [--requests N] [--isolation none|network] [--host H] [--port P] [--keyspace K] [--shape S] [--page N]
    """

  init(_ words: [String]) throws(UsageError) {
    var words = words[...]
    while let name = words.popFirst() {
      switch name {
      case "--host": host = try text(name, &words)
      case "--port": port = try number(name, &words, in: 1...65535)
      case "--keyspace": keyspace = try text(name, &words)
      case "--shape": shape = try choice(name, &words)
      case "--page": pageSize = try number(name, &words, in: PageSize.bounds)
      case "--rows": rows = try number(name, &words, in: 0...Int.max)
      case "--api": api = try choice(name, &words)
      case "--isolation": isolation = try choice(name, &words)
      case "--prefetch": prefetch = try number(name, &words, in: 0...1000)
      case "--consumer-us": consumerMicroseconds = try number(name, &words, in: 0...1_000_000)
      case "--repeat": passes = try number(name, &words, in: 1...1_000_000)
      case "--verify": verifies = true
      case "--concurrency": concurrency = try number(name, &words, in: 1...10_000)
      case "--requests": requests = try number(name, &words, in: 1...100_000_000)
      default: throw UsageError("there is no option \(name)")
      }
    }
  }

  var contactPoint: ContactPoint { ContactPoint(host: host, port: UInt16(port)) }
  var statement: Statement { Statement(String("SELECT \(shape.columns) FROM \(keyspace).\(shape)")) }
}

/// A command line that cannot be followed.
struct UsageError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

private func text(_ name: String, _ words: inout ArraySlice<String>) throws(UsageError) -> String {
  guard let word = words.popFirst() else { throw UsageError("\(name) needs a value") }
  return word
}

private func number(
  _ name: String, _ words: inout ArraySlice<String>, in range: ClosedRange<Int>
) throws(UsageError) -> Int {
  guard let number = Int(try text(name, &words)), range.contains(number) else {
    throw UsageError("\(name) takes a number from \(range.lowerBound) to \(range.upperBound)")
  }
  return number
}

private func choice<Choice: RawRepresentable<String> & CaseIterable>(
  _ name: String, _ words: inout ArraySlice<String>
) throws(UsageError) -> Choice {
  guard let choice = Choice(rawValue: try text(name, &words)) else {
    throw UsageError("\(name) takes \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
  }
  return choice
}
