import CQLPaging
import CQLSession

/// What the command line asks for.
enum Command: Sendable {
  case query(QueryCommand)
  case scan(ScanCommand)
  case serve(ServeCommand)
  case help(HelpTopic)
}

enum HelpTopic: String, CaseIterable, Sendable {
  case query, scan, serve
  case overview = "help"
}

/// `cqlpage "SELECT …"`: page through a result and print its rows.
struct QueryCommand: Sendable {
  /// The README's first command needs no query.
  static let defaultStatement = "SELECT * FROM sample.users"

  var statement = defaultStatement
  /// The values of its bind markers, in their order.
  var values: [CQLLiteral] = []
  var server = ServerOptions()
  var run = RunOptions()

  /// nil: the default of 5000 rows, or, where the size follows the rows, a small one to begin with.
  var pageSize: PageSize?
  /// The bytes of a page, for a size that follows the rows.
  var targetPageBytes: Int?
  /// Pages fetched ahead. nil: one, and none where the number of pages is limited.
  var prefetch: Int?
  /// Rows in all.
  var rowLimit: Int?
  /// Pages in all.
  var pageLimit: Int?
  /// A page by its number, and nothing else.
  var numberedPage: NumberedPage?
  /// Behind which row to go on: what an earlier run has printed.
  var resume: String?
  /// The file with the keys that seal cursors; nil leaves them unsealed.
  var cursorKeyFile: String?
  /// How many seconds a sealed cursor is good for.
  var cursorLifetime = 86_400
  /// How the command was called, for the line that goes on from its end.
  var called = CalledCommand()
}

/// `--page-number`: which page, of how many rows, and how far a reader may go.
struct NumberedPage: Equatable, Sendable {
  static let defaultMaximum = 20

  var number: Int
  var rowsPerPage: Int
  var maximum = defaultMaximum

  var pager: OffsetPager { OffsetPager(rowsPerPage: rowsPerPage, guard: .maximumPage(maximum)) }
  /// Rows before the page.
  var rowsBefore: Int { (number - 1) * rowsPerPage }
}

/// `cqlpage scan KEYSPACE.TABLE`: a whole table, or a shard of it.
struct ScanCommand: Sendable {
  /// As CQL writes it, the keyspace included.
  var table = ""
  /// As the server spells them; nil for all.
  var columns: [String]?
  var server = ServerOptions()
  var run = RunOptions()
  var pageSize: PageSize?
  /// How many ranges to make of the ring, or of the shard.
  var splits = 64
  /// How many of them are read at once.
  var concurrency = 8
  var shard = ScanShard.whole
  /// Where the scan's standing is kept; nil: a run that ends early is lost.
  var checkpointFile: String?
  /// Where rows go; nil is standard output.
  var outputFile: String?
  /// How the command was called, for the line that goes on from its end.
  var called = CalledCommand()
}

/// Where the server is, and how it is spoken to.
struct ServerOptions: Sendable {
  /// None is the embedded sample server.
  var contactPoints: [ContactPoint] = []
  var credentials: Credentials?
  var link = Link()
  var keyspace: String?
  var consistency: Consistency?
  /// For each page.
  var timeout: Duration?
}

/// How a run prints, and how long it may take.
struct RunOptions: Sendable {
  /// For the whole run, connecting included.
  var deadline: Duration?
  /// nil: a table on a terminal, else JSON lines.
  var format: RowFormat?
  /// nil: where standard error is a terminal, and standard output is not the same one.
  var showsProgress: Bool?
  var summary = SummaryFormat.text
}

/// `cqlpage serve`: the sample server, for other clients.
struct ServeCommand: Equatable, Sendable {
  /// 0 takes any free port.
  var port = 0
  /// Rows of each sample table; nil is the sample's own number.
  var rows: Int?
  var credentials: Credentials?
  /// No page is longer, whatever is asked for.
  var pageCap: Int?
  /// Every so many pages one is empty.
  var emptyEvery: Int?
  /// Before each page.
  var delay: Duration?
  /// The connection is cut after so many pages.
  var killAfter: Int?
  var seed: UInt64?
}

enum RowFormat: String, CaseIterable, Codable, Sendable {
  case table, jsonl, csv
}

enum SummaryFormat: String, CaseIterable, Sendable {
  case text, json, none
}

/// A user's name and where the password is. Descriptions show neither.
struct Credentials: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  enum Password: Equatable, Sendable {
    case text(String)
    case file(String)
  }

  var username: String
  var password: Password

  var description: String { "credentials" }
  var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
