#!/usr/bin/env python3
"""What `cqlpage "SELECT * FROM t" --format jsonl` prints is the server's own `SELECT JSON * FROM t`, as JSON values.

    select-json.py HOST:PORT

Two tables of a keyspace of its own: one with a column of every type, and one of counters. Values are written as CQL and,
where CQL has no words for them (empty values, NaN in vectors), with blobAsType functions.
"""
import json
import os
import subprocess
import sys
import uuid
from decimal import Decimal

from cassandra.auth import PlainTextAuthProvider
from cassandra.cluster import Cluster

from serving import CQLPAGE

HUGE = "1234567890" * 30

# Column, type, values as CQL. Left out is what fails the server itself as JSON: empty booleans, and tuples that are shorter
# than their type.
COLUMNS = [
    ("a_ascii", "ascii", ["''", "'plain'", "'\"quoted\" \\ it''s / \x7f'", "'\x01\x02\x1f\t\n\r\b\f'"]),
    ("a_bigint", "bigint", [-2**63, -1, 0, 2**63 - 1, "blobAsBigint(0x)"]),
    ("a_blob", "blob", ["0x", "0x00", "0x" + bytes(range(256)).hex()]),
    ("a_boolean", "boolean", ["true", "false"]),
    ("a_date", "date", ["'0001-01-01'", "'1969-12-31'", "'1970-01-01'", "'2020-02-29'", "'9999-12-31'",
                        2150416545, "0", "4294967295"]),
    ("a_decimal", "decimal", ["0", "0.0", "-0.00", "1.50", "100", "1e10", "1E-7", "0.000001", "0.0000001", "-1.5e-300",
                              "1.5e300", HUGE + ".5", "-0." + HUGE, "blobAsDecimal(0x)", "blobAsDecimal(0x0000000a00)",
                              "blobAsDecimal(0xfffffff601)", "blobAsDecimal(0x0000000701)", "blobAsDecimal(0x0000000601)"]),
    ("a_double", "double", ["0.0", "-0.0", "1.0", "0.1", "100.0", "1e7", "9999999.0", "1e-3", "9.99e-4", "123456789.125", "1e21",
                            "1.7976931348623157E308", "4.9E-324", "2.2250738585072014E-308", "2E-323", "1.0E23", "NaN",
                            "Infinity", "-Infinity", "9007199254740993", "blobAsDouble(0x)"]),
    ("a_duration", "duration", ["0s", "1y2mo3w4d5h6m7s8ms9us10ns", "-1mo2d3ns", "2147483647mo2147483647d9223372036854775807ns",
                                "-2147483647mo2147483647d9223372036854775807ns", "13mo", "36h", "90m", "1000ms"]),
    ("a_float", "float", ["0.0", "-0.0", "1.0", "0.1", "1e7", "9999999.0", "1e-3", "9.99e-4", "16777216.0", "3.4028235E38",
                          "1.4E-45", "1.17549435E-38", "2.8E-45", "1.0E10", "NaN", "Infinity", "-Infinity", "blobAsFloat(0x)"]),
    ("a_inet", "inet", ["'0.0.0.0'", "'127.0.0.1'", "'255.255.255.255'", "'::'", "'::1'", "'fe80::1:0:0:1'", "'2001:db8::'",
                        "'::ffff:1.2.3.4'", "'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'", "blobAsInet(0x)"]),
    ("a_int", "int", [-2**31, -1, 0, 2**31 - 1, "blobAsInt(0x)"]),
    ("a_smallint", "smallint", [-2**15, 0, 2**15 - 1]),
    ("a_text", "text", ["''", "'Zoë 🌡️ 美咲 \U0010ffff'", "'\"quoted\" \\ it''s / </script>'", "'\x01\x1f\t\n\r\b\f\x7f\x80\u2028\u2029'",
                        "'null'", "'" + "long " * 5000 + "'"]),
    ("a_time", "time", ["'00:00:00'", "'00:00:00.000000001'", "'12:34:56.789'", "'23:59:59.999999999'"]),
    ("a_timestamp", "timestamp", [0, -1, 1, 1577836800123, -62135596800000, 253402300799999, 253402300800000,
                                  31556889864403199, "'1500-02-28 12:00:00+0000'", "'1582-10-14 23:59:59+0000'",
                                  "'1582-10-15 00:00:00+0000'", -12219292800000, -12219292800001, -30000000000000,
                                  "'0004-02-29 00:00:00+0000'", 2**63 - 1, "blobAsTimestamp(0x)"]),
    ("a_timeuuid", "timeuuid", ["00000000-0000-1000-8080-808080808080", "ffffffff-ffff-1fff-bf7f-7f7f7f7f7f7f",
                                "blobAsTimeuuid(0x)"]),
    ("a_tinyint", "tinyint", [-128, 0, 127]),
    ("a_uuid", "uuid", ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-4fff-bfff-ffffffffffff", "blobAsUuid(0x)"]),
    ("a_varint", "varint", [0, -1, 127, 128, -129, int(HUGE), -int(HUGE), "blobAsVarint(0x)"]),
    ("a_list", "list<int>", ["[3, 1, 3]", "[-2147483648]"]),
    ("a_set", "set<text>", ["{'', 'a', 'ä \"q\"'}"]),
    ("a_map", "map<text, int>", ["{'': 0, 'a \"q\" \\': -1, 'Ä': 2}"]),
    ("f_list", "frozen<list<double>>", ["[]", "[NaN, -0.0, 1e100, -Infinity]"]),
    ("f_set", "frozen<set<blob>>", ["{}", "{0x, 0x00ff}"]),
    ("f_map", "frozen<map<int, text>>", ["{}", "{-1: '', 2: 'x'}"]),
    ("map_bigint", "map<bigint, boolean>", ["{-9223372036854775808: true, 0: false}"]),
    ("map_boolean", "map<boolean, int>", ["{true: 1, false: 0}"]),
    ("map_blob", "map<blob, int>", ["{0x: 0, 0x00ff: 1}"]),
    ("map_date", "map<date, time>", ["{'2020-01-01': '01:02:03', '-0001-01-01': '00:00:00'}"]),
    ("map_decimal", "map<decimal, varint>", ["{1.50: 1, -1e10: -100000000000000000000}"]),
    ("map_double", "map<double, float>", ["{1e10: 0.1, NaN: NaN, -0.0: 1, Infinity: 2}"]),
    ("map_inet", "map<inet, duration>", ["{'::1': 1mo, '1.2.3.4': 0s}"]),
    ("map_timestamp", "map<timestamp, uuid>", ["{0: 00000000-0000-0000-0000-000000000000, 253402300800000: 00000000-0000-4000-8000-000000000001}"]),
    ("map_uuid", "map<uuid, timeuuid>", ["{00000000-0000-0000-0000-000000000000: 00000000-0000-1000-8080-808080808080}"]),
    ("map_ascii", "map<ascii, tinyint>", ["{'a\"b': 1}"]),
    ("map_list", "map<frozen<list<text>>, int>", ["{['a', 'b\"c']: 1, []: 2}"]),
    ("map_map", "map<frozen<map<text, int>>, int>", ["{{'a\"b': 1}: 2, {}: 0}"]),
    ("map_tuple", "map<frozen<tuple<int, text>>, int>", ["{(1, 'x'): 2, (null, null): 3}"]),
    ("map_udt", "map<frozen<person>, int>", ["{{name: 'x', \"At\": (1.5, null)}: 1}"]),
    ("a_tuple", "tuple<int, text, frozen<tuple<bigint, boolean>>>", ["(1, '', (2, true))", "(null, null, null)", "(1, 'x', (null, false))"]),
    ("a_udt", "frozen<person>", ["{name: '', tags: {}, \"At\": (1.5, 2)}", "{name: 'x'}", "{tags: {'b', 'a'}}",
                                 "{name: null, tags: null, \"At\": null}"]),
    ("loose_udt", "person", ["{name: 'x', tags: {'y'}, \"At\": (NaN, 0)}", "{name: 'x'}"]),
    ("nested_udt", "frozen<team>", ["{lead: {name: 'x'}, members: [{name: 'y', \"At\": (0, 0)}, {tags: {'t'}}]}"]),
    ("deep", "map<int, frozen<map<text, frozen<list<frozen<set<inet>>>>>>>", ["{1: {'': [], 'k': [{}, {'::1', '1.2.3.4'}]}}"]),
    ("l_dates", "list<frozen<tuple<date, time, timestamp, duration>>>", ["[('2020-01-01', '01:02:03', 0, 1h), (null, null, null, null)]"]),
    ("v_float", "vector<float, 3>", ["[0.1, -0.0, 3.4028235E38]", "[NaN, Infinity, -Infinity]"]),
    ("v_text", "vector<text, 2>", ["['', 'a \"quoted\"']"]),
    ("v_list", "vector<frozen<list<int>>, 2>", ["[[], [1, 2]]"]),
    ("v_vector", "vector<vector<double, 2>, 2>", ["[[0.1, 1e100], [NaN, -0.0]]"]),
    ('"Quoted Name"', "int", [1]),
    ('"UPPER"', "text", ["'x'"]),
    ('"with ""quotes"""', "int", [1]),
    ('"lower_quoted"', "int", [1]),
    ('"ünï"', "int", [1]),
    ('"1digit"', "int", [1]),
    ('"select"', "int", [1]),
    ('"back\\slash"', "int", [1]),
]


def exact(line):
    return json.loads(line, parse_float=number, parse_int=number)


def number(text):
    """A number by its value; -0.0 is not 0.0."""
    value = Decimal(text)
    return ("number", value, value.is_signed())


def printed(address, keyspace, query):
    environment = dict(os.environ, CQLPAGE_HOST=address)
    output = subprocess.run([CQLPAGE, query, "--keyspace", keyspace, "--format", "jsonl", "--summary", "none", "--page-size", "20"],
                            check=True, stdout=subprocess.PIPE, env=environment, timeout=120).stdout
    return output.decode().split("\n")[:-1]


def differences(column, path, ours, theirs):
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if list(ours) != list(theirs):
            yield column, path, list(ours), list(theirs)
        else:
            for key in ours:
                yield from differences(column, f"{path}.{key}", ours[key], theirs[key])
    elif ours != theirs or type(ours) is not type(theirs):
        yield column, path, ours, theirs


def compare(address, keyspace, table):
    """How many rows are equal; ends the program where one differs."""
    ours = printed(address, keyspace, f"SELECT * FROM {table}")
    theirs = printed(address, keyspace, f"SELECT JSON * FROM {table}")
    if len(ours) != len(theirs):
        sys.exit(f"{table}: {len(ours)} rows and {len(theirs)}")
    different = 0
    for mine, server in zip(ours, theirs):
        (server,) = exact(server).values()
        mine, server = exact(mine), exact(server)
        if mine == server:
            if list(mine) != list(server):
                print(f"{table}: columns in another order")
                different += 1
            continue
        different += 1
        for column, path, own, expected in differences(table, "", mine, server):
            print(f"{column}{path}: cqlpage prints {str(own)[:300]}, the server {str(expected)[:300]}")
    if different:
        sys.exit(f"{different} of {len(ours)} rows of {table} differ")
    return len(ours)


def main():
    address = sys.argv[1]
    host, _, port = address.rpartition(":")
    login = None
    if "CQLPAGE_USERNAME" in os.environ:
        login = PlainTextAuthProvider(os.environ["CQLPAGE_USERNAME"], os.environ["CQLPAGE_PASSWORD"])
    cluster = Cluster([host], port=int(port), protocol_version=4, auth_provider=login)
    session = cluster.connect()
    keyspace = "json_" + uuid.uuid4().hex[:8]
    session.execute(f"CREATE KEYSPACE {keyspace} WITH replication = {{'class': 'SimpleStrategy', 'replication_factor': 1}}")
    session.set_keyspace(keyspace)
    session.execute('CREATE TYPE person (name text, tags frozen<set<text>>, "At" frozen<tuple<double, int>>)')
    session.execute("CREATE TYPE team (lead frozen<person>, members frozen<list<frozen<person>>>)")
    session.execute("CREATE TABLE types (k int PRIMARY KEY, " + ", ".join(f"{name} {kind}" for name, kind, _ in COLUMNS) + ")")
    rows = 0
    for name, kind, values in COLUMNS:
        for value in values:
            try:
                session.execute(f"INSERT INTO types (k, {name}) VALUES ({rows}, {value})", timeout=30)
            except Exception as error:
                sys.exit(f"{name} {kind} = {value}: {error}")
            rows += 1
    # A row with the first value of every column, and one with nothing but its key.
    names = ", ".join(name for name, _, _ in COLUMNS)
    values = ", ".join(str(values[0]) for _, _, values in COLUMNS)
    session.execute(f"INSERT INTO types (k, {names}) VALUES ({rows}, {values})")
    session.execute(f"INSERT INTO types (k) VALUES ({rows + 1})")
    # A field that is younger than the values.
    session.execute("ALTER TYPE person ADD younger text")
    session.execute("CREATE TABLE counters (k text, c int, n counter, PRIMARY KEY (k, c))")
    for row, change in enumerate([0, 1, -1, 2**63 - 1, -2**63 + 1]):
        session.execute(f"UPDATE counters SET n = n + {change} WHERE k = 'a' AND c = {row}")
    compared = compare(address, keyspace, "types") + compare(address, keyspace, "counters")
    if compared != rows + 2 + 5:
        sys.exit(f"{compared} rows were compared, {rows + 7} were written")
    session.execute(f"DROP KEYSPACE {keyspace}")
    cluster.shutdown()
    print(f"{compared} rows")


main()
