import CQLPaging
import CQLSession
import Testing

@testable import cqlpage

@Suite("G5: the command line")
struct ArgumentsTests {
  @Test("G5: hosts add up, whether in one list or in several")
  func hosts() throws {
    let words = ["cqlpage", "SELECT 1", "--host", "a,b:1", "--host", "c"]
    guard case .query(let command) = try Arguments.parse(words, environment: [:]) else {
      Issue.record("the words are those of a query")
      return
    }
    #expect(command.server.contactPoints.map(\.description) == ["a:9042", "b:1", "c:9042"])
  }

  private static func query(_ words: String..., environment: [String: String] = [:]) throws -> QueryCommand {
    guard case .query(let command) = try Arguments.parse(["cqlpage"] + words, environment: environment) else {
      throw UsageError("not a query")
    }
    return command
  }

  @Test("A query with every option")
  func everything() throws {
    let command = try Self.query(
      "SELECT * FROM t WHERE k = ?", "--host", "db1,db2:9043,[::1]:9044,fe80::1", "--username", "u",
      "--password-file", "/p", "--keyspace", "ks", "--bind", "-5", "--page-size", "100", "--limit=7", "--pages", "2",
      "--consistency", "local_quorum", "--timeout", "2.5", "--deadline", "60", "--format", "csv", "--no-progress",
      "--summary", "json", "--prefetch", "0", "--target-page-bytes", "65536", "--resume", "AbC-_", "--cursor-key-file",
      "/k", "--cursor-lifetime", "60")
    #expect(command.statement == "SELECT * FROM t WHERE k = ?")
    #expect(
      command.server.contactPoints == [
        ContactPoint(host: "db1"), ContactPoint(host: "db2", port: 9043), ContactPoint(host: "::1", port: 9044),
        ContactPoint(host: "fe80::1"),
      ])
    #expect(command.server.credentials == Credentials(username: "u", password: .file("/p")))
    #expect(command.server.keyspace == "ks")
    #expect(command.values.map(\.term) == [.bare("-5")])
    #expect(command.pageSize == 100)
    #expect(command.rowLimit == 7)
    #expect(command.pageLimit == 2)
    #expect(command.server.consistency == .localQuorum)
    #expect(command.server.timeout == .milliseconds(2500))
    #expect(command.run.deadline == .seconds(60))
    #expect(command.run.format == .csv)
    #expect(command.run.showsProgress == false)
    #expect(command.run.summary == .json)
    #expect(command.prefetch == 0)
    #expect(command.targetPageBytes == 65536)
    #expect(command.resume == "AbC-_")
    #expect(command.cursorKeyFile == "/k")
    #expect(command.cursorLifetime == 60)
  }

  @Test("A page by its number, up to the twentieth where nothing is said")
  func numberedPage() throws {
    let page = try Self.query("--page-number", "20", "--rows-per-page", "50").numberedPage
    #expect(page == NumberedPage(number: 20, rowsPerPage: 50, maximum: 20))
    let far = try Self.query("--page-number", "21", "--rows-per-page", "1", "--max-page", "21").numberedPage
    #expect(far?.rowsBefore == 20)
  }

  @Test("What holds where nothing is said")
  func defaults() throws {
    let command = try Self.query("--limit", "5")
    #expect(command.statement == "SELECT * FROM sample.users")
    #expect(command.server.contactPoints.isEmpty)
    #expect(command.run.format == nil)
    #expect(command.run.summary == .text)
    #expect(command.resume == nil)
    #expect(command.cursorLifetime == 86_400)
    let job = PrintJob(command, from: nil)
    #expect(job.prefetch == 1)
    #expect(PrintJob(try Self.query("SELECT 1"), from: nil).requestSize == 5000)
    #expect(PrintJob(try Self.query("--pages", "2"), from: nil).prefetch == 0)
    #expect(PrintJob(try Self.query("--pages", "2", "--prefetch", "3"), from: nil).prefetch == 3)
  }

  @Test("The environment stands in for options, and options count more")
  func environment() throws {
    let environment = ["CQLPAGE_HOST": "a:1", "CQLPAGE_USERNAME": "u", "CQLPAGE_PASSWORD": "secret"]
    let command = try Self.query("SELECT 1", environment: environment)
    #expect(command.server.contactPoints == [ContactPoint(host: "a", port: 1)])
    #expect(command.server.credentials == Credentials(username: "u", password: .text("secret")))
    #expect(!"\(command)".contains("secret"))
    let other = try Self.query("SELECT 1", "--host", "b", "--password-file", "f", environment: environment)
    #expect(other.server.contactPoints == [ContactPoint(host: "b")])
    #expect(other.server.credentials == Credentials(username: "u", password: .file("f")))
    #expect(try Self.query("SELECT 1", environment: ["CQLPAGE_HOST": ""]).server.contactPoints.isEmpty)
  }

  @Test(
    "Help, asked for in any way",
    arguments: [
      ([], HelpTopic.overview), (["--help"], .overview), (["-h"], .overview), (["help"], .overview),
      (["help", "serve"], .serve), (["serve", "--help"], .serve), (["help", "query"], .query),
      (["SELECT 1", "--help"], .query), (["help", "scan"], .scan), (["scan", "-h"], .scan),
    ])
  func help(words: [String], topic: HelpTopic) throws {
    guard case .help(let found) = try Arguments.parse(["cqlpage"] + words) else {
      Issue.record("not help")
      return
    }
    #expect(found == topic)
    #expect(Help.text(topic).hasSuffix("\n"))
  }

  @Test("The help names every option")
  func helpIsComplete() {
    for option in QueryArguments.options where option != "--help" { #expect(Help.text(.query).contains(option)) }
    for option in ScanArguments.options where option != "--help" { #expect(Help.text(.scan).contains(option)) }
    for option in ServeArguments.options where option != "--help" { #expect(Help.text(.serve).contains(option)) }
  }

  @Test(
    "A bad command line is a usage error that names the option and what is allowed",
    arguments: [
      (["--page-size", "0"], "--page-size 0: use a whole number from 1 to 2147483646"),
      (["--page-size", "-5"], "--page-size -5"), (["--page-size", "2147483647"], "from 1 to 2147483646"),
      (["--page-size", "ten"], "--page-size ten"), (["--page-size", "99999999999999999999"], "from 1 to 2147483646"),
      (["--page-size"], "--page-size needs a value: a whole number from 1 to 2147483646"),
      (["--limit", "0"], "--limit 0: use a whole number from 1"), (["--pages", "x"], "--pages x"),
      (["--prefetch", "-1"], "--prefetch -1: use a whole number from 0 to 1000"),
      (["--consistency", "MOST"], "LOCAL_QUORUM"),
      (["--timeout", "0"], "--timeout 0: use seconds"), (["--timeout", "-1"], "seconds"),
      (["--timeout", "nan"], "seconds"), (["--deadline", "1e99"], "seconds"), (["--deadline", "inf"], "seconds"),
      (["--format", "xml"], "--format xml: use one of table, jsonl, csv"), (["--summary", "yes"], "text, json, none"),
      (["--colour"], "--colour is no option of cqlpage; there are --host"), (["-x"], "-x is no option"),
      (["--progress=yes"], "--progress takes no value"), (["SELECT 1", "SELECT 2"], "put the whole query in quotes"),
      ([" "], "the query is empty"), (["--host", "h"], "a query is missing"), (["--bind", "1"], "a query is missing"),
      (["SELECT 1", "--host", "h:0"], "\"h:0\" is no contact point"),
      (["SELECT 1", "--host", "h:99999"], "1 to 65535"),
      (["SELECT 1", "--host", ""], "--host is empty"), (["SELECT 1", "--host", "a,,b"], "--host"),
      (["SELECT 1", "--host", "[::1"], "[IPv6]:port"), (["SELECT 1", "--username", "u"], "--password-file"),
      (["SELECT 1", "--password-file", "f"], "--username"), (["SELECT 1", "--bind", "'x"], "--bind, value 1"),
      (["SELECT 1", "--ca", "ca.pem"], "--ca is for encrypted connections: ask for them with --tls"),
      (["SELECT 1", "--tls", "--cert", "client.pem"], "--cert needs the certificate's private key"),
      (["SELECT 1", "--tls", "--key", "client.key"], "--key needs the key's certificate"),
      (["SELECT 1", "--compression", "zip"], "--compression zip: use lz4"),
      (["--target-page-bytes", "0"], "--target-page-bytes 0: use a whole number from 1"),
      (["--cursor-key-file", ""], "--cursor-key-file is empty"), (["--cursor-lifetime", "0"], "--cursor-lifetime 0"),
      (["--page-number", "0", "--rows-per-page", "5"], "--page-number 0: use a whole number from 1"),
      (["--page-number", "2"], "both --page-number N and --rows-per-page M"), (["--rows-per-page", "2"], "both"),
      (["--max-page", "2"], "both"),
      (["--page-number", "21", "--rows-per-page", "5"], "beyond --max-page 20"),
      (["--page-number", "6", "--rows-per-page", "5", "--max-page", "5"], "allow it with --max-page 6"),
      (["--page-number", "2", "--rows-per-page", "5", "--limit", "1"], "leave --limit out"),
      (["--page-number", "2", "--rows-per-page", "5", "--pages", "1"], "leave --pages out"),
      (["--page-number", "2", "--rows-per-page", "5", "--resume", "A"], "leave --resume out"),
      (["scan"], "a table is missing"), (["scan", "a.b", "c.d"], "one table is expected"),
      (["scan", "users"], "use KEYSPACE.TABLE"), (["scan", "a.b.c"], "use KEYSPACE.TABLE"),
      (["scan", "a.\"b"], "use KEYSPACE.TABLE"), (["scan", ""], "use KEYSPACE.TABLE"),
      (["scan", "a.b", "--shard", "3"], "--shard 3: use I/N, such as 3/16"),
      (["scan", "a.b", "--shard", "0/4"], "0 of 4 is no shard"), (["scan", "a.b", "--shard", "5/4"], "5 of 4"),
      (["scan", "a.b", "--shard", "1/2/3"], "use I/N"), (["scan", "a.b", "--splits", "0"], "from 1 to 100000"),
      (["scan", "a.b", "--concurrency", "0"], "from 1 to 1000"),
      (["scan", "a.b", "--columns", ""], "--columns"), (["scan", "a.b", "--columns", "a,,b"], "--columns a,,b"),
      (["scan", "a.b", "--columns", "a,b,a"], "each once"), (["scan", "a.b", "--columns", "a.b"], "--columns a.b"),
      (["scan", "a.b", "--limit", "5"], "a scan reads everything"),
      (["scan", "a.b", "--resume", "X"], "from its --checkpoint FILE"),
      (["scan", "a.b", "--prefetch", "1"], "--concurrency"), (["scan", "a.b", "--ca", "f"], "--tls"),
      (["scan", "a.b", "--colour"], "--colour is no option of cqlpage scan; there are --host"),
      (["scan", "a.b", "--format", "table", "--out", "f"], "with --out use jsonl or csv"),
      (["scan", "a.b", "--format", "table", "--checkpoint", "f"], "with --checkpoint use jsonl or csv"),
      (["scan", "a.b", "--out", ""], "--out is empty"),
      (["help", "me"], "help me: use help query"), (["serve", "--port", "65536"], "from 0 to 65535"),
      (["serve", "--auth", "u"], "USER:PASSWORD"), (["serve", "now"], "serve takes options only"),
      (["serve", "--limit", "1"], "--limit is no option of cqlpage serve"),
    ])
  func usageErrors(words: [String], message: String) {
    #expect {
      try Arguments.parse(["cqlpage"] + words)
    } throws: { error in
      guard let error = error as? UsageError else { return false }
      return error.exitCode == .usage && error.message.contains(message)
    }
  }

  @Test("serve with every option")
  func serve() throws {
    let words = [
      "cqlpage", "serve", "--port", "0", "--rows", "10", "--auth", "u:p:q", "--page-cap", "7", "--empty-every", "3",
      "--delay-ms", "5", "--kill-after", "2", "--seed", "42",
    ]
    guard case .serve(let command) = try Arguments.parse(words) else {
      Issue.record("not serve")
      return
    }
    let expected = ServeCommand(
      port: 0, rows: 10, credentials: Credentials(username: "u", password: .text("p:q")), pageCap: 7, emptyEvery: 3,
      delay: .milliseconds(5), killAfter: 2, seed: 42)
    #expect(command == expected)
  }

  @Test("scan with every option")
  func scan() throws {
    let words = [
      "cqlpage", "scan", "\"Shop\".orders", "--host", "a", "--username", "u", "--password-file", "/p", "--consistency",
      "one", "--timeout", "3", "--columns", "id, \"Total, net\"", "--shard", "3/16", "--splits", "256",
      "--concurrency=4", "--page-size", "100", "--checkpoint", "c", "--out", "o", "--format", "csv", "--deadline", "9",
      "--progress", "--summary", "none",
    ]
    guard case .scan(let command) = try Arguments.parse(words) else {
      Issue.record("not a scan")
      return
    }
    #expect(command.table == "\"Shop\".orders")
    #expect(command.columns == ["id", "Total, net"])
    #expect(command.shard == (try ScanShard(3, of: 16)))
    #expect(command.splits == 256 && command.concurrency == 4 && command.pageSize == 100)
    #expect(command.checkpointFile == "c" && command.outputFile == "o")
    #expect(command.server.contactPoints == [ContactPoint(host: "a")])
    #expect(command.server.consistency == .one && command.server.timeout == .seconds(3))
    #expect(command.run.format == .csv && command.run.deadline == .seconds(9) && command.run.summary == .none)
    #expect(command.run.showsProgress == true)
    #expect(command.called.again.hasPrefix("cqlpage scan '\"Shop\".orders' --host a"))
    #expect(command.called.again.hasSuffix("--progress --summary none"))
  }

  @Test("A scan's table can leave its keyspace to an option, whose case counts")
  func scanKeyspace() throws {
    #expect(try ScanFolder.command(["Users", "--keyspace", "shop"]).table == "shop.users")
    #expect(try ScanFolder.command(["users", "--keyspace", "Shop"]).table == "\"Shop\".users")
    #expect(try ScanFolder.command(["a.b", "--keyspace", "c"]).table == "a.b")
  }

  @Test("Behind -- nothing is an option")
  func endOfOptions() throws {
    #expect(try Self.query("--limit", "5", "--", "--help").statement == "--help")
  }
}

@Suite("G5: the command line that goes on")
struct CalledCommandTests {
  @Test("The next command line has the first one's words, as a shell reads them, and a cursor of its own")
  func nextCommand() throws {
    let words = [
      "/bin/cqlpage", "SELECT * FROM t WHERE name = ?", "--bind", "it's", "--limit", "10", "--resume=OLD",
      "--page-size", "5", "--bind=", "--limit=3",
    ]
    guard case .query(let command) = try Arguments.parse(words) else {
      Issue.record("not a query")
      return
    }
    #expect(
      command.called.resuming(at: "AB-CD", rowLimit: 7)
        == #"/bin/cqlpage 'SELECT * FROM t WHERE name = ?' --bind 'it'\''s' --page-size 5 --bind= "#
        + "--limit 7 --resume AB-CD"
    )
    #expect(command.called.resuming(at: "AB-CD", rowLimit: nil).hasSuffix("--bind= --resume AB-CD"))
  }
  @Test("A page by its number is gone on from by a cursor, with as many rows")
  func nextPage() throws {
    let words = [
      "cqlpage", "SELECT 1", "--page-number", "3", "--rows-per-page=20", "--max-page", "9", "--format", "csv",
    ]
    guard case .query(let command) = try Arguments.parse(words) else {
      Issue.record("not a query")
      return
    }
    #expect(command.called.resuming(at: "C", rowLimit: 20) == "cqlpage 'SELECT 1' --format csv --limit 20 --resume C")
  }
}
