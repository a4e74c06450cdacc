import CQLPaging
import CQLSession

/// What the command line asks for.
enum Command: Sendable {
  case query(QueryCommand)
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
  /// Where the server is; none is the embedded sample server.
  var contactPoints: [ContactPoint] = []
  var credentials: Credentials?
  var keyspace: String?
  var consistency: Consistency?

  var pageSize = PageSize.default
  /// Rows in all.
  var rowLimit: Int?
  /// Pages in all.
  var pageLimit: Int?
  /// Behind which row to go on.
  var start: Cursor?
  /// For each page.
  var timeout: Duration?
  /// For the whole run, connecting included.
  var deadline: Duration?

  /// nil: a table on a terminal, else JSON lines.
  var format: RowFormat?
  /// nil: where standard error is a terminal.
  var showsProgress: Bool?
  var summary = SummaryFormat.text
  /// How the command was called, for the line that goes on from its end.
  var called = CalledCommand()
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

enum RowFormat: String, CaseIterable, Sendable {
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
