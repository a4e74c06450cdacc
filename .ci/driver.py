#!/usr/bin/env python3
"""Python's cassandra-driver pages through `cqlpage serve` and gets what cqlpage prints."""
import subprocess
import sys
import warnings

from cassandra.cluster import Cluster
from cassandra.query import SimpleStatement, tuple_factory

import cqljson
from serving import CQLPAGE, serving

ROWS = 10_000
FETCH_SIZE = 100
passed = 0


def rows_and_pages(result):
    rows, pages = [], 0
    while True:
        page = list(result.current_rows)
        if len(page) > FETCH_SIZE:
            sys.exit(f"a page of {len(page)} rows, {FETCH_SIZE} were asked for")
        rows += page
        pages += bool(page)
        if not result.has_more_pages:
            return rows, pages
        result.fetch_next_page()


def compare(table, how, result, shown):
    global passed
    names, types = result.column_names, result.column_types
    rows, pages = rows_and_pages(result)
    if (len(rows), pages) != (ROWS, ROWS // FETCH_SIZE):
        sys.exit(f"{table}, {how}: {len(rows)} rows in {pages} pages")
    if len(shown) != ROWS:
        sys.exit(f"{table}: cqlpage prints {len(shown)} rows")
    for number, (row, line) in enumerate(zip(rows, shown)):
        if list(line) != names:
            sys.exit(f"{table}, {how}: columns {names} and {list(line)}")
        for name, cql_type, value in zip(names, types, row):
            if not cqljson.same(cql_type, value, line[name]):
                sys.exit(f"{table}, {how}, row {number}, {name} {cql_type.typename}: {value!r} and {line[name]!r}")
    passed += 1
    print(f"{table}, {how}: {ROWS} rows of {len(names)} columns in {pages} pages of {FETCH_SIZE} are equal")


with serving("--rows", ROWS) as port, warnings.catch_warnings():
    warnings.simplefilter("ignore")
    cluster = Cluster(["127.0.0.1"], port=port)
    session = cluster.connect()
    session.row_factory = tuple_factory
    if cluster.protocol_version != 4:
        sys.exit(f"the driver has settled for protocol version {cluster.protocol_version}")
    for table in ("sample.users", "sample.events", "sample.types"):
        query = f"SELECT * FROM {table}"
        printed = subprocess.run([CQLPAGE, "--host", f"127.0.0.1:{port}", query, "--format", "jsonl", "--summary", "none"],
                                 check=True, stdout=subprocess.PIPE, text=True, timeout=60).stdout
        shown = [cqljson.parse(line) for line in printed.split("\n")[:-1]]
        compare(table, "simple", session.execute(SimpleStatement(query, fetch_size=FETCH_SIZE)), shown)
        prepared = session.prepare(query)
        prepared.fetch_size = FETCH_SIZE
        compare(table, "prepared", session.execute(prepared), shown)
    found = list(session.execute(session.prepare("SELECT seq FROM sample.events WHERE sensor = ?"), ["sensor-7"]))
    if found != [(number,) for number in range(100)]:
        sys.exit(f"a sensor's rows by a bound value: {len(found)}")
    passed += 1
    cluster.shutdown()

print(f"{passed} comparisons")
