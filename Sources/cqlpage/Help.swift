/// What the command can do, with examples that work when pasted.
enum Help {
  static func print(_ topic: HelpTopic) -> ExitCode {
    var output = RowOutput(sink: StreamSink(wakeUp: WakeUp()))
    output.bytes += text(topic).utf8
    // A reader who has gone has seen enough of the help.
    do throws(OutputFailure) { try output.flush() } catch { return error == .readerGone ? .success : .endedEarly }
    return .success
  }

  static func text(_ topic: HelpTopic) -> String {
    switch topic {
    case .overview: overview
    case .query: query
    case .scan: scan
    case .serve: serve
    }
  }

  private static let overview = """
    cqlpage pages through query results of Apache Cassandra and prints their rows.

      cqlpage "SELECT …" [options]   page through a result
      cqlpage scan KEYSPACE.TABLE [options]
                                     a whole table, in parallel, into a file; it goes on where it was interrupted
      cqlpage serve [options]        a sample server, for other clients and for trying things out
      cqlpage help COMMAND           query, scan or serve: all options

    Without --host it brings a sample server of its own: these work as they stand.

      cqlpage "SELECT * FROM sample.users" --limit 5
      cqlpage "SELECT id, name, age FROM sample.users" --page-size 100 --format csv
      cqlpage "SELECT * FROM sample.users" --page-size 10 --pages 1
      cqlpage "SELECT * FROM sample.events" --format jsonl --summary json | head
      cqlpage scan sample.users --out users.jsonl --checkpoint users.checkpoint

    And with a server:

      cqlpage --host 127.0.0.1:9042 "SELECT * FROM system.local"
      cqlpage --host db1,db2 --bind 42 "SELECT * FROM app.users WHERE org = ?"

    Rows go to standard output, all else to standard error. A run that ends early, by a limit, an error or Ctrl-C, prints
    the command line that goes on behind its last row.

    """

  private static let query = """
    cqlpage "SELECT …" [options]      page through a result and print its rows

    Where
      --host H[:P][,…]        contact points; also CQLPAGE_HOST; without it the sample server (default port 9042)
      --username U            also CQLPAGE_USERNAME
      --password-file F       the password is the file's first line; also CQLPAGE_PASSWORD
      --tls                   encrypt connections; the server's certificate must be trusted, and for the host's name
                              or address
      --ca FILE               trust the authorities in this PEM file, and no others
      --cert FILE --key FILE  the client's own certificate and its key, PEM, for servers that ask for them
      --tls-name NAME         the name that the server's certificate must be for, in place of the host's
      --compression lz4       compress what goes over the network
      --keyspace K            for tables that are named without one
    What
      --bind VALUE            the value of the next ?, a CQL literal: 42, 1.5, true, null, 0xcafe, 'it''s', [1, 2],
                              {'a', 'b'}, {'k': 1}, (1, 'x'); text that begins with no quote or bracket is text as it is
      --page-size N           rows of a page, 1 to 2147483646 (default 5000)
      --target-page-bytes N   a page size that follows the rows, so that a page has about so many bytes; the first page
                              has --page-size rows (default 100)
      --prefetch N            pages fetched ahead of the one that is printed (default 1; with --pages 0); the rows are
                              the same
      --limit N               rows in all, exact across pages
      --pages N               pages in all: page by page by hand, each run with the cursor of the one before
      --page-number N --rows-per-page M
                              the page with this number, of M rows; behind the end it is the last page; all pages
                              before it are read
      --max-page N            how far --page-number may go (default 20)
    Going on
      --resume CURSOR         go on from a cursor printed earlier, with the same query, values and keyspace; where the
                              query has a LIMIT, with a --page-size below it
      --cursor-key-file F     seal cursors, so that nobody can read or make one: keys of 32 or more bytes each, hex or
                              base64, one a line; the first one seals, all open
      --cursor-lifetime S     seconds that a sealed cursor is good for (default 86400)
    How
      --consistency C         ONE, QUORUM, LOCAL_QUORUM, …
      --timeout S             seconds for a page, such as 2.5; a SELECT's page that takes longer, or whose connection
                              ends, is asked for again, twice at most
      --deadline S            seconds for everything
    Output
      --format F              table, jsonl or csv (default: table on a terminal, else jsonl)
      --progress, --no-progress
                              a progress line on standard error (default: where that is a terminal, and rows go
                              elsewhere)
      --summary F             text, json or none: the last line on standard error (default: text)

    Exit codes: 0 all rows asked for were printed; 64 usage; 65 bad cursor; 66 wrong statement; 69 no server answers;
    75 ended early, the summary says how to go on; 77 login refused, not authorised, certificate not trusted;
    130 interrupted.

      cqlpage "SELECT * FROM sample.users" --page-size 10 --pages 1 --summary json
      cqlpage "SELECT * FROM sample.users" --page-number 3 --rows-per-page 20
      cqlpage "SELECT sensor, value FROM sample.events" --limit 1000 --format csv > events.csv

    """

  private static let scan = """
    cqlpage scan KEYSPACE.TABLE [options]      a whole table, by ranges of its tokens, several at once

    Where
      --host H[:P][,…]        contact points; also CQLPAGE_HOST; without it the sample server (default port 9042)
      --username U            also CQLPAGE_USERNAME
      --password-file F       the password is the file's first line; also CQLPAGE_PASSWORD
      --tls, --ca, --cert, --key, --tls-name, --compression
                              as for a query: cqlpage help query
      --keyspace K            for a table that is named without one
    What
      --columns a,b           the columns to read (default: all); names with capital letters in double quotes
      --shard I/N             a part of the table: 3/16 is the third of sixteen; sixteen processes, on as many machines,
                              with 1/16 to 16/16 read all of it between them, each with files of its own
    How
      --splits N              ranges to make of the ring (default 64); more for large tables
      --concurrency N         ranges that are read at once (default 8); as many pages are in memory
      --page-size N           rows of a page, 1 to 2147483646 (default 5000)
      --consistency C         ONE, QUORUM, LOCAL_QUORUM, …
      --timeout S             seconds for a page, such as 2.5
      --deadline S            seconds for everything
    Output
      --out FILE              rows go there, into a new file (default: standard output)
      --checkpoint FILE       where the scan stands. The same command line again goes on, whatever ended the last run: in
                              --out FILE every row is there once; standard output gets every row at least once, and a
                              page again at most. Collect each run in a file of its own: one that is killed can leave
                              half a line at its end. The file holds keys of the table; nobody else
                              can read it
      --format F              jsonl or csv; table where rows go to a terminal, and are not gone on with
      --progress, --no-progress
                              how much of the ring is done, rows and bytes a second, and the time that is left, on
                              standard error (default: where that is a terminal, and rows go elsewhere)
      --summary F             text, json or none: the last line on standard error (default: text)

    Exit codes: 0 all rows were written; 64 usage; 65 the checkpoint is none, or of another scan or file; 66 there is no
    such table; 69 no server answers; 75 ended early, or another process is at this scan; 77 login refused, not
    authorised, certificate not trusted; 130 interrupted. Ranges that fail are named, the others are finished, and the
    next run has the rest.

      cqlpage scan sample.users
      cqlpage scan sample.users --columns id,email --format csv --out users.csv --checkpoint users.checkpoint
      cqlpage scan sample.events --shard 1/4 --splits 16 --summary json > events.1.jsonl

    """

  private static let serve = """
    cqlpage serve [options]      a sample server on 127.0.0.1, for other clients and for trying things out

      --port P            0, the default, takes any free port
      --rows N            rows of each sample table
      --auth U:P          ask for this user and password
      --page-cap N        no page is longer, whatever is asked for
      --empty-every K     every Kth page is empty
      --delay-ms D        wait before each page
      --kill-after N      cut the connection after so many pages
      --seed S            other rows, the same every time

    It prints "listening on 127.0.0.1:PORT" when it is ready. Ctrl-C ends it.

      cqlpage serve --port 9042 --rows 1000

    """
}
